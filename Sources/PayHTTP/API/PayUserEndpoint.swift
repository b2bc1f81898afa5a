import PayCore
import PayDomain
import PayLedger
import PayWire

/// `POST /api/v1/pay/app2user/do/`: pay a user (protocol, 5.4).
struct PayUserEndpoint: ServerEndpoint {
    static let path = "/api/v1/pay/app2user/do"
    static let scope: (scope: Scope, refusal: PlatformCode)? = (.appToUser, .appMayNotPay)

    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func run(_ fields: Fields, by caller: AppCaller) async throws -> AnswerData {
        let tradeNo = try fields.tradeNo()
        let user = try fields.userName(uidField: "uid")
        let coin = try platform.directory.current.coin(code: fields.requiredString("coin_code"))
        let request = PayUser.Request(
            tradeNo: tradeNo, openID: user.openID, uid: user.uid, coin: coin, volume: try fields.volume(scale: coin.scale),
            texts: try fields.orderTexts()
        )
        do {
            return try await PayUser(platform).run(request, by: caller).data
        } catch let repeated as PayUser.Repeated {
            throw RefusalWithData(error: repeated.error, data: repeated.order?.data ?? .empty)
        }
    }
}
