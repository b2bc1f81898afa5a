/// The bounds of the delivery of callbacks.
package struct CallbackLimits: Sendable {
    /// Attempts of one app under way at a time.
    package var attemptsPerApp = 8
    /// Attempts under way at a time.
    package var attempts = 64
    /// How long attempts that are under way may go on when the process is asked to stop, in seconds. The whole process has ten.
    package var shutdownGrace: Int64 = 5
    /// How long nothing is tried after the store has failed, in seconds.
    package var pauseAfterStoreError: Int64 = 1

    package init() {}
}
