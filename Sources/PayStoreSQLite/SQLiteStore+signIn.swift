import GRDB
import PayCore
import PayDomain

extension SQLiteStore {
    package func countSignInTry(_ counts: [SignInCount], now: Timestamp, windowEnd end: Timestamp) async throws -> SignInTryAnswer {
        try await write { db in
            let present = try PreparedStatement(db, SignInTrySQL.present)
            for count in counts {
                let spentUntil = try present.first([.bytes(count.key), .time(now), .integer(count.limit)]) { $0.time(0) }
                if let spentUntil { return (.undo, .refused(key: count.key, until: spentUntil)) }
            }
            for count in counts {
                try PreparedStatement(db, SignInTrySQL.count).run([.bytes(count.key), .time(now), .time(end)])
            }
            try PreparedStatement(db, SignInTrySQL.forgetExpired).run([.time(now), .integer(SignInTrySQL.forgottenAtOnce)])
            return (.commit, .counted)
        }
    }
}

/// Tries to sign in.
enum SignInTrySQL {
    /// The most windows that one try forgets. It begins two at most.
    static let forgottenAtOnce = 10

    /// When the window ends in which there were as many tries as may be.
    static let present = "SELECT expire_time FROM sign_in_try WHERE key = ? AND expire_time > ? AND tries >= ?"

    /// A window that is over begins anew.
    static let count = """
        INSERT INTO sign_in_try (key, tries, expire_time) VALUES (?1, 1, ?3)
        ON CONFLICT (key) DO UPDATE SET
            tries = CASE WHEN expire_time > ?2 THEN tries ELSE 0 END + 1,
            expire_time = CASE WHEN expire_time > ?2 THEN expire_time ELSE ?3 END
        """

    static let forgetExpired = """
        DELETE FROM sign_in_try WHERE key IN (SELECT key FROM sign_in_try WHERE expire_time <= ? ORDER BY expire_time LIMIT ?)
        """

    static let forget = "DELETE FROM sign_in_try WHERE key = ?"
}
