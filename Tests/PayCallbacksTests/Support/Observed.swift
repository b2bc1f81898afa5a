import Synchronization

/// State that tests can wait on: every change wakes those whose condition it fulfils.
final class Observed<State: Sendable>: Sendable {
    private struct Waiter {
        let condition: @Sendable (State) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct Box {
        var state: State
        var waiters: [Int: Waiter] = [:]
        var lastWaiter = 0

        mutating func takeReadyWaiters() -> [CheckedContinuation<Void, Never>] {
            let ready = waiters.filter { $0.value.condition(state) }
            for id in ready.keys { waiters[id] = nil }
            return ready.values.map(\.continuation)
        }
    }

    private let box: Mutex<Box>

    init(_ state: State) { box = Mutex(Box(state: state)) }

    var state: State { box.withLock { $0.state } }

    /// Changes the state. A change that throws is a change all the same, and wakes its waiters.
    ///
    /// Conditions are looked at in the same step, so that a state is seen even if the next change ends it.
    @discardableResult
    func update<Result: Sendable>(_ body: (inout State) throws -> Result) rethrows -> Result {
        var ready: [CheckedContinuation<Void, Never>] = []
        defer { for continuation in ready { continuation.resume() } }
        return try box.withLock { box in
            defer { ready = box.takeReadyWaiters() }
            return try body(&box.state)
        }
    }

    /// Returns as soon as the condition holds, or the task is cancelled.
    func wait(until condition: @Sendable @escaping (State) -> Bool) async {
        let id = box.withLock { box in
            box.lastWaiter += 1
            return box.lastWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mustWait = box.withLock { box in
                    if Task.isCancelled || condition(box.state) { return false }
                    box.waiters[id] = Waiter(condition: condition, continuation: continuation)
                    return true
                }
                if !mustWait { continuation.resume() }
            }
        } onCancel: {
            box.withLock { $0.waiters.removeValue(forKey: id) }?.continuation.resume()
        }
    }
}
