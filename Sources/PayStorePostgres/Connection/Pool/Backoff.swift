/// How long to pause before repeated attempts: twice as long each time up to a limit, and of that a random part between half and all, so
/// that those who failed together do not return together.
package struct Backoff: Hashable, Sendable {
    /// The longest first pause.
    package var first: Duration
    /// The longest of all.
    package var longest: Duration

    package init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
    }

    /// - Parameter attempt: how many attempts have failed before the last one; 0 for the first pause.
    /// - Parameter random: 64 random bits.
    package func pause(_ attempt: Int, random: UInt64) -> Duration {
        // Doubling 32 times is past any limit that makes sense.
        let whole = min(longest, first * (1 << min(attempt, 32)))
        return whole / 2 + whole / 2 * Int(random >> 44) / (1 << 20)
    }
}
