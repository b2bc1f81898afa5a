import PayCore
import PayLedger

/// The durable outbox of callbacks. A row is made in the transaction in which its order succeeds.
package protocol CallbackStore: Sendable {
    /// When the next callback of each of these apps can be claimed; it may be in the past. Apps of which none waits are left out.
    ///
    /// What lies further ahead of `now` than ``CallbackTurn/reach`` can be claimed now.
    func nextCallbacks(of apps: [AppID], now: Timestamp) async throws -> [AppID: Timestamp]

    /// Records results, gives back leases and claims what is due, in this order and all in one transaction.
    ///
    /// A result counts only under its callback's present lease and schedule; otherwise the attempt is kept and changes nothing else. What
    /// is claimed nobody else can claim before its lease has ended, was given back, or its result was recorded.
    func take(_ turn: CallbackTurn) async throws -> CallbackTurn.Outcome

    /// Makes the order's callback due at `now` with a new schedule, whatever became of it before; makes one if there is none. An attempt
    /// that is under way is waited for.
    ///
    /// - Throws: nothing but storage errors; the caller knows that the order exists.
    func redoCallback(of order: Order, now: Timestamp) async throws

    /// The attempts of an app, oldest first; of one `trade_no` if given; at most `limit`, the newest ones.
    func callbackAttempts(of app: AppID, tradeNo: TradeNo?, limit: Int) async throws -> [CallbackAttempt]

    /// The apps of which no attempt has succeeded since one failed, each with the time of that first failure.
    func failingApps() async throws -> [AppID: Timestamp]

    /// How much waits of these apps together. It reads all of the index of what waits of them, so it is for whoever watches, not for whoever
    /// delivers.
    func callbackBacklog(of apps: [AppID], now: Timestamp) async throws -> CallbackBacklog
}
