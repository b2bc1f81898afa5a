import PayDomain

/// Carries a signed callback to its receiver, once.
package protocol Deliverer: Sendable {
    /// Makes one attempt and waits until it has ended. It always ends, within a time that the deliverer bounds.
    ///
    /// - Parameter url: the app's callback URL, as it is set at this moment. It is checked again here.
    /// - Returns: how it ended. A URL or an address that callbacks must not go to is a failed attempt too.
    /// - Throws: only when the attempt was called off; then nothing is known of its ending, and it does not count.
    func deliver(_ message: CallbackMessage, to url: String) async throws(CancellationError) -> CallbackExchange

    /// Says that receivers at these URLs were failing before the process began, so that nobody else is to wait for what they need.
    func distrust(_ urls: [String])

    /// Closes connections. No call may follow.
    func shutdown() async
}
