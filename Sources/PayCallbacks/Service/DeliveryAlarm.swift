import PayCore
import PayDomain

/// What the deciding task waits for: a signal, a time of the platform's clock, or a sweep.
struct DeliveryAlarm: Sendable {
    private let signal = WakeSignal()
    private let clock: any PlatformClock
    private let sweep: Duration

    /// - Parameter sweep: the longest wait, by a clock that does not jump.
    init(clock: any PlatformClock, sweep: Duration) {
        self.clock = clock
        self.sweep = sweep
    }

    /// Ends the present wait, or the next one.
    func ring() { signal.signal() }

    /// Returns when it is rung, at `time`, and after the sweep's time; at once when the task is cancelled.
    ///
    /// - Returns: whether a sweep is due.
    func wait(until time: Timestamp?) async -> Bool {
        guard !signal.take() else { return false }
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await signal.wait()
                return false
            }
            group.addTask { await Self.isOver { try await Task.sleep(for: sweep) } }
            if let time {
                group.addTask {
                    _ = await Self.isOver { try await clock.sleep(until: time) }
                    return false
                }
            }
            let isSweepDue = await group.next() ?? false
            group.cancelAll()
            return isSweepDue
        }
    }

    /// Waits out `pause`, whatever rings meanwhile, unless the task is cancelled.
    static func breathe(_ pause: Duration) async {
        guard pause > .zero else { return }
        _ = await isOver { try await Task.sleep(for: pause) }
    }

    /// - Returns: `false` if the sleep was called off.
    private static func isOver(_ sleep: () async throws -> Void) async -> Bool {
        do {
            try await sleep()
            return true
        } catch {
            return false
        }
    }
}
