import PayCore
import PayDomain

/// A clock that moves when a test moves it.
final class FakeClock: PlatformClock {
    struct State: Sendable {
        var now: Timestamp
        /// Until when each sleeper sleeps.
        var deadlines: [Int: Timestamp] = [:]
        var lastSleeper = 0
    }

    let observed: Observed<State>
    private let slip: Int64

    /// - Parameter slip: how many seconds each look at the clock takes. If there are any, whoever sleeps moves it to the end of the sleep.
    init(_ now: Timestamp = Timestamp(seconds: 1_700_000_000), slip: Int64 = 0) {
        observed = Observed(State(now: now))
        self.slip = slip
    }

    func now() -> Timestamp {
        guard slip > 0 else { return observed.state.now }
        return observed.update { state in
            defer { state.now = state.now.advanced(bySeconds: slip) }
            return state.now
        }
    }

    func advance(bySeconds seconds: Int64) { observed.update { $0.now = $0.now.advanced(bySeconds: seconds) } }

    /// Returns when somebody sleeps until exactly `deadline`.
    func waitForSleeper(until deadline: Timestamp) async { await observed.wait { $0.deadlines.values.contains(deadline) } }

    func sleep(until deadline: Timestamp) async throws {
        let sleeper = observed.update { state in
            state.lastSleeper += 1
            state.deadlines[state.lastSleeper] = deadline
            return state.lastSleeper
        }
        if slip > 0 { observed.update { $0.now = max($0.now, deadline) } }
        await observed.wait { $0.now >= deadline }
        observed.update { $0.deadlines[sleeper] = nil }
        try Task.checkCancellation()
    }
}
