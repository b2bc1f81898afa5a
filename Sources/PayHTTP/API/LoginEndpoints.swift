import PayCore
import PayDomain
import PayWire

/// `POST /api/v1/login/do/`: redeem the code that a user brought from the sign-in page (protocol, section 6).
struct LogInEndpoint: ServerEndpoint {
    static let path = "/api/v1/login/do"
    static let scope: ScopeRule? = ScopeRule(.signIn, refusal: .appLacksScope)

    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func run(_ fields: Fields, by caller: AppCaller) async throws -> AnswerData {
        let code = LoginCode(try fields.requiredString("code"))
        if let app = try fields.optionalString("app_id"), app != caller.app.id.text {
            throw PlatformError.badParameter("app_id", "must be the app that the header App-Id names")
        }
        let request = LogIn.Request(
            code: code, scopes: try fields.scopes("scopes"), state: try fields.requiredString("state"),
            device: try fields.requiredString("device")
        )
        let login = try await LogIn(platform).run(request, by: caller)
        return AnswerData { writer in
            writer.beginObject()
            writer.tokens(login.tokens)
            writer.identity(login.grant, of: login.app)
            writer.scopes(login.scopes)
            writer.member("pay_token", login.tokens.pay?.text ?? "")
            writer.endObject()
        }
    }
}

/// `POST /api/v1/login/refresh/`: exchange a login's tokens for new ones.
struct RefreshLoginEndpoint: ServerEndpoint {
    static let path = "/api/v1/login/refresh"
    static let scope: ScopeRule? = ScopeRule(.signIn, refusal: .appLacksScope)

    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func run(_ fields: Fields, by caller: AppCaller) async throws -> AnswerData {
        let answer = try await RefreshLogin(platform).run(
            access: AccessToken(try fields.requiredString("access_token")),
            refresh: RefreshToken(try fields.requiredString("refresh_token")), by: caller
        )
        return AnswerData { writer in
            writer.beginObject()
            writer.tokens(answer.tokens)
            writer.scopes(answer.scopes)
            writer.member("pay_token", answer.tokens.pay?.text ?? "")
            writer.endObject()
        }
    }
}

/// `POST /api/v1/login/logout/`: end a login with its tokens; a server names its access token, a device ends its own.
struct LogOutEndpoint: ServerEndpoint, ClientEndpoint {
    static let path = "/api/v1/login/logout"
    static let scope: ScopeRule? = nil

    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func run(_ fields: Fields, by caller: AppCaller) async throws -> AnswerData {
        try await LogOut(platform).run(AccessToken(try fields.requiredString("access_token")), by: caller)
        return .empty
    }

    func run(_ fields: Fields, by caller: UserCaller) async throws -> AnswerData {
        try await LogOut(platform).run(by: caller)
        return .empty
    }
}

/// `/api/v1/token/status/`: until when the access token that asks works.
struct ShowTokenEndpoint: ClientEndpoint {
    static let path = "/api/v1/token/status"
    static let scope: ScopeRule? = nil

    init(_ platform: Platform) {}

    func run(_ fields: Fields, by caller: UserCaller) async throws -> AnswerData {
        AnswerData { writer in
            writer.beginObject()
            writer.member("app_id", caller.app.id.text)
            writer.member("access_token_et", caller.token.expireTime.seconds)
            writer.endObject()
        }
    }
}

/// `/api/v1/user/detail/`: a user's names; a server names whose, a device gets its own user's.
struct FindUserEndpoint: ServerEndpoint, ClientEndpoint {
    static let path = "/api/v1/user/detail"
    static let scope: ScopeRule? = ScopeRule(.signIn, refusal: .appLacksScope)

    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func run(_ fields: Fields, by caller: AppCaller) async throws -> AnswerData {
        guard let openID = OpenID(try fields.requiredString("open_id")) else { throw Platform.openIDUnknown }
        return answer(try await FindUser(platform).run(openID, by: caller), caller.app)
    }

    func run(_ fields: Fields, by caller: UserCaller) async throws -> AnswerData { answer(caller.token.grant, caller.app) }

    private func answer(_ grant: Grant, _ app: App) -> AnswerData {
        AnswerData { writer in
            writer.beginObject()
            writer.identity(grant, of: app)
            writer.endObject()
        }
    }
}

extension JSONWriter {
    fileprivate mutating func tokens(_ tokens: LoginTokens) {
        member("access_token", tokens.access.text)
        member("access_token_et", tokens.accessExpireTime.seconds)
        member("refresh_token", tokens.refresh.text)
        member("refresh_token_et", tokens.refreshExpireTime.seconds)
    }

    fileprivate mutating func identity(_ grant: Grant, of app: App) {
        member("company_id", app.company.text)
        member("app_id", app.id.text)
        member("open_id", grant.openID.text)
        member("union_id", grant.unionID.text)
        member("uid", grant.user.number)
    }

    fileprivate mutating func scopes(_ scopes: ScopeSet) {
        beginArray("scopes")
        for scope in scopes.scopes { value(Int64(scope.rawValue)) }
        endArray()
    }
}
