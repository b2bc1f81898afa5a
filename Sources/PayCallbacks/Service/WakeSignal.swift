import Synchronization

/// One bit that wakes one waiter. Signals that come while nobody waits become one, and none is lost.
final class WakeSignal: Sendable {
    private enum State {
        case quiet
        case signalled
        case waiting(CheckedContinuation<Void, Never>)
    }

    private let state = Mutex(State.quiet)

    /// Wakes the waiter, or the next one. Costs an uncontended lock when a signal is there already.
    func signal() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard case .waiting(let waiter) = state else {
                state = .signalled
                return nil
            }
            state = .quiet
            return waiter
        }
        waiter?.resume()
    }

    /// Takes a signal that is there already.
    func take() -> Bool {
        state.withLock { state in
            guard case .signalled = state else { return false }
            state = .quiet
            return true
        }
    }

    /// Returns at the next signal, at once if there was one since the last wait, and when the task is cancelled. One waiter at a time.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mustWait = state.withLock { state in
                    if case .waiting = state { preconditionFailure("a wake signal has one waiter") }
                    // A task that is cancelled from here on finds the continuation, since cancelling takes the lock too.
                    if case .quiet = state, !Task.isCancelled {
                        state = .waiting(continuation)
                        return true
                    }
                    state = .quiet
                    return false
                }
                if !mustWait { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
                guard case .waiting(let waiter) = state else { return nil }
                state = .quiet
                return waiter
            }
            waiter?.resume()
        }
    }
}
