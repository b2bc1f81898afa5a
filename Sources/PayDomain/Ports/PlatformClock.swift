import PayCore

/// The platform's time. Everything asks it and nothing asks the machine, so that the sandbox can move it.
package protocol PlatformClock: Sendable {
    func now() -> Timestamp

    /// Returns at `deadline` or, if the clock jumps, as soon as it is past.
    ///
    /// - Throws: `CancellationError`.
    func sleep(until deadline: Timestamp) async throws
}
