import PayCore
import PayDomain
import PayLedger
import PayWire

/// `POST /api/v1/pay/return/do/`: give a paid order back, or part of it (protocol, section 7).
struct ReturnPaymentEndpoint: ServerEndpoint {
    static let path = "/api/v1/pay/return/do"
    static let scope: ScopeRule? = nil

    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func run(_ fields: Fields, by caller: AppCaller) async throws -> AnswerData {
        let original = try fields.tradeNo("ori_trade_no")
        let tradeNo = try fields.tradeNo("return_trade_no")
        let share = try fields.returnShare()
        let texts = try fields.orderTexts()
        return try await AnswerData.ofPayment {
            try await ReturnPayment(platform).run(tradeNo, of: original, share: share, texts: texts, by: caller)
        }
    }
}

extension Fields {
    /// Exactly one of `return_rate` and `return_volume`, both strings.
    fileprivate func returnShare() throws -> ReturnPayment.Share {
        let rate = try optionalString("return_rate")
        let volume = try optionalString("return_volume")
        switch (rate, volume) {
        case (nil, nil): throw PlatformError.badParameter("return_rate", "or return_volume must be given")
        case (_?, _?): throw PlatformError.badParameter("return_rate", "and return_volume exclude each other")
        case (nil, let volume?): return .volume(volume)
        case (let text?, nil):
            guard let rate = ReturnRate(text) else {
                throw PlatformError.badParameter(
                    "return_rate", "must be a decimal string of more than 0 and at most 1, with at most 18 digits after the point"
                )
            }
            return .rate(rate)
        }
    }
}
