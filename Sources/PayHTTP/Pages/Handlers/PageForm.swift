import HTTPTypes
import Hummingbird
import PayCore
import PayWire

/// What a form of a page sends.
struct PageForm: Sendable {
    enum Action: String, Sendable {
        case signIn = "sign_in"
        case signOut = "sign_out"
        case confirm
        case cancel
        case allow
        case refuse
    }

    /// The body is not a form of a page.
    struct Unreadable: Error {}

    private static let maximumBytes = 8_192

    let action: Action
    let csrf: String
    let login: String
    let password: String
    let tradePassword: String
    /// The scopes whose boxes are ticked.
    let ticked: ScopeSet

    /// - Throws: ``Unreadable``.
    init(_ request: Request) async throws {
        let type = request.headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() }
        guard type == "application/x-www-form-urlencoded" else { throw Unreadable() }
        let body = try await BoundedBody.collect(of: request, upTo: Self.maximumBytes)
        guard let fields = try? QueryString(parsing: body, plusIsSpace: true), fields.repeatedName == nil,
            let action = fields["action"].flatMap({ Action(rawValue: $0) })
        else { throw Unreadable() }
        self.action = action
        csrf = fields["csrf"] ?? ""
        login = fields["login"] ?? ""
        password = fields["password"] ?? ""
        tradePassword = fields["trade_password"] ?? ""
        ticked = ScopeSet(Scope.allCases.filter { fields[Self.field(of: $0)] != nil })
    }

    /// The name of a scope's box.
    static func field(of scope: Scope) -> String { "scope_\(scope.rawValue)" }
}
