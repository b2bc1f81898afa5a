import PayCore
import PayDomain
import PayLedger
import PayWire

/// `POST /api/v1/open/pay/user2app/do/`: take a payment out of a user's open account (protocol, section 7).
struct PayAppEndpoint: ServerEndpoint {
    static let path = "/api/v1/open/pay/user2app/do"
    static let scope: ScopeRule? = ScopeRule(.openUserToApp, refusal: .appMayNotPay)

    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func run(_ fields: Fields, by caller: AppCaller) async throws -> AnswerData {
        let tradeNo = try fields.tradeNo()
        let user = try fields.userName(uidField: "uid")
        let coinCode = try fields.requiredString("coin_code")
        let texts = try fields.orderTexts()
        let payToken = PayToken(try fields.requiredString("pay_token"))
        // The volume comes after the coin, whose digits it may have.
        let coin = try platform.directory.current.coin(code: coinCode)
        let volume = try fields.volume(scale: coin.scale)
        let request = PayApp.Request(
            tradeNo: tradeNo, openID: try user.openID(), uid: user.uid, coin: coin, volume: volume, texts: texts, payToken: payToken
        )
        return try await AnswerData.ofPayment { try await PayApp(platform).run(request, by: caller) }
    }
}
