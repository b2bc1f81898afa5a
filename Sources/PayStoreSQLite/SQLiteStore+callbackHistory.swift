import GRDB
import PayCore
import PayDomain
import PayLedger

extension SQLiteStore {
    package func callbacks(of apps: [AppID], in state: CallbackState, limit: Int) async throws -> [CallbackStanding] {
        try await readSnapshot { db in try CallbackHistoryReader(db).callbacks(of: apps, in: state, limit: limit) }
    }

    package func callback(of order: OrderID) async throws -> CallbackStanding? {
        try await readSnapshot { db in try CallbackHistoryReader(db).callback(of: order) }
    }

    package func replayLength(_ replay: CallbackReplay, from place: CallbackReplayPlace) async throws -> Int {
        try await read { db in try CallbackReplayer(db).length(replay, from: place) }
    }

    package func replayCallbacks(
        _ replay: CallbackReplay, from place: CallbackReplayPlace, now: Timestamp, limit: Int, isDryRun: Bool
    ) async throws -> CallbackReplayPage {
        var (page, candidates) = try await read { db in try CallbackReplayer(db).find(replay, from: place, now: now, limit: limit) }
        if isDryRun || candidates.isEmpty {
            page.replayed = candidates.count
        } else {
            page.replayed = try await write { [candidates] db in try CallbackReplayer(db).makeDue(candidates, now: now) }
        }
        return page
    }

    package func forgetCallbackAttempts(of app: AppID, before time: Timestamp, limit: Int) async throws -> Int {
        try await write { db in
            let count = try PreparedStatement(
                db,
                """
                DELETE FROM callback_attempt WHERE id IN
                    (SELECT id FROM callback_attempt WHERE app_id = ? AND time < ? ORDER BY time LIMIT ?)
                """
            ).run([.app(app), .time(time), .integer(limit)])
            return (count == 0 ? .undo : .commit, count)
        }
    }
}
