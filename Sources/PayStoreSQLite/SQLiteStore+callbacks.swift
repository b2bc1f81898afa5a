import GRDB
import PayCore
import PayDomain
import PayLedger

extension SQLiteStore {
    package func nextCallbacks(of apps: [AppID], now: Timestamp) async throws -> [AppID: Timestamp] {
        try await read { db in try CallbackReader(db).next(of: apps, now: now) }
    }

    package func take(_ turn: CallbackTurn) async throws -> CallbackTurn.Outcome {
        guard !turn.isEmpty else { return CallbackTurn.Outcome() }
        return try await write { db in try CallbackWriter(db).take(turn) }
    }

    package func redoCallback(of order: Order, now: Timestamp) async throws {
        try await write { db in try CallbackWriter(db).redo(order, now: now) }
    }

    package func callbackAttempts(of app: AppID, tradeNo: TradeNo?, limit: Int) async throws -> [CallbackAttempt] {
        try await read { db in try CallbackReader(db).attempts(of: app, tradeNo: tradeNo, limit: limit) }
    }

    package func failingApps() async throws -> [AppID: Timestamp] {
        try await read { db in
            let rows = try PreparedStatement(db, "SELECT app_id, since FROM failing_app").all { row in (try row.app(0), row.time(1)) }
            return Dictionary(uniqueKeysWithValues: rows)
        }
    }

    package func callbackBacklog(of apps: [AppID], now: Timestamp) async throws -> CallbackBacklog {
        try await read { db in try CallbackReader(db).backlog(of: apps, now: now) }
    }
}
