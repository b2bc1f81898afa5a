import PayCore
import PayDomain
import PayLedger

extension PostgresStore {
    package func user(_ id: UserID) async throws -> User? { try await read(UserStatements.byID(.user(id))).first.map(User.init) }

    package func user(named name: String) async throws -> User? {
        try await read(UserStatements.byName(.text(name))).first.map(User.init)
    }

    package func users(limit: Int) async throws -> [User] { try await read(UserStatements.first(.integer(limit))).map(User.init) }

    package func grant(of app: AppID, user: UserID) async throws -> Grant? {
        try await read(GrantStatements.byUser(.app(app), .user(user))).first.map { try Grant($0, at: 0) }
    }

    package func grant(of app: AppID, openID: OpenID) async throws -> Grant? {
        try await read(GrantStatements.byOpenID(.app(app), .text(openID.text))).first.map { try Grant($0, at: 0) }
    }

    package func grants(of user: UserID) async throws -> [Grant] {
        try await read(GrantStatements.ofUser(.user(user))).map { try Grant($0, at: 0) }
    }

    package func spendingCaps(of user: UserID) async throws -> [SpendingCap] {
        try await read(SpendingStatements.ofUser(.user(user))).compactMap { row in
            SpendingCap(app: try row.app(0), coin: try row.coin(1), try Spending(row, at: 2))
        }
    }

    /// - Throws: ``DirectoryConflict/unknown`` if there is no such user.
    package func beginTradePasswordTry(
        _ user: UserID, now: Timestamp, limit: Int, lockEnd: Timestamp
    ) async throws -> TradePasswordTry {
        let rows = try await write([
            UserStatements.lockTries(.user(user)), UserStatements.beginTry(.user(user), .time(now), .integer(limit), .time(lockEnd)),
        ])
        guard let before = rows[0].first else { throw DirectoryConflict.unknown }
        if let tries = try rows[1].first?.integer(0) { return .allowed(triesLeft: max(0, limit - tries)) }
        return .locked(until: try before.timestamp(0))
    }

    package func clearTradePasswordTries(_ user: UserID) async throws { _ = try await write([UserStatements.clearTries(.user(user))]) }

    package func takeBackTradePasswordTry(_ user: UserID) async throws { _ = try await write([UserStatements.takeBackTry(.user(user))]) }

    package func lastUses(of user: UserID) async throws -> [AppID: Timestamp] {
        let uses = try await read(GrantStatements.lastUses(.user(user))).map { (try $0.app(0), try $0.optional(1, $0.timestamp)) }
        return Dictionary(uniqueKeysWithValues: uses).compactMapValues { $0 }
    }
}
