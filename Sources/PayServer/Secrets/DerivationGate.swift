import Dispatch
import PayDomain
import Synchronization

/// Runs slow work on threads of its own, a few at a time, and lets a bounded number of callers wait. Neither the cooperative pool nor an
/// event loop ever runs a derivation. Known callers wait in a queue of their own and go first.
package final class DerivationGate: Sendable {
    private struct State {
        var running = 0
        var waiting: [PasswordCaller: [CheckedContinuation<Void, Never>]] = [:]

        /// The one to go next: of the known callers, or else of the guests, the one who has waited longest.
        mutating func next() -> CheckedContinuation<Void, Never>? {
            for caller in [PasswordCaller.known, .guest] {
                guard var queue = waiting[caller], !queue.isEmpty else { continue }
                let next = queue.removeFirst()
                waiting[caller] = queue
                return next
            }
            return nil
        }
    }

    private let maximumRunning: Int
    private let maximumWaiting: Int
    private let state = Mutex(State())
    private let threads = DispatchQueue(label: "imugi.derivations", attributes: .concurrent)

    /// - Parameters:
    ///   - maximumRunning: derivations at a time, at least 1.
    ///   - maximumWaiting: callers of each kind that may wait for one of them to end; more are refused.
    package init(maximumRunning: Int, maximumWaiting: Int) {
        self.maximumRunning = max(1, maximumRunning)
        self.maximumWaiting = maximumWaiting
    }

    /// How many callers wait now.
    package var waiting: Int { state.withLock { $0.waiting.values.reduce(0) { $0 + $1.count } } }

    /// A caller's turn.
    struct Place: Sendable {
        fileprivate let threads: DispatchQueue

        /// Runs slow work on a thread of its own.
        func run<Result: Sendable>(_ work: @Sendable @escaping () throws -> Result) async throws -> Result {
            try await withCheckedThrowingContinuation { continuation in
                threads.async { continuation.resume(with: Swift.Result(catching: work)) }
            }
        }
    }

    /// Runs `body` when the caller's turn has come. What it does beside its slow work must not take long.
    ///
    /// - Throws: ``PasswordHasherBusy`` if too many wait already; otherwise what `body` throws.
    func withPlace<Result: Sendable>(
        for caller: PasswordCaller, _ body: (Place) async throws -> Result
    ) async throws -> Result {
        try await enter(as: caller)
        defer { leave() }
        return try await body(Place(threads: threads))
    }

    private enum Entry { case admitted, refused, queued }

    private func enter(as caller: PasswordCaller) async throws {
        var isRefused = false
        await withCheckedContinuation { continuation in
            let entry = state.withLock { state -> Entry in
                if state.running < maximumRunning {
                    state.running += 1
                    return .admitted
                }
                guard state.waiting[caller, default: []].count < maximumWaiting else { return .refused }
                state.waiting[caller, default: []].append(continuation)
                return .queued
            }
            isRefused = entry == .refused
            if entry != .queued { continuation.resume() }
        }
        if isRefused { throw PasswordHasherBusy() }
    }

    /// Hands the place on.
    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            let next = state.next()
            if next == nil { state.running -= 1 }
            return next
        }
        next?.resume()
    }
}
