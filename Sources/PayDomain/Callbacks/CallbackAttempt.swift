import PayCore

/// One attempt to deliver a callback, as it was recorded.
package struct CallbackAttempt: Sendable {
    package let order: OrderID
    package let app: AppID
    package let tradeNo: TradeNo
    /// From 1 on, through all schedules.
    package let number: Int
    package let schedule: Int
    package let time: Timestamp
    package let exchange: CallbackExchange
    /// The first attempt of the schedule.
    package let firstAttemptTime: Timestamp
    /// When it is tried again; `nil` once delivered, after 36 hours, and when the attempt came too late to count.
    package let nextTime: Timestamp?
    /// Whether it came too late to count: its callback was leased to another, or asked for anew, before it was recorded.
    package let isSuperseded: Bool

    package init(
        order: OrderID, app: AppID, tradeNo: TradeNo, number: Int, schedule: Int, time: Timestamp, exchange: CallbackExchange,
        firstAttemptTime: Timestamp, nextTime: Timestamp?, isSuperseded: Bool
    ) {
        self.order = order
        self.app = app
        self.tradeNo = tradeNo
        self.number = number
        self.schedule = schedule
        self.time = time
        self.exchange = exchange
        self.firstAttemptTime = firstAttemptTime
        self.nextTime = nextTime
        self.isSuperseded = isSuperseded
    }
}

/// How much waits to be delivered.
package struct CallbackBacklog: Hashable, Sendable {
    /// Callbacks that are due.
    package let due: Int
    /// Callbacks that wait for their next attempt, later than now.
    package let waiting: Int
    /// When the one that is due the longest fell due.
    package let oldestDue: Timestamp?

    package init(due: Int, waiting: Int, oldestDue: Timestamp?) {
        self.due = due
        self.waiting = waiting
        self.oldestDue = oldestDue
    }
}
