import Synchronization

/// A clock that stands still: whoever sleeps by it sleeps until a test wakes it, or until cancelled.
final class HeldClock: Clock {
    struct Instant: InstantProtocol {
        let offset: Duration

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct State {
        var sleepers: [UInt64: (length: Duration, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var lastID: UInt64 = 0
    }

    private let state = Mutex(State())

    let now = Instant(offset: .zero)
    let minimumResolution: Duration = .nanoseconds(1)

    /// Waits until somebody sleeps that long.
    func sleeper(of length: Duration) async {
        while state.withLock({ state in !state.sleepers.values.contains { $0.length == length } }) { await Task.yield() }
    }

    /// Wakes the first who sleeps that long, and waits for it to fall asleep if need be.
    func wake(_ length: Duration) async {
        await sleeper(of: length)
        let first = state.withLock { state in
            state.sleepers.filter { $0.value.length == length }.min { $0.key < $1.key }.flatMap {
                state.sleepers.removeValue(forKey: $0.key)
            }
        }
        first?.continuation.resume()
    }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                state.withLock { $0.sleepers[id] = (deadline.offset, continuation) }
                if Task.isCancelled { cancel(id) }
            }
        } onCancel: {
            cancel(id)
        }
    }

    private func cancel(_ id: UInt64) {
        state.withLock { $0.sleepers.removeValue(forKey: id) }?.continuation.resume(throwing: CancellationError())
    }
}
