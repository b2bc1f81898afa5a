import PayCore
import PayLedger

/// The durable outbox of callbacks. A row is made in the transaction in which its order succeeds.
package protocol CallbackStore: Sendable {
    /// Callbacks of one app that are due at `now`, the longest due first.
    func dueCallbacks(of app: AppID, now: Timestamp, limit: Int) async throws -> [DueCallback]

    /// When the next callback of these apps falls due, or `nil` if none waits. It may be in the past.
    func nextCallbackDue(of apps: [AppID]) async throws -> Timestamp?

    /// Records attempts and what follows from each, all in one transaction.
    func record(_ attempts: [CallbackAttempt]) async throws

    /// Makes the order's callback due at `now` with a new schedule, whatever became of it before; makes one if there is none.
    ///
    /// - Throws: nothing but storage errors; the caller knows that the order exists.
    func redoCallback(of order: Order, now: Timestamp) async throws

    /// The attempts of an app, oldest first; of one `trade_no` if given; at most `limit`, the newest ones.
    func callbackAttempts(of app: AppID, tradeNo: TradeNo?, limit: Int) async throws -> [CallbackAttempt]
}

/// A callback that waits to be sent.
package struct DueCallback: Sendable {
    package let order: Order
    /// When the present schedule's first attempt was made, or `nil` before it.
    package let firstAttemptTime: Timestamp?
    /// How many attempts there were in all.
    package let attempts: Int
    /// Counts the redos. An attempt that began under an earlier schedule cannot end a later one.
    package let schedule: Int

    package init(order: Order, firstAttemptTime: Timestamp?, attempts: Int, schedule: Int) {
        self.order = order
        self.firstAttemptTime = firstAttemptTime
        self.attempts = attempts
        self.schedule = schedule
    }
}

/// One attempt to deliver a callback, and what follows from it.
package struct CallbackAttempt: Sendable {
    /// How the attempt ended.
    package enum Ending: Hashable, Sendable {
        /// The receiver answered with this HTTP status. Only 200 is success.
        case answered(status: Int)
        /// No answer; says why in words.
        case failed(reason: String)
    }

    package let order: OrderID
    package let app: AppID
    package let tradeNo: TradeNo
    /// From 1 on, through all schedules.
    package let number: Int
    package let schedule: Int
    package let time: Timestamp
    package let url: String
    package let ending: Ending
    package let durationNanoseconds: Int64
    package let firstAttemptTime: Timestamp
    /// When it is tried again; `nil` once delivered or after 36 hours.
    package let nextTime: Timestamp?

    package init(
        order: OrderID, app: AppID, tradeNo: TradeNo, number: Int, schedule: Int, time: Timestamp, url: String, ending: Ending,
        durationNanoseconds: Int64, firstAttemptTime: Timestamp, nextTime: Timestamp?
    ) {
        self.order = order
        self.app = app
        self.tradeNo = tradeNo
        self.number = number
        self.schedule = schedule
        self.time = time
        self.url = url
        self.ending = ending
        self.durationNanoseconds = durationNanoseconds
        self.firstAttemptTime = firstAttemptTime
        self.nextTime = nextTime
    }

    package var isDelivered: Bool { ending == .answered(status: 200) }
}
