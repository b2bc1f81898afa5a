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
    case capSet(AppID)
    case capRemoved(AppID)

    /// How long the browser may take to show it, in seconds.
    private static let age: Int64 = 60

    private static let plain: [String: AccountNotice] = [
        "password": .passwordChanged, "trade-password-set": .tradePasswordSet, "trade-password": .tradePasswordChanged,
        "session": .sessionEnded, "sessions": .otherSessionsEnded, "apps": .allAccessEnded,
    ]

    /// Before the app's id, of those that name one.
    private static let naming: [String: @Sendable (AppID) -> AccountNotice] = [
        "app": { .accessEnded($0) }, "cap": { .capSet($0) }, "no-cap": { .capRemoved($0) },
    ]

    /// - Returns: `nil` for a text that is none.
    init?(_ text: String) {
        if let notice = Self.plain[text] {
            self = notice
            return
        }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let make = Self.naming[parts[0]], let app = AppID(parts[1]) else { return nil }
        self = make(app)
    }

    /// As the cookie holds it.
    var text: String {
        let words =
            Self.plain.first { $0.value == self }?.key
            ?? app.flatMap { app in
                Self.naming.first { $0.value(app) == self }.map { "\($0.key)/\(app)" }
            }
        guard let words else { preconditionFailure("\(self) has no text") }
        return words
    }

    /// The app that it is about, if it is about one.
    private var app: AppID? {
        switch self {
        case .accessEnded(let app), .capSet(let app), .capRemoved(let app): app
        case .passwordChanged, .tradePasswordSet, .tradePasswordChanged, .sessionEnded, .otherSessionsEnded, .allAccessEnded: nil
        }
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
