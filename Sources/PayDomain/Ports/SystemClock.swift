import PayCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

// This file is the one place that reads the machine's clocks.

/// The machine's clock.
package struct SystemClock: PlatformClock {
    package init() {}

    package func now() -> Timestamp {
        var time = timespec()
        let status = clock_gettime(CLOCK_REALTIME, &time)
        precondition(status == 0, "every system that this runs on has a real-time clock")
        return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    package func sleep(until deadline: Timestamp) async throws {
        while true {
            let (remaining, overflow) = deadline.nanoseconds.subtractingReportingOverflow(now().nanoseconds)
            guard overflow || remaining > 0 else { return }
            // The machine's clock may be set while this sleeps, so no sleep is longer than a minute.
            try await Task.sleep(for: .nanoseconds(overflow ? Self.longestSleep : min(remaining, Self.longestSleep)))
        }
    }

    /// Time that passes evenly whatever any clock is set to, for measuring and for pauses that no one's clock should shorten. It goes on
    /// while the process or the whole machine is suspended.
    package static let steady: any Clock<Duration> = ContinuousClock()

    private static let longestSleep: Int64 = 60_000_000_000
}

/// Measures how long something takes, by a clock that nobody can set. What is measured decides nothing: it is told to whoever watches.
package struct Stopwatch: Sendable {
    private let start: Int64

    /// Starts it.
    package init() { start = Self.now() }

    /// How long it runs already.
    package var nanoseconds: Int64 { Self.now() - start }

    private static func now() -> Int64 {
        var time = timespec()
        let status = clock_gettime(CLOCK_MONOTONIC, &time)
        precondition(status == 0, "every system that this runs on has a monotonic clock")
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
