import PayStorePostgres
import TestSupport

extension PostgresServer {
    /// The standard settings for this server, changed. Limits that a test does not wait for are long, for a machine that is busy.
    func settings(_ change: (inout PostgresSettings) -> Void = { _ in }) -> PostgresSettings {
        var settings = PostgresSettings(address: address())
        settings.patient()
        change(&settings)
        return settings
    }

    /// A pool on this server, closed after `body`.
    func withPool<Value: Sendable>(
        _ settings: PostgresSettings? = nil, _ surroundings: PostgresSurroundings = PostgresSurroundings(),
        _ body: @Sendable (PostgresPool) async throws -> Value
    ) async throws -> Value {
        let pool = try await PostgresPool(settings ?? self.settings(), surroundings)
        do {
            let value = try await body(pool)
            await pool.close()
            return value
        } catch {
            await pool.close()
            throw error
        }
    }
}

extension PostgresSettings {
    /// Sets the limits that no test waits for.
    mutating func patient() {
        waitMax = .seconds(120)
        connectMax = .seconds(120)
        statementMax = .seconds(120)
        lockMax = .seconds(120)
        idleInTransactionMax = .seconds(120)
        answerMax = .seconds(240)
    }
}
