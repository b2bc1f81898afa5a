import PayCore
import PayDomain

extension PostgresStore {
    package func countSignInTry(_ counts: [SignInCount], now: Timestamp, windowEnd end: Timestamp) async throws -> SignInTryAnswer {
        // Each transaction comes to the rows in one order, so that no two wait for each other.
        let counts = counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        let calls = counts.map { SignInTryStatements.count(.bytes($0.key), .timestamp(now), .integer($0.limit), .timestamp(end)) }
        let ends = counts.map { SignInTryStatements.end(.bytes($0.key)) }
        do {
            return try await write { transaction in
                let rows = try await transaction.run(calls + ends)
                for (index, count) in counts.enumerated() where rows[index].isEmpty {
                    let end = try rows[counts.count + index].first?.timestamp(0) ?? end
                    // Undoes what was counted under the other key.
                    throw Refusal(answer: .refused(key: count.key, until: end))
                }
                try await transaction.commit(after: [
                    SignInTryStatements.forgetExpired(.timestamp(now), .int64(SignInTryStatements.forgottenAtOnce))
                ])
                return .counted
            }
        } catch let refusal as Refusal {
            return refusal.answer
        }
    }
}

private struct Refusal: Error {
    let answer: SignInTryAnswer
}

/// Tries to sign in.
enum SignInTryStatements {
    /// The most windows that one try forgets. It begins two at most.
    static let forgottenAtOnce: Int64 = 10

    /// Returns nothing if there were as many tries as may be. A window that is over begins anew.
    static let count = PostgresStatement(
        "count_sign_in_try",
        """
        INSERT INTO sign_in_try AS counted (key, tries, expire_time) VALUES ($1, 1, $4)
        ON CONFLICT (key) DO UPDATE SET
            tries = CASE WHEN counted.expire_time > $2 THEN counted.tries ELSE 0 END + 1,
            expire_time = CASE WHEN counted.expire_time > $2 THEN counted.expire_time ELSE $4 END
        WHERE counted.expire_time <= $2 OR counted.tries < $3
        RETURNING tries
        """, .bytes, .int64, .int64, .int64)

    static let end = PostgresStatement("end_of_sign_in_tries", "SELECT expire_time FROM sign_in_try WHERE key = $1", .bytes)

    static let forgetExpired = PostgresStatement(
        "forget_sign_in_tries",
        """
        DELETE FROM sign_in_try WHERE key IN
            (SELECT key FROM sign_in_try WHERE expire_time <= $1 ORDER BY expire_time LIMIT $2 FOR UPDATE SKIP LOCKED)
        """, .int64, .int64)

    /// Forgets the tries of a name, if the session has begun for which its password was right.
    static let forget = PostgresStatement(
        "forget_tries_of_name",
        "DELETE FROM sign_in_try WHERE key = $1 AND EXISTS (SELECT 1 FROM session WHERE session.id_hash = $2)", .bytes, .bytes)

    static let all = [count, end, forgetExpired, forget]
}
