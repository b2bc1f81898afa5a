import PayCore

/// When a callback is tried again: every 10 minutes until 36 hours after its order's first attempt (protocol, 5.3).
///
/// The next attempt follows from the time of the last one, never from a count of attempts that should have been made. After the platform
/// was down, or its clock has jumped, what is overdue is therefore made once and not in a burst.
package enum DeliverySchedule {
    /// From one attempt to the next, in seconds.
    package static let interval: Int64 = 10 * 60
    /// From the first attempt to the last that a schedule allows, in seconds.
    package static let span: Int64 = 36 * 60 * 60
    /// How many attempts one schedule can have: one at each end of 216 intervals.
    package static let maximumAttempts = 217

    /// The least time between the last two attempts, in seconds.
    ///
    /// Every attempt begins a little after it fell due, so 216 intervals end a little after the 36 hours, and without this the attempt at
    /// their very end would never be made. When the step to the next attempt passes the end by less than half an interval, the attempt
    /// is made at the end instead.
    package static let shortestLastInterval = interval / 2

    /// When the next attempt falls due after one at `time` that did not succeed.
    ///
    /// - Parameter firstAttemptTime: the first attempt of the present schedule, which may be this one.
    /// - Returns: `nil` if the schedule is at its end. An attempt that fell due in time but was made late, after the end, is its last.
    package static func nextAttempt(after time: Timestamp, firstAttemptTime: Timestamp) -> Timestamp? {
        let end = firstAttemptTime.advanced(bySeconds: span)
        guard time.advanced(bySeconds: shortestLastInterval) <= end else { return nil }
        return min(time.advanced(bySeconds: interval), end)
    }
}
