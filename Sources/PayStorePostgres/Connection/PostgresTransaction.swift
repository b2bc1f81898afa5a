import Synchronization

/// A transaction while it is open. BEGIN travels with the first statements, so that it costs no round trip of its own.
package final class PostgresTransaction: Sendable {
    private enum Phase {
        case fresh
        case open
        /// COMMIT has been sent, or ROLLBACK, or the body has returned.
        case over
    }

    private let connection: PostgresConnection
    private let isolation: PostgresIsolation
    private let phase = Mutex(Phase.fresh)

    init(_ connection: PostgresConnection, _ isolation: PostgresIsolation) {
        self.connection = connection
        self.isolation = isolation
    }

    /// Runs statements in their order, all in one round trip.
    ///
    /// - Returns: what each of them has returned.
    /// - Throws: ``PostgresError/failed(_:)`` for the first that the server refuses; nothing but a rollback is possible then.
    ///   ``PostgresError/connectionLost(reason:)``, ``PostgresError/misused(_:)``.
    package func run(_ calls: [PostgresCall]) async throws -> [PostgresRows] {
        guard try goOn(to: .open) == .fresh else { return try await connection.run(calls) }
        return try await Array(connection.run([TransactionStatements.begin(isolation)()] + calls).dropFirst())
    }

    /// Runs the last statements of the transaction and commits, all in one round trip. When this returns, the transaction is durable.
    ///
    /// - Throws: as ``run(_:)``, and ``PostgresError/commitUnknown(reason:)``, ``PostgresError/rolledBack``.
    @discardableResult
    package func commit(after calls: [PostgresCall] = []) async throws -> [PostgresRows] {
        guard try goOn(to: .over) == .fresh else { return try await connection.runAndCommit(calls) }
        return try await Array(connection.runAndCommit([TransactionStatements.begin(isolation)()] + calls).dropFirst())
    }

    /// Commits what the body has left open, and lets nobody use the transaction any more.
    func finish() async throws {
        if phase.withLock({ $0 }) == .open { try await commit() }
        phase.withLock { $0 = .over }
    }

    /// Undoes what is still open, so that the connection can be used again. If that fails the connection is thrown away, and the server
    /// undoes it.
    func abandon() async {
        phase.withLock { $0 = .over }
        guard await connection.mustRollBack else { return }
        do {
            _ = try await connection.run([TransactionStatements.rollback()])
        } catch {
            await connection.close()
        }
    }

    /// - Returns: the phase so far.
    private func goOn(to next: Phase) throws(PostgresError) -> Phase {
        let before = phase.withLock { phase in
            defer { if phase != .over { phase = next } }
            return phase
        }
        guard before != .over else { throw .misused("a transaction was used after its end") }
        return before
    }
}
