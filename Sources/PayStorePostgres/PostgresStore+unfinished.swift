import PayCore
import PayDomain
import PayLedger

// Parts that are being written. Each line goes away with the file that has the part.
extension PostgresStore {
    // CallbackStore
    package func nextCallbacks(of apps: [AppID], now: Timestamp) async throws -> [AppID: Timestamp] { fatalError() }
    package func take(_ turn: CallbackTurn) async throws -> CallbackTurn.Outcome { fatalError() }
    package func redoCallback(of order: Order, now: Timestamp) async throws { fatalError() }
    package func callbackAttempts(of app: AppID, tradeNo: TradeNo?, limit: Int) async throws -> [CallbackAttempt] { fatalError() }
    package func failingApps() async throws -> [AppID: Timestamp] { fatalError() }
    package func callbackBacklog(of apps: [AppID], now: Timestamp) async throws -> CallbackBacklog { fatalError() }
    // CallbackHistoryStore
    package func callbacks(of apps: [AppID], in state: CallbackState, limit: Int) async throws -> [CallbackStanding] { fatalError() }
    package func callback(of order: OrderID) async throws -> CallbackStanding? { fatalError() }
    package func replayLength(_ replay: CallbackReplay, from place: CallbackReplayPlace) async throws -> Int { fatalError() }
    package func replayCallbacks(_ replay: CallbackReplay, from place: CallbackReplayPlace, now: Timestamp, limit: Int, isDryRun: Bool) async throws -> CallbackReplayPage { fatalError() }
    package func forgetCallbackAttempts(of app: AppID, before time: Timestamp, limit: Int) async throws -> Int { fatalError() }
}
