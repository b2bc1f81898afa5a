import Hummingbird
import PayCore
import PayDomain

/// What a user has just done, told once on the page that comes next. It travels in a cookie of its own: no address says it, and so no link
/// makes a page tell what never happened.
enum AccountNotice: Hashable, Sendable {
    case passwordChanged
    case tradePasswordSet
    case tradePasswordChanged
    case sessionEnded
    case otherSessionsEnded
    case accessEnded(AppID)
    case allAccessEnded

    /// How long the browser may take to show it, in seconds.
    private static let age: Int64 = 60

    private static let plain: [String: AccountNotice] = [
        "password": .passwordChanged, "trade-password-set": .tradePasswordSet, "trade-password": .tradePasswordChanged,
        "session": .sessionEnded, "sessions": .otherSessionsEnded, "apps": .allAccessEnded,
    ]

    /// Before the app's id.
    private static let appPrefix = "app/"

    /// - Returns: `nil` for a text that is none.
    init?(_ text: String) {
        if let notice = Self.plain[text] {
            self = notice
        } else if text.hasPrefix(Self.appPrefix), let app = AppID(String(text.dropFirst(Self.appPrefix.count))) {
            self = .accessEnded(app)
        } else {
            return nil
        }
    }

    /// As the cookie holds it.
    var text: String {
        if case .accessEnded(let app) = self { return "\(Self.appPrefix)\(app)" }
        guard let text = Self.plain.first(where: { $0.value == self })?.key else { preconditionFailure("\(self) has no text") }
        return text
    }

    func cookie(_ cookies: PageCookies) -> String { cookies.setting(cookies.notice, to: text, for: Self.age) }
}

extension AccountServer {
    /// What the page has to tell first, with the cookies that it leaves the browser with.
    func notice(on page: PageRequest) -> (notice: AccountNotice?, cookies: [String]) {
        guard let text = page.notice else { return (nil, []) }
        return (AccountNotice(text), [server.cookies.setting(server.cookies.notice, to: nil)])
    }

    /// 303 to a page that tells what was done.
    func seeOther(_ path: String, telling notice: AccountNotice, cookies: [String] = []) -> Response {
        server.answers.seeOther(path, cookies: cookies + [notice.cookie(server.cookies)])
    }
}
