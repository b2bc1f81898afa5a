import Synchronization

/// A clock for pauses: everybody who sleeps by it hands out a nap, and sleeps until a test ends that.
package final class FakeSteadyClock: Clock {
    package struct Instant: InstantProtocol {
        package let offset: Duration

        package func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        package func duration(to other: Instant) -> Duration { other.offset - offset }
        package static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    package struct Nap: Sendable {
        package let length: Duration
        /// Moves the clock on to the nap's end and wakes the sleeper.
        package let end: @Sendable () -> Void
    }

    private let time = Mutex(Duration.zero)
    private let handedOut: AsyncStream<Nap>
    private let handOut: AsyncStream<Nap>.Continuation

    package init() { (handedOut, handOut) = AsyncStream.makeStream() }

    package var now: Instant { Instant(offset: time.withLock { $0 }) }
    package var minimumResolution: Duration { .nanoseconds(1) }

    package func advance(by duration: Duration) { time.withLock { $0 += duration } }

    /// Waits for the next nap that somebody begins. One waiter at a time.
    package func nextNap() async throws -> Nap {
        for await nap in handedOut { return nap }
        throw CancellationError()
    }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let (waking, wake) = AsyncStream<Never>.makeStream()
        let length = now.duration(to: deadline)
        handOut.yield(
            Nap(length: length) {
                self.advance(by: length)
                wake.finish()
            }
        )
        for await _ in waking {}
        try Task.checkCancellation()
    }
}
