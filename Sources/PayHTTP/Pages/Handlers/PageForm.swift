import HTTPTypes
import Hummingbird
import PayCore
import PayWire

/// What a form of a page sends.
struct PageForm: Sendable {
    /// The button that was pressed: the value of the field `action`.
    enum Action: String, Sendable {
        case signIn = "sign_in"
        case signOut = "sign_out"
        case confirm
        case cancel
        case allow
        case refuse
        case changePassword = "change_password"
        case changeTradePassword = "change_trade_password"
        case endSession = "end_session"
        case endOtherSessions = "end_other_sessions"
        case revoke
        case revokeAll = "revoke_all"
        case setCap = "set_cap"
        case removeCap = "remove_cap"
    }

    /// The body is not a form of a page.
    struct Unreadable: Error {}

    private static let maximumBytes = 8_192

    let action: Action
    private let fields: QueryString

    /// - Throws: ``Unreadable``.
    init(_ request: Request) async throws {
        let type = request.headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() }
        guard type == "application/x-www-form-urlencoded" else { throw Unreadable() }
        let body = try await BoundedBody.collect(of: request, upTo: Self.maximumBytes)
        guard let fields = try? QueryString(parsing: body, plusIsSpace: true), fields.repeatedName == nil,
            let action = fields["action"].flatMap({ Action(rawValue: $0) })
        else { throw Unreadable() }
        self.action = action
        self.fields = fields
    }

    /// Whether the form has a field of this name.
    func has(_ name: String) -> Bool { fields[name] != nil }

    /// What a field holds; empty if the form has none of this name.
    subscript(_ name: String) -> String { fields[name] ?? "" }

    var csrf: String { self["csrf"] }
    var login: String { self["login"] }
    var password: String { self["password"] }
    var tradePassword: String { self["trade_password"] }
    /// What the payment was when the page was made.
    var shown: String { self["shown"] }
    /// Whether the browser stays here for the result, and does not go to the app at once.
    var wantsResultHere: Bool { self["result"] == "page" }
    /// The scopes whose boxes are ticked.
    var ticked: ScopeSet { ScopeSet(Scope.allCases.filter { fields[Self.field(of: $0)] != nil }) }

    /// The name of a scope's box.
    static func field(of scope: Scope) -> String { "scope_\(scope.rawValue)" }
}
