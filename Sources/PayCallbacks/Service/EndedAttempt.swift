import PayCore
import PayDomain
import PayLedger

/// What the task of one attempt hands back.
struct EndedAttempt: Sendable {
    let order: OrderID
    /// `nil` if it was called off before it had an ending.
    let attempt: CallbackAttempt?
}

/// Attempts that have ended and are not recorded yet. Their lanes are still taken, which bounds how many there can be.
struct EndedAttempts {
    private(set) var orders: [OrderID] = []
    private(set) var attempts: [CallbackAttempt] = []

    mutating func add(_ ended: [EndedAttempt]) {
        orders += ended.map(\.order)
        attempts += ended.compactMap(\.attempt)
    }
}

extension CallbackAttempt {
    /// The record of an attempt to send `callback`, after which the machine says what follows.
    init(_ callback: DueCallback, time: Timestamp, url: String, report: DeliveryReport, leaving machine: DeliveryMachine) {
        var nextTime: Timestamp?
        if case .due(let time) = machine.state { nextTime = time }
        self.init(
            order: callback.order.id, app: callback.order.key.app, tradeNo: callback.order.key.tradeNo, number: callback.attempts + 1,
            schedule: callback.schedule, time: time, url: url, ending: report.ending, durationNanoseconds: report.durationNanoseconds,
            firstAttemptTime: machine.firstAttemptTime ?? time, nextTime: nextTime
        )
    }
}
