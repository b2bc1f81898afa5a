import PayCore
import PayDomain

extension PostgresStore {
    /// Sessions that have expired by then are deleted, more of them than a sign-in adds, so that their number stays bounded by the sign-ins
    /// of one lifetime.
    package func insert(
        _ session: Session, ifPasswordIs hash: String, replacing earlier: [UInt8]?, forgettingTries tries: [UInt8]?
    ) async throws -> Bool {
        // The user's row is locked first, as a change of the password does it, so that the two do not wait for each other.
        var calls = [SessionStatements.add(session, ifPasswordIs: hash)]
        if let earlier { calls.append(SessionStatements.deleteReplaced(.bytes(earlier), .bytes(session.idHash))) }
        if let tries { calls.append(SignInTryStatements.forget(.bytes(tries), .bytes(session.idHash))) }
        calls.append(SessionStatements.forgetExpired(.time(session.createTime), .int64(SessionStatements.forgottenAtOnce)))
        return try await write(calls)[0].affected == 1
    }

    package func session(idHash: [UInt8], now: Timestamp) async throws -> Session? {
        try await read(SessionStatements.alive(.bytes(idHash), .time(now))).first.map { try Session($0) }
    }

    package func deleteSession(idHash: [UInt8]) async throws { _ = try await write([SessionStatements.delete(.bytes(idHash))]) }

    package func noteUse(
        ofSession idHash: [UInt8], at now: Timestamp, unlessSince earlier: Timestamp, expireTime: Timestamp
    ) async throws {
        _ = try await write([SessionStatements.noteUse(.bytes(idHash), .time(now), .time(earlier), .time(expireTime))])
    }

    package func sessions(of user: UserID, now: Timestamp, limit: Int) async throws -> [Session] {
        try await read(SessionStatements.ofUser(.user(user), .time(now), .integer(limit))).map { try Session($0) }
    }

    package func deleteSessions(of user: UserID, except kept: [UInt8]) async throws {
        _ = try await write([SessionStatements.deleteOthers(.user(user), .bytes(kept))])
    }
}
