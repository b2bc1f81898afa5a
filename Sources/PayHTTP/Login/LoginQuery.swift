import PayCore
import PayDomain
import PayLedger
import PayWire

/// Reads what an app asks of a user on the sign-in page (protocol, section 6). It comes unsigned from a browser, so everything that it
/// could be misused for is checked here.
package struct LoginQuery: Sendable {
    /// What the way back to the app adds to its address.
    static let reservedNames = ["code", "expire_time", "scopes", "state", "device"]

    private let directory: Directory

    package init(_ directory: Directory) { self.directory = directory }

    /// - Throws: 11003, 11005; 11038 if the browser must not be sent back there, and then it is not; 8; 11007 if the app owns none of the
    ///   scopes.
    package func parse(_ fields: Fields) throws -> LoginApplication {
        guard let id = try fields.string("app_id").flatMap({ AppID($0) }), let app = directory.apps[id] else {
            throw PlatformError(.appUnknown, field: "app_id", "names no app of this platform")
        }
        guard app.isEnabled else { throw LedgerRefusal.appDisabled.platformError }
        let redirectURL = try redirectURL(fields, of: app)
        let application = LoginApplication(
            app: app, asked: try fields.scopes("scopes"), state: try fields.token8to16("state"), device: try fields.loginDevice(),
            redirectURL: redirectURL
        )
        guard app.scopes.contains(.signIn), application.asked.contains(.signIn) else {
            throw PlatformError(.appLacksScope, field: "scopes", "must hold 1, to sign in, and the app must own it")
        }
        return application
    }

    /// The address must be registered exactly up to its query.
    private func redirectURL(_ fields: Fields, of app: App) throws -> String {
        let text = try fields.requiredString("redirect_url")
        let url: WebURL
        do {
            url = try RedirectURL.parse(text, reservedNames: Self.reservedNames)
        } catch {
            throw PlatformError(.addressWrong, field: "redirect_url", "\(error)")
        }
        let address = url.origin + url.path
        guard
            app.loginURLs.contains(where: { $0.utf8.elementsEqual(address.utf8) }) || (app.redirectOrigins.allowsLoopback && url.isLoopback)
        else { throw PlatformError(.addressWrong, field: "redirect_url", "must be an address that is registered for this app") }
        return text
    }
}

extension Fields {
    /// The `device` of a login, which each call in client mode must name again: 8 to 16 characters out of `0-9 A-Z a-z _`.
    fileprivate func loginDevice() throws(PlatformError) -> String {
        guard let text = try string("device"), (8...16).contains(text.utf8.count), TradeNo(text) != nil else {
            throw .badParameter("device", "must be 8 to 16 characters out of 0-9, A-Z, a-z and _")
        }
        return text
    }
}

/// Where the browser goes when a user has answered what an app asks (protocol, section 6).
package enum LoginRedirect {
    /// The app's address, its own query kept, with what the user allowed.
    package static func url(_ application: LoginApplication, allowed login: AuthorisedLogin) -> String {
        url(application, code: login.code.text, expireTime: login.expireTime.seconds, scopes: login.granted)
    }

    /// The same for a user who refused: no code, and -1 for its end.
    package static func url(refused application: LoginApplication) -> String {
        url(application, code: "", expireTime: -1, scopes: .none)
    }

    private static func url(_ application: LoginApplication, code: String, expireTime: Int64, scopes: ScopeSet) -> String {
        guard let target = try? WebURL(application.redirectURL) else {
            preconditionFailure("an application's redirect_url was parsed before")
        }
        return target.appending(
            QueryString([
                ("code", code),
                ("expire_time", String(expireTime)),
                ("scopes", scopes.scopes.map { String($0.rawValue) }.joined(separator: ",")),
                ("state", application.state),
                ("device", application.device),
            ])
        )
    }
}
