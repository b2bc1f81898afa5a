import PayDomain

/// How many attempts of one app may be under way, by what its receiver has shown: a value that is told how each attempt ended.
///
/// It begins low, grows by one with each quick success, and is cut back by whatever else comes. A receiver that times out is probed by one
/// attempt at a time, so that its backlog costs next to nothing while it is dead, and one success opens the way again.
struct AppPace: Hashable, Sendable {
    enum Condition: Hashable, Sendable {
        case quick
        /// It succeeds, and takes longer than the patience.
        case slow
        /// It has timed out last.
        case timedOut
    }

    private(set) var condition: Condition
    /// The most attempts that may be under way.
    private(set) var window: Int

    /// - Parameter isFailing: whether it is known, from before the process began, that its attempts fail.
    init(_ limits: CallbackLimits, isFailing: Bool) {
        condition = isFailing ? .timedOut : .quick
        window = isFailing ? 1 : limits.firstAttempts
    }

    mutating func ended(_ exchange: CallbackExchange, _ limits: CallbackLimits) {
        if case .failed(let failure, _) = exchange.ending, failure.isTimeout {
            condition = .timedOut
            window = 1
        } else if exchange.durationNanoseconds >= limits.patience {
            condition = .slow
            window = exchange.isDelivered ? min(window + 1, limits.slowAttemptsPerApp) : max(1, window / 2)
        } else {
            condition = .quick
            // Whoever refuses, or answers with an error, may be overloaded.
            window = exchange.isDelivered ? min(window + 1, limits.attemptsPerApp) : max(2, window / 2)
        }
    }
}
