import PayCore
import PayDomain
import PayLedger
import PayWire

/// `POST /api/v1/pay/user2app/pre/`: apply for a payment (protocol, 5.1).
struct ApplyForPaymentEndpoint: ServerEndpoint {
    static let path = "/api/v1/pay/user2app/pre"
    static let scope: ScopeRule? = ScopeRule(.userToApp, refusal: .appMayNotPay)

    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func run(_ fields: Fields, by caller: AppCaller) async throws -> AnswerData {
        let tradeNo = try fields.tradeNo()
        let coinCode = try fields.requiredString("coin_code")
        let texts = try fields.orderTexts()
        let state = try fields.token8to16("state")
        let redirectURL = try fields.requiredString("redirect_url")
        let domain = try domain(fields)
        let onlyUser = try onlyUser(fields)
        // The volume comes after the coin, whose digits it may have.
        let coin = try platform.directory.current.coin(code: coinCode)
        let volume = try fields.volume(scale: coin.scale)
        try checkAddress(redirectURL, of: caller.app)
        let terms = PaymentTerms(
            coin: coin.id, volume: volume, texts: texts, state: state, redirectURL: redirectURL, domain: domain, onlyUser: onlyUser
        )
        let (application, code) = try await ApplyForPayment(platform).run(terms, tradeNo: tradeNo, by: caller)
        let url = PayURL.text(of: application, code: code, coin: coin, settings: platform.settings)
        return AnswerData { writer in
            writer.beginObject()
            writer.member("pay_url", url)
            writer.endObject()
        }
    }

    private func checkAddress(_ text: String, of app: App) throws {
        let url: WebURL
        do {
            url = try RedirectURL.parse(text)
        } catch {
            throw PlatformError(.addressWrong, field: "redirect_url", "\(error)")
        }
        guard app.redirectOrigins.contains(url.origin, isLoopback: url.isLoopback) else {
            throw PlatformError(.addressWrong, field: "redirect_url", "must be under an origin that is registered for this app")
        }
    }

    private func domain(_ fields: Fields) throws -> String? {
        guard let domain = try fields.optionalString("domain") else { return nil }
        guard platform.settings.domains.contains(where: { $0.utf8.elementsEqual(domain.utf8) }) else {
            throw PlatformError.badParameter("domain", "must be one of this platform's own domains")
        }
        return domain
    }

    private func onlyUser(_ fields: Fields) throws -> UserID? {
        guard let number = try fields.optionalPositive("specify_dragonex_uid") else { return nil }
        guard let user = UserID(number) else {
            throw PlatformError.badParameter("specify_dragonex_uid", "names no user of this platform")
        }
        return user
    }
}

/// The address of a payment's page (protocol, 5.1).
enum PayURL {
    static func text(of application: PaymentApplication, code: String, coin: Coin, settings: PlatformSettings) -> String {
        let terms = application.terms
        let query = QueryString([
            ("app_id", application.key.app.text),
            ("trade_no", application.key.tradeNo.text),
            ("coin_code", coin.code),
            ("volume", terms.volume.text(scale: coin.scale)),
            ("scene", terms.texts.scene),
            ("desc", terms.texts.desc),
            ("device", terms.texts.device),
            ("state", terms.state),
            ("code", code),
            ("expire_time", String(application.expireTime.seconds)),
            ("redirect_url", terms.redirectURL),
        ])
        let base = terms.domain.map { "https://\($0)" } ?? settings.publicURL
        return "\(base)/oauth/pay?\(query.text)"
    }
}
