import PayCore
import PayDomain
import PayWire

/// `/api/v1/pay/order/detail/`: one order (protocol, 5.5).
struct FindOrderEndpoint: ServerEndpoint, ClientEndpoint {
    static let path = "/api/v1/pay/order/detail"
    static let scope: ScopeRule? = nil

    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func run(_ fields: Fields, by caller: AppCaller) async throws -> AnswerData {
        try await FindOrder(platform).run(fields.tradeNo(), by: caller).data(in: .server)
    }

    func run(_ fields: Fields, by caller: UserCaller) async throws -> AnswerData {
        try await FindOrder(platform).run(fields.tradeNo(), by: caller).data(in: .client)
    }
}
