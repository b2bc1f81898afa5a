import PayCore
import PayDomain
import PayWire

/// `POST /api/v1/pay/callback/redo/`: call back again (protocol, 5.7).
struct RedoCallbackEndpoint: ServerEndpoint {
    static let path = "/api/v1/pay/callback/redo"
    static let scope: ScopeRule? = nil

    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func run(_ fields: Fields, by caller: AppCaller) async throws -> AnswerData {
        try await RedoCallback(platform).run(fields.tradeNo(), by: caller)
        return .empty
    }
}
