import HTTPTypes

extension Page {
    /// The HTTP status of the page. Whatever state a payment is in, a page that tells it has succeeded in doing so.
    var status: HTTPResponse.Status {
        guard case .ending(let ending) = self else { return .ok }
        return switch ending {
        case .badRequest, .loginLinkBroken: .badRequest
        case .formExpired: .forbidden
        case .linkUnknown, .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .formTooLarge: .contentTooLarge
        case .tooManySignIns: .tooManyRequests
        case .internalError: .internalServerError
        case .unavailable, .tooBusy: .serviceUnavailable
        case .tradePasswordLocked, .tradePasswordChanged, .tradePasswordNotSet, .balanceTooSmall, .paymentsFrozen, .payerIsPayee,
            .belongsToAnother, .paidByAnother, .alreadyPaid, .cancelled, .failed, .expired, .appDisabled, .coinNotAllowed,
            .payeeCannotReceive:
            .ok
        }
    }

    /// In how many seconds it is worth asking again, where that is all there is to do.
    var retryAfter: Int? {
        switch self {
        case .ending(.unavailable), .ending(.tooBusy): 5
        case .ending(.tooManySignIns): 60
        default: nil
        }
    }
}
