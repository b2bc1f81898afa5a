import PayCore
import PayDomain
import Synchronization

/// The sandbox's clock: the machine's, plus an offset that only grows. The offset is kept with the data, so that time does not go back at
/// a restart (protocol, section 9).
package final class SandboxClock: PlatformClock {
    private struct State {
        var offset: Int64
        var naps: [Int: Task<Void, Never>] = [:]
        var lastNap = 0
    }

    private static let metadataName = "sandbox.clock.offset_seconds"
    /// The furthest that the clock may be ahead: a hundred years, in seconds.
    package static let maximumOffset: Int64 = 100 * 366 * 86_400

    private let machine = SystemClock()
    private let state: Mutex<State>

    /// - Parameter offset: seconds ahead of the machine.
    package init(offset: Int64 = 0) { state = Mutex(State(offset: offset)) }

    /// Goes on from the offset that the store holds, if it is ahead of the present one.
    package func load(from store: any Store) async throws {
        let stored = try await store.metadata(Self.metadataName).flatMap { Int64($0) } ?? 0
        jump(to: stored)
    }

    /// Seconds ahead of the machine.
    package var offset: Int64 { state.withLock { $0.offset } }

    package func now() -> Timestamp { machine.now().advanced(bySeconds: offset) }

    /// Jumps ahead, after the new offset is stored. Whoever sleeps until a moment that is now past wakes.
    ///
    /// - Throws: code 8 unless `seconds` is 0 or more and the clock stays within ``maximumOffset``.
    package func advance(bySeconds seconds: Int64, keptIn store: any Store) async throws {
        let present = offset
        guard seconds >= 0, seconds <= Self.maximumOffset - present else {
            throw PlatformError.badParameter("seconds", "must be 0 or more, and at most a hundred years in all")
        }
        // Another node may have moved it since: then both moves count.
        jump(to: try await store.addToMetadata(Self.metadataName, seconds))
    }

    private func jump(to offset: Int64) {
        let naps = state.withLock { state in
            state.offset = max(state.offset, offset)
            defer { state.naps.removeAll() }
            return state.naps.values.map { $0 }
        }
        for nap in naps { nap.cancel() }
    }

    package func sleep(until deadline: Timestamp) async throws {
        while true {
            try Task.checkCancellation()
            guard now() < deadline else { return }
            let (id, nap) = startNap(until: deadline)
            await withTaskCancellationHandler {
                await nap.value
            } onCancel: {
                nap.cancel()
            }
            state.withLock { state in state.naps[id] = nil }
        }
    }

    /// Starts and registers the nap in one step, so that no jump can fall between the two.
    private func startNap(until deadline: Timestamp) -> (id: Int, nap: Task<Void, Never>) {
        state.withLock { state in
            let now = machine.now().advanced(bySeconds: state.offset)
            let remaining = max(0, deadline.nanoseconds - now.nanoseconds)
            // A nap ends early when it is cancelled by a jump; the loop around it looks at the time again either way.
            let nap = Task { _ = try? await Task.sleep(for: .nanoseconds(remaining)) }
            state.lastNap += 1
            state.naps[state.lastNap] = nap
            return (state.lastNap, nap)
        }
    }
}
