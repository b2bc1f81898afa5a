import PayCore
import PayHTTP

/// Every page there is, filled with data: what the tests of pages render.
enum SamplePages {
    /// 3 March 2026, 14:20:10 UTC.
    static let now = Timestamp(seconds: 1_772_547_610)
    static let csrf = "f3b1c2d4e5a60718"

    /// The texts that others choose and that a page repeats.
    struct Words {
        var app = "Sandbox Shop"
        var company = "Sandbox Company Ltd."
        var payer = "alice"
        var scene = "Online order"
        var description = "2 × dragon plush toy, green, 30 cm"
    }

    static func coin(_ code: String = "usdt", digits: Int = 18) -> Coin {
        guard let id = CoinID(1), let scale = Scale(digits: digits), let coin = Coin(id: id, code: code, scale: scale) else {
            preconditionFailure("a sample coin is a coin")
        }
        return coin
    }

    static func amount(_ text: String) -> Amount {
        do {
            return try Amount(text, scale: coin().scale)
        } catch {
            preconditionFailure("\(text) \(error)")
        }
    }

    static func payment(_ words: Words = Words(), volume: String = "1250.5", cut: String = "12.505") -> PaymentSummary {
        PaymentSummary(
            app: words.app, company: words.company, coin: coin(), volume: amount(volume), cut: amount(cut), scene: words.scene,
            description: words.description, expires: now.advanced(bySeconds: 12 * 60 + 5)
        )
    }

    static func address(lang: String? = nil) -> PageAddress {
        let address = PageAddress(
            path: "/oauth/pay", query: [.init("app_id", "sandbox-app"), .init("code", "3q2-7w_s")])
        return lang.map { address.setting("lang", to: $0) } ?? address
    }

    /// All pages by name.
    static func all(_ words: Words = Words()) -> [(name: String, page: Page)] {
        payments(words) + logins(words) + waiting(words) + over(words) + nowhere(words)
    }

    private static func logins(_ words: Words) -> [(name: String, page: Page)] {
        let login = LoginSummary(app: words.app, company: words.company, scopes: Scope.allCases)
        return [
            ("app-sign-in", .appSignIn(AppSignInView(login: login, csrf: csrf))),
            ("app-sign-in-wrong", .appSignIn(AppSignInView(login: login, csrf: csrf, name: words.payer, notice: .wrongNameOrPassword))),
            ("authorise", .authorise(AuthoriseView(login: login, user: words.payer, csrf: csrf))),
            ("login-link-broken", .ending(.loginLinkBroken)),
        ]
    }

    private static func payments(_ words: Words) -> [(name: String, page: Page)] {
        let usual = payment(words)
        let open = OpenPayment(payment: usual, payer: words.payer, csrf: csrf)
        let free = payment(words, volume: "1", cut: "0")
        func signIn(_ notice: SignInView.Notice?, login: String = "") -> Page {
            .signIn(SignInView(payment: usual, now: now, csrf: csrf, login: login, notice: notice, canCancel: notice == nil))
        }
        func pay(_ open: OpenPayment, has: String, keeps: String, _ problem: PayView.Problem? = nil) -> Page {
            let available = PageAmount(amount(has), of: coin())
            let remaining = PageAmount(amount(keeps), of: coin())
            return .pay(PayView(open: open, shown: "0a", available: available, remaining: remaining, now: now, problem: problem))
        }
        let plain = OpenPayment(payment: free, payer: words.payer, csrf: csrf)
        let largest = payment(words, volume: "12345678901234567890.123456789012345678", cut: "123456789012345678.901234567890123456")
        let large = OpenPayment(payment: largest, payer: words.payer, csrf: csrf)
        return [
            ("sign-in", signIn(nil)),
            ("sign-in-wrong", signIn(.wrongNameOrPassword, login: words.payer)),
            ("sign-in-missing", signIn(.nameOrPasswordMissing)),
            ("sign-in-session-ended", signIn(.sessionEnded)),
            ("sign-in-signed-out", signIn(.signedOut)),
            ("pay", pay(open, has: "12807.40525428", keeps: "11556.90525428")),
            ("pay-no-fee", pay(plain, has: "1000000", keeps: "999999")),
            ("pay-wrong", pay(open, has: "12807.40525428", keeps: "11556.90525428", .wrongTradePassword(triesLeft: 4))),
            ("pay-wrong-last", pay(open, has: "12807.40525428", keeps: "11556.90525428", .wrongTradePassword(triesLeft: 1))),
            ("pay-missing", pay(open, has: "12807.40525428", keeps: "11556.90525428", .tradePasswordMissing)),
            ("pay-changed", pay(open, has: "12807.40525428", keeps: "11556.90525428", .paymentChanged)),
            ("pay-nothing-yet", pay(open, has: "12807.40525428", keeps: "11556.90525428", .nothingPaidYet)),
            ("pay-largest", pay(large, has: "99999999999999999999.999999999999999999", keeps: "87654321098765432109.876543210987654321")),
        ]
    }

