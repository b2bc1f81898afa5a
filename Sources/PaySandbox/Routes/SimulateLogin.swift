import Hummingbird
import PayCore
import PayDomain
import PayHTTP
import PayWire

/// `POST /sandbox/login`: does what the sign-in page does, without a browser.
struct SimulateLogin: Sendable {
    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    /// - Returns: `{"redirect_url"}`, or 409 where the page would show an error instead of returning to the app.
    func answer(_ fields: Fields) async throws -> Response {
        guard let number = try fields.optionalPositive("uid"), let uid = UserID(number), let user = try await platform.store.user(uid)
        else {
            throw PlatformError.badParameter("uid", "names no user of this platform")
        }
        guard user.isEnabled else {
            return SandboxAnswer.error(PlatformError(.openIDDisabled, "The user is disabled and cannot sign in."), status: .conflict)
        }
        let action = try fields.requiredString("action")
        let application: LoginApplication
        do {
            application = try LoginQuery(platform.directory.current).parse(fields)
        } catch let error as PlatformError {
            return SandboxAnswer.error(error, status: .conflict)
        }
        let url: String
        switch action {
        case "approve":
            let login = try await AuthoriseApp(platform).run(application, ticked: application.asked, as: user)
            url = LoginRedirect.url(application, allowed: login)
        case "refuse": url = LoginRedirect.url(refused: application)
        default: throw PlatformError.badParameter("action", "must be \"approve\" or \"refuse\"")
        }
        return SandboxAnswer.json { writer in
            writer.beginObject()
            writer.member("redirect_url", url)
            writer.endObject()
        }
    }
}
