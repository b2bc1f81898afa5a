/// How often a transaction is run again that the server refused only because of others that ran at the same time.
package struct PostgresRetries: Hashable, Sendable {
    /// The most times that the transaction is run.
    package var attemptsMax: Int
    package var pauses: Backoff

    package init(attemptsMax: Int, pauses: Backoff) {
        self.attemptsMax = attemptsMax
        self.pauses = pauses
    }

    package static let standard = PostgresRetries(
        attemptsMax: 10, pauses: Backoff(first: .milliseconds(5), longest: .milliseconds(200)))
    package static let none = PostgresRetries(attemptsMax: 1, pauses: Backoff(first: .zero, longest: .zero))
}

extension PostgresPool {
    /// Runs `body` in a transaction and commits it, unless `body` has done so itself through
    /// ``PostgresTransaction/commit(after:)``; if `body` throws, everything is undone.
    ///
    /// A serialization failure (40001) and a deadlock (40P01) are retried, and nothing else is: `body` is run again from its start, on a new
    /// transaction, after a pause. So it must keep nothing from one run to the next.
    ///
    /// - Throws: what `body` throws; what waiting for a connection throws, as ``read(_:)`` tells it; of the last run what
    ///   ``PostgresTransaction/commit(after:)`` throws. After ``PostgresError/commitUnknown(reason:)`` the caller must read back what became of it.
    package func withTransaction<Value: Sendable>(
        isolation: PostgresIsolation = .readCommitted, retrying retries: PostgresRetries = .standard,
        _ body: @Sendable (PostgresTransaction) async throws -> Value
    ) async throws -> Value {
        var attempt = 0
        while true {
            do {
                return try await withConnection { connection in try await Self.run(body, on: connection, isolation) }
            } catch let error as PostgresError where error.isRetried && attempt + 1 < retries.attemptsMax {
                // Nobody waits for this connection meanwhile: it is back in the pool.
                try await surroundings.clock.sleep(for: retries.pauses.pause(attempt, random: surroundings.random()))
                attempt += 1
            }
        }
    }

    private static func run<Value: Sendable>(
        _ body: @Sendable (PostgresTransaction) async throws -> Value, on connection: PostgresConnection, _ isolation: PostgresIsolation
    ) async throws -> Value {
        let transaction = PostgresTransaction(connection, isolation)
        do {
            let value = try await body(transaction)
            try await transaction.finish()
            return value
        } catch {
            await transaction.abandon()
            throw error
        }
    }
}

extension PostgresError {
    fileprivate var isRetried: Bool { ["40001", "40P01"].contains(sqlState) }
}