    private static func waiting(_ words: Words) -> [(name: String, page: Page)] {
        let open = OpenPayment(payment: payment(words), payer: words.payer, csrf: csrf)
        return [
            ("locked", .ending(.tradePasswordLocked(open, until: now.advanced(bySeconds: 1800)))),
            ("balance-too-small", .ending(.balanceTooSmall(open, available: PageAmount(amount("3.1"), of: coin())))),
            ("frozen", .ending(.paymentsFrozen(open))),
            ("trade-password-changed", .ending(.tradePasswordChanged(open, until: now.advanced(bySeconds: 86_400)))),
            ("no-trade-password", .ending(.tradePasswordNotSet(open))),
            ("payer-is-payee", .ending(.payerIsPayee(open))),
            ("belongs-to-another", .ending(.belongsToAnother(app: words.app, payer: words.payer, csrf: csrf))),
            ("paid-by-another", .ending(.paidByAnother(app: words.app, payer: words.payer, csrf: csrf))),
        ]
    }

    private static func over(_ words: Words) -> [(name: String, page: Page)] {
        guard let back = ReturnLink(url: "https://example.com/paid?a=1&id=1000001&status=1", app: words.app),
            let trade = TradeNo("shop_2026_0042")
        else { preconditionFailure("samples are valid") }
        let paid = PaidPayment(payment: payment(words), order: OrderID(1_000_001), tradeNo: trade, paidAt: now, back: back)
        let justPaid = PaidPayment(
            payment: payment(words), order: OrderID(1_000_001), tradeNo: trade, paidAt: now,
            back: ReturnLink(url: back.url, app: words.app, inSeconds: 5)
        )
        return [
            ("already-paid", .ending(.alreadyPaid(paid))),
            ("just-paid", .ending(.alreadyPaid(justPaid))),
            ("cancelled", .ending(.cancelled(app: words.app, back: back))),
            ("failed", .ending(.failed(app: words.app, back: back))),
            ("expired", .ending(.expired(app: words.app, at: now, back: nil))),
        ]
    }

    private static func nowhere(_ words: Words) -> [(name: String, page: Page)] {
        [
            ("link-unknown", .ending(.linkUnknown)),
            ("app-disabled", .ending(.appDisabled(app: words.app))),
            ("coin-not-allowed", .ending(.coinNotAllowed(app: words.app, coin: "USDT"))),
            ("payee-cannot-receive", .ending(.payeeCannotReceive(app: words.app))),
            ("too-busy", .ending(.tooBusy)),
            ("too-many-sign-ins", .ending(.tooManySignIns(until: nil))),
            ("too-many-sign-ins-until", .ending(.tooManySignIns(until: now.advanced(bySeconds: 600)))),
            ("form-expired", .ending(.formExpired)),
            ("bad-request", .ending(.badRequest)),
            ("form-too-large", .ending(.formTooLarge)),
            ("unavailable", .ending(.unavailable)),
            ("internal-error", .ending(.internalError(reference: "8f14e45fceea167a", moneyMayHaveMoved: false))),
            ("outcome-unknown", .ending(.internalError(reference: "8f14e45fceea167a", moneyMayHaveMoved: true))),
            ("not-found", .ending(.notFound)),
            ("method-not-allowed", .ending(.methodNotAllowed)),
        ]
    }
}
