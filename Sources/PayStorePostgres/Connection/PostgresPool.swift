import DequeModule
import Synchronization

/// A bounded number of connections to one database, lent to one caller at a time.
///
/// Connections are made when they are wanted and kept. One that fails, or comes back in the middle of a transaction, is thrown away. When
/// the server is not there, callers wait until they get a connection or their time is up, while the pool tries again and again.
package final class PostgresPool: Sendable {
    let settings: PostgresSettings
    let surroundings: PostgresSurroundings
    let state: Mutex<PoolState>

    /// Makes the first connection, so that what is wrong with the address or the server shows at once.
    ///
    /// - Throws: ``PostgresError/addressUnusable``, ``PostgresError/cannotConnect(reason:)``,
    ///   ``PostgresError/settingRefused(name:found:needed:)``.
    package init(_ settings: PostgresSettings, _ surroundings: PostgresSurroundings = PostgresSurroundings()) async throws {
        self.settings = settings
        self.surroundings = surroundings
        var state = PoolState(connectionsMax: settings.connectionsMax, waitingMax: settings.waitingMax)
        state.adopt(try await PostgresConnector.connect(settings, surroundings))
        self.state = Mutex(state)
    }

    /// Runs statements in one round trip, as a transaction of their own. It is for reading: whoever writes must know about COMMIT, and
    /// uses ``withTransaction(isolation:retrying:_:)``.
    ///
    /// - Throws: ``PostgresError/failed(_:)``, ``PostgresError/connectionLost(reason:)``, and what waiting for a connection throws:
    ///   ``PostgresError/poolExhausted(waiting:)``, ``PostgresError/poolTimedOut(after:lastFailure:)``, ``PostgresError/closed``,
    ///   `CancellationError`. A statement that runs is not cancelled; the server's time-outs bound it.
    package func read(_ calls: [PostgresCall]) async throws -> [PostgresRows] {
        try await withConnection { try await $0.run(calls) }
    }

    /// Lets nobody in any more, refuses those who wait, waits until every connection has come back, and ends them all.
    package func close() async {
        let (idle, waiters, openers) = state.withLock { $0.close() }
        for waiter in waiters { waiter.resume(with: .failure(PostgresError.closed)) }
        for opener in openers { opener.cancel() }
        for connection in idle { await end(connection) }
        await withCheckedContinuation { continuation in
            if state.withLock({ !$0.append(continuation) }) { continuation.resume() }
        }
    }

    /// How many callers wait for a connection.
    package var waiting: Int { state.withLock { $0.waiters.count } }

    /// How many connections stand or are in the making.
    package var connections: Int { state.withLock { $0.connections } }

    /// Lends a connection for as long as `body` runs.
    func withConnection<Value: Sendable>(_ body: @Sendable (PostgresConnection) async throws -> Value) async throws -> Value {
        let connection = try await lease()
        do {
            let value = try await body(connection)
            await takeBack(connection)
            return value
        } catch {
            await takeBack(connection)
            throw error
        }
    }
}
