/// The bounds of delivery. Times are seconds of the platform's clock unless they say otherwise.
package struct CallbackLimits: Sendable {
    /// Attempts under way of one app whose receiver answers quickly. It begins with ``firstAttempts`` and is earned answer by answer.
    package var attemptsPerApp = 32
    /// Attempts under way of an app of which nothing is known yet.
    package var firstAttempts = 2
    /// Attempts under way of one app whose receiver succeeds, and takes its time.
    package var slowAttemptsPerApp = 8
    /// Attempts under way to one host, whichever apps they are of.
    package var attemptsPerHost = 64
    /// Attempts under way that are younger than ``patience``, in all.
    package var quickAttempts = 256
    /// Attempts under way, in all, of apps whose receivers succeed and take their time.
    package var slowAttempts = 256
    /// How many attempts may be under way that hang, or of apps whose receivers have timed out last, before no more of the latter begin.
    package var timedOutAttempts = 256
    /// Attempts under way in all. Each takes a connection, and its memory.
    package var attempts = 1_024
    /// How many of those are kept for apps that have none under way and have not been slow.
    package var reservedAttempts = 128
    /// After this an attempt holds up nobody: it counts as slow, and another may begin in its stead. In nanoseconds.
    package var patience: Int64 = 500_000_000
    /// How long a claim lasts. It must be longer than any attempt takes.
    package var lease: Int64 = 60
    /// The longest that an attempt takes; one is not begun when its lease ends sooner.
    package var longestAttempt: Int64 = 20
    /// The least time between two transactions of the delivery, so that each carries the results of many attempts.
    package var turnInterval: Duration = .milliseconds(5)
    /// How long what is under way is given to end when the process stops.
    package var shutdownGrace: Int64 = 3
    /// Everything is looked at anew so often, by a clock that does not jump: the platform's may have been set back, and then what was known
    /// to be due at some time is due sooner.
    package var sweep = Duration.seconds(60)
    package var pauseAfterStoreError: Int64 = 1
    /// After this long without a success, an app that fails is told of.
    package var failingTold: Int64 = 60 * 60

    package init() {}
}
