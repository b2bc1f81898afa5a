import PayCore
import PayDomain
import PayLedger
import PayWire

/// `POST /api/v1/pay/app2user/do/` and `POST /api/v1/open/pay/app2user/do/`: pay a user (protocol, 5.4 and section 7).
struct PayUserEndpoint<Accounts: EndpointBook>: ServerEndpoint {
    static var path: String { "/api/v1/\(Accounts.prefix)pay/app2user/do" }
    static var scope: ScopeRule? { ScopeRule(Accounts.payScope, refusal: .appMayNotPay) }

    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func run(_ fields: Fields, by caller: AppCaller) async throws -> AnswerData {
        let tradeNo = try fields.tradeNo()
        let user = try fields.userName(uidField: "uid")
        let coinCode = try fields.requiredString("coin_code")
        let texts = try fields.orderTexts()
        // The volume comes after the coin, whose digits it may have.
        let coin = try platform.directory.current.coin(code: coinCode)
        let volume = try fields.volume(scale: coin.scale)
        let request = PayUser.Request(
            tradeNo: tradeNo, openID: try user.openID(), uid: user.uid, book: Accounts.book, coin: coin, volume: volume, texts: texts
        )
        return try await AnswerData.ofPayment { try await PayUser(platform).run(request, by: caller) }
    }
}

extension AnswerData {
    /// The order that a call of an app's server makes; if it made one before, a refusal that may hold that order.
    static func ofPayment(_ pay: () async throws -> OrderAnswer) async throws -> AnswerData {
        do {
            return try await pay().data(in: .server)
        } catch let repeated as PaymentRepeated {
            throw RefusalWithData(error: repeated.error, data: repeated.order?.data(in: .server) ?? .empty)
        }
    }
}
