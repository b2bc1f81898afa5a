import PayCore

/// The life of one callback under one schedule, as a value: it is told when an attempt was made and how it ended, and says what follows.
/// It reads no clock and does no I/O.
///
///     due ──answered 200──▶ delivered
///      │ ▲
///      │ └─anything else, within 36 hours── due, 10 minutes later
///      └───anything else, at the end──────▶ exhausted
///
/// A redo begins a new schedule, and so a new machine.
package struct DeliveryMachine: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        /// To be attempted at the time given, or at once if there is none.
        case due(Timestamp?)
        /// Final: the receiver has answered 200.
        case delivered
        /// Final: 36 hours have passed without success.
        case exhausted
    }

    package private(set) var state: State
    /// `nil` before the first attempt.
    package private(set) var firstAttemptTime: Timestamp?

    /// A callback of which nothing was attempted yet, or which waits for its next attempt.
    package init(firstAttemptTime: Timestamp? = nil) {
        self.firstAttemptTime = firstAttemptTime
        state = .due(nil)
    }

    /// Takes note of an attempt. Only a due callback is attempted.
    package mutating func attempted(at time: Timestamp, isDelivered: Bool) {
        guard case .due = state else { preconditionFailure("only a due callback is attempted") }
        let first = firstAttemptTime ?? time
        firstAttemptTime = first
        if isDelivered {
            state = .delivered
        } else if let next = DeliverySchedule.nextAttempt(after: time, firstAttemptTime: first) {
            state = .due(next)
        } else {
            state = .exhausted
        }
    }

    /// When it is to be attempted again, if it is.
    package var dueTime: Timestamp? { if case .due(let time) = state { time } else { nil } }
}
