import PayDomain

/// Carries a signed callback to its receiver, once.
package protocol Deliverer: Sendable {
    /// Makes one attempt and waits until it has ended. It always ends, within a time that the deliverer bounds.
    ///
    /// - Parameter url: the app's callback URL, as it is set at this moment. It is checked again here.
    /// - Returns: how it ended. A URL or an address that callbacks must not go to is a failed attempt too.
    /// - Throws: only when the attempt was called off; then nothing is known of its ending, and it does not count.
    func deliver(_ message: CallbackMessage, to url: String) async throws(CancellationError) -> DeliveryReport

    /// Closes connections. No call may follow.
    func shutdown() async
}

/// How one attempt went.
package struct DeliveryReport: Hashable, Sendable {
    package let ending: CallbackAttempt.Ending
    /// By a clock that never jumps.
    package let durationNanoseconds: Int64

    package init(ending: CallbackAttempt.Ending, durationNanoseconds: Int64) {
        self.ending = ending
        self.durationNanoseconds = durationNanoseconds
    }
}
