import PayCore
import PayDomain

/// Where several transactions wait for one another's rows they lock them in this order, so that none waits for one that waits for it: a
/// user, an app, a grant, a code or a refresh token, a login.
extension PostgresStore {
    package func authorise(_ code: NewLoginCode) async throws {
        let names = Grant(app: code.app, user: code.user, scopes: code.granted)
        _ = try await write(
            [
                GrantStatements.addUnionID(.app(code.app), .user(code.user), .text(names.unionID.text)),
                GrantStatements.allow(
                    .app(code.app), .user(code.user), .text(names.openID.text), .scopes(code.asked), .scopes(code.scopes(after: .none))),
                LoginStatements.addCode(
                    .bytes(code.hash), .app(code.app), .user(code.user), .text(code.device), .text(code.state), .scopes(code.asked),
                    .scopes(code.granted), .time(code.expireTime)),
            ] + LoginStatements.forgetExpired(before: code.now)
        )
    }

    package func redeemCode(
        hash: [UInt8], deciding decide: @Sendable @escaping (StoredLoginCode?) -> CodeRedemption
    ) async throws -> CodeRedemption {
        try await write { transaction in
            let stored = try await transaction.run([LoginStatements.lockCode(.bytes(hash))])[0].first.map(StoredLoginCode.init)
            let redemption = decide(stored)
            switch redemption {
            case .nothing: break
            case .spend: try await transaction.commit(after: [LoginStatements.spendCode(.bytes(hash))])
            case .end(let login): try await transaction.commit(after: [LoginStatements.end(.int64(login))])
            case .give(let login): try await transaction.commit(after: [LoginStatements.give(login, for: hash)])
            }
            return redemption
        }
    }

    package func refreshLogin(
        hash: [UInt8], deciding decide: @Sendable @escaping (StoredRefreshToken?) -> LoginRefresh
    ) async throws -> LoginRefresh {
        try await write { transaction in
            let stored = try await transaction.run([LoginStatements.lockRefreshToken(.bytes(hash))])[0].first.map(StoredRefreshToken.init)
            let refresh = decide(stored)
            switch refresh {
            case .refuse: break
            case .end(let login): try await transaction.commit(after: [LoginStatements.end(.int64(login))])
            case .renew(let login, _, let tokens, let time):
                try await transaction.commit(
                    after: LoginStatements.renew(login, spending: hash, tokens: tokens, at: time)
                        + LoginStatements.forgetExpired(before: time))
            }
            return refresh
        }
    }

    package func accessToken(hash: [UInt8]) async throws -> StoredAccessToken? {
        try await read(LoginStatements.accessToken(.bytes(hash))).first.map(StoredAccessToken.init)
    }

    package func endLogin(_ id: Int64) async throws { _ = try await write([LoginStatements.end(.int64(id))]) }
}
