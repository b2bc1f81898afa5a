import Hummingbird
import PayCore
import PayDomain

/// `/account/security`: the passwords, where the user is signed in, and the language.
struct SecurityPage: Sendable {
    static let path = AccountSection.security.path
    private static let address = PageAddress.Form(path)

    private let platform: Platform
    private let account: AccountServer

    init(_ platform: Platform, on account: AccountServer) {
        self.platform = platform
        self.account = account
    }

    func show(_ request: Request, _ context: PayContext) async -> Response {
        await account.show(request, context, at: Self.address) { holder, page in
            guard let session = page.sessionID else { preconditionFailure("whoever is signed in has a session") }
            let sessions = try await ListSessions(platform).run(of: holder.user.id, at: session)
            let (notice, cookies) = account.notice(on: page)
            let content = SecurityContent(
                of: holder.user, sessions: sessions, notice: notice, now: platform.clock.now(), texts: page.language.texts)
            return account.page(content, in: .security, of: holder, for: page, cookies: cookies)
        }
    }

    func submit(_ request: Request, _ context: PayContext) async -> Response {
        await account.submit(request, context, at: Self.address) { form, holder, page in
            switch form.action {
            case .endSession:
                // One that has ended by itself meanwhile has ended all the same.
                _ = try await EndSession(platform).run(form[SecurityContent.sessionField], of: holder.user.id)
                return account.seeOther(Self.path, telling: .sessionEnded)
            case .endOtherSessions:
                guard let session = page.sessionID else { preconditionFailure("whoever is signed in has a session") }
                try await EndOtherSessions(platform).run(of: holder.user.id, except: session)
                return account.seeOther(Self.path, telling: .otherSessionsEnded)
            default: throw PageForm.Unreadable()
            }
        }
    }
}
