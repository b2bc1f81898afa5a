import Synchronization

/// A clock for pauses: everybody who sleeps by it hands out a nap, and sleeps until a test ends that.
final class FakeSteadyClock: Clock {
    struct Instant: InstantProtocol {
        let offset: Duration

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    struct Nap: Sendable {
        let length: Duration
        /// Moves the clock on to the nap's end and wakes the sleeper.
        let end: @Sendable () -> Void
    }

    private let time = Mutex(Duration.zero)
    private let handedOut: AsyncStream<Nap>
    private let handOut: AsyncStream<Nap>.Continuation

    init() { (handedOut, handOut) = AsyncStream.makeStream() }

    var now: Instant { Instant(offset: time.withLock { $0 }) }
    var minimumResolution: Duration { .nanoseconds(1) }

    func advance(by duration: Duration) { time.withLock { $0 += duration } }

    /// Waits for the next nap that somebody begins. One waiter at a time.
    func nextNap() async throws -> Nap {
        for await nap in handedOut { return nap }
        throw CancellationError()
    }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
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
