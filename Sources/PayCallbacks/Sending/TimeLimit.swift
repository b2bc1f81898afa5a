import NIOCore

/// What ``withTimeLimit(_:on:operation:)`` throws when the time is over.
struct TimeLimitExceeded: Error {}

/// Runs `operation` for at most `limit`, by the event loop's clock, which does not jump.
///
/// When the time is over, or the task is cancelled, the operation is cancelled and not waited for: some operations, such as the system's
/// name lookup, cannot be interrupted.
///
/// - Throws: what `operation` throws; ``TimeLimitExceeded``; `CancellationError`.
func withTimeLimit<Value: Sendable>(
    _ limit: TimeAmount, on eventLoop: any EventLoop, operation: @Sendable @escaping () async throws -> Value
) async throws -> Value {
    // The first of the three to complete the promise decides; it ignores the others.
    let promise = eventLoop.makePromise(of: Value.self)
    let task = Task {
        do {
            promise.succeed(try await operation())
        } catch {
            promise.fail(error)
        }
    }
    let timer = eventLoop.scheduleTask(in: limit) {
        promise.fail(TimeLimitExceeded())
        task.cancel()
    }
    defer { timer.cancel() }
    return try await withTaskCancellationHandler {
        try await promise.futureResult.get()
    } onCancel: {
        promise.fail(CancellationError())
        task.cancel()
    }
}
