import PayCore
import PayDomain

extension StoreFailureKind {
    /// What a caller is told of it, with HTTP 500. A payment may have been made before the store failed at something else, so none of these
    /// says that nothing was done.
    package var platformError: PlatformError {
        switch self {
        case .locked, .crowded:
            PlatformError(.timeOut, "It took too long. Try again with the same trade_no, or ask for the order.")
        case .unavailable, .unknown:
            PlatformError(.database, "The platform's database fails; ask for the order to learn whether the payment was made.")
        }
    }
}
