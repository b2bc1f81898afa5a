import PayCore
import PayLedger

/// What became of callbacks, for those who look after them, and many of them sent again.
package protocol CallbackHistoryStore: Sendable {
    /// Callbacks of these apps in one state, at most `limit`: those that wait by when they fall due, those that were given up by the age of
    /// their order, those that were delivered by their order's age, the newest first.
    func callbacks(of apps: [AppID], in state: CallbackState, limit: Int) async throws -> [CallbackStanding]

    /// The callback of an order, or `nil` if it has none.
    func callback(of order: OrderID) async throws -> CallbackStanding?

    /// How many callbacks, or orders, a walk from `place` on would look at, in one index alone.
    func replayLength(_ replay: CallbackReplay, from place: CallbackReplayPlace) async throws -> Int

    /// Goes on from `place` over at most `limit` callbacks, and makes those that are to be sent again due at `now` with a new schedule:
    ///
    /// - from ``CallbackReplayPlace/waiting(due:order:)`` and ``CallbackReplayPlace/givenUp(order:)`` on what is not delivered,
    /// - from ``CallbackReplayPlace/orders(created:)`` on every order that has succeeded, whatever became of its callback.
    ///
    /// What is due already stays as it is. Reading holds up no write; what is found is written in one transaction.
    ///
    /// - Parameter isDryRun: only counts.
    func replayCallbacks(
        _ replay: CallbackReplay, from place: CallbackReplayPlace, now: Timestamp, limit: Int, isDryRun: Bool
    ) async throws -> CallbackReplayPage

    /// Deletes at most `limit` attempts of the app that were made before `time`, the oldest first. What became of their callbacks stays.
    ///
    /// - Returns: how many.
    func forgetCallbackAttempts(of app: AppID, before time: Timestamp, limit: Int) async throws -> Int
}
