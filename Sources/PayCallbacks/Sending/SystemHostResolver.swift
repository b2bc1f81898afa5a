import NIOCore
import NIOPosix
import PayCore
import Synchronization

/// Asks the system's resolver, `getaddrinfo`, which blocks and so runs on threads of its own.
///
/// A lookup that a dead name server keeps waiting cannot be called off, so threads are set apart by what is known of a host. One whose last
/// lookup failed or was slow shares a few threads with its like. Of the others, one that is known to be found has threads left to it that no
/// unknown host gets. So, however many names are dead, hosts that were found before are found without waiting.
///
/// Lookups of one host at the same time are one lookup. What it finds is kept for half a minute; addresses are checked whenever they are
/// dialled. Everything is bounded: threads, lookups that wait for one, hosts that are remembered.
package final class SystemHostResolver: HostResolver {
    /// What decides on which threads a host is looked up.
    enum Standing: CaseIterable, Sendable {
        case found
        case unknown
        /// The last lookup failed, or took longer than ``Limits/slow``.
        case slow

        var threads: Int {
            switch self {
            case .found: 16
            case .unknown: 48
            case .slow: 8
            }
        }
    }

    struct Limits: Sendable {
        /// A lookup that takes longer is a slow one.
        var slow = TimeAmount.seconds(1)
        var keeping = TimeAmount.seconds(30)
        /// Lookups that wait for a thread or have one.
        var lookups = 8_192
        var rememberedHosts = 16_384
    }

    private struct Lookup {
        var waiters: [Int: CheckedContinuation<[IPAddress], any Error>] = [:]
    }

    private struct Host {
        var standing: Standing
        var addresses: [IPAddress]
        var keptUntil: NIODeadline
        /// Hosts are forgotten in this order.
        var use: Int
    }

    private struct State {
        var lookups: [String: Lookup] = [:]
        var hosts: [String: Host] = [:]
        var lastNumber = 0
        var isShutDown = false

        mutating func nextNumber() -> Int {
            lastNumber += 1
            return lastNumber
        }
    }

    private let pools = Dictionary(uniqueKeysWithValues: Standing.allCases.map { ($0, NIOThreadPool(numberOfThreads: $0.threads)) })
    private let limits: Limits
    private let now: @Sendable () -> NIODeadline
    private let blockingLookUp: @Sendable (String) throws -> [IPAddress]
    private let state = Mutex(State())

    package convenience init() { self.init { try SystemHostResolver.lookUp($0) } }

    /// - Parameter lookUp: asks for a host's addresses, and may block as long as it likes.
    init(
        limits: Limits = Limits(), now: @Sendable @escaping () -> NIODeadline = { .now() },
        lookUp: @Sendable @escaping (String) throws -> [IPAddress]
    ) {
        self.limits = limits
        self.now = now
        blockingLookUp = lookUp
    }

    /// - Throws: ``HostUnknown``, also when there are too many lookups at once; `CancellationError`.
    package func addresses(of host: String) async throws -> [IPAddress] {
        let number = state.withLock { $0.nextNumber() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in begin(host, number, continuation) }
        } onCancel: {
            state.withLock { $0.lookups[host]?.waiters.removeValue(forKey: number) }?.resume(throwing: CancellationError())
        }
    }

    /// They are looked up on the few threads of those that failed, until a lookup shows otherwise.
    package func distrust(_ hosts: [String]) {
        state.withLock { state in
            for host in hosts where state.hosts[host] == nil { remember(host, .failure(HostUnknown()), .zero, in: &state) }
        }
    }

    /// Does not wait for lookups that are under way: nothing can call them off, and a dead name server would hold up the process's end.
    package func shutdown() async {
        state.withLock { $0.isShutDown = true }
        for pool in pools.values {
            pool.shutdownGracefully { error in
                if let error { preconditionFailure("a thread pool of one's own can be shut down: \(error)") }
            }
        }
    }

    /// How many lookups wait for a thread or have one.
    var lookups: Int { state.withLock { $0.lookups.count } }

    private enum Beginning {
        case known([IPAddress])
        case refused(any Error)
        case joined
        case lookUp(on: NIOThreadPool)
    }

    private func begin(_ host: String, _ number: Int, _ continuation: CheckedContinuation<[IPAddress], any Error>) {
        let beginning: Beginning = state.withLock { state in
            // A task that was cancelled before it came here has had its handler run, which found nothing.
            if Task.isCancelled { return .refused(CancellationError()) }
            if state.isShutDown { return .refused(HostUnknown()) }
            let known = state.hosts[host]
            if let known, now() < known.keptUntil { return .known(known.addresses) }
            if state.lookups[host] != nil {
                state.lookups[host]?.waiters[number] = continuation
                return .joined
            }
            guard state.lookups.count < limits.lookups else { return .refused(HostUnknown()) }
            state.lookups[host] = Lookup(waiters: [number: continuation])
            // The threads start with the first lookup, since a platform whose apps name no host needs none.
            let pool = pool(of: known?.standing ?? .unknown)
            pool.start()
            return .lookUp(on: pool)
        }
        switch beginning {
        case .known(let addresses): continuation.resume(returning: addresses)
        case .refused(let error): continuation.resume(throwing: error)
        case .joined: break
        case .lookUp(let pool): submit(host, to: pool)
        }
    }

    private func pool(of standing: Standing) -> NIOThreadPool {
        guard let pool = pools[standing] else { preconditionFailure("there is a pool for each standing") }
        return pool
    }

    private func submit(_ host: String, to pool: NIOThreadPool) {
        pool.submit { poolState in
            guard case .active = poolState else {
                self.finish(host, .failure(HostUnknown()), took: nil)
                return
            }
            guard self.isWaitedFor(host) else { return }
            let start = self.now()
            let result = Result { try self.blockingLookUp(host) }
            self.finish(host, result, took: self.now() - start)
        }
    }

    /// Whether anybody still wants to know when a thread becomes free at last. If nobody does, the lookup is none any more.
    private func isWaitedFor(_ host: String) -> Bool {
        state.withLock { state in
            guard state.lookups[host]?.waiters.isEmpty == true else { return true }
            state.lookups[host] = nil
            return false
        }
    }

    /// - Parameter took: `nil` if there was no lookup.
    private func finish(_ host: String, _ result: Result<[IPAddress], any Error>, took duration: TimeAmount?) {
        let waiters = state.withLock { state in
            if let duration { remember(host, result, duration, in: &state) }
            return state.lookups.removeValue(forKey: host)?.waiters
        }
        for waiter in waiters?.values.map({ $0 }) ?? [] { waiter.resume(with: result) }
    }

    private func remember(_ host: String, _ result: Result<[IPAddress], any Error>, _ duration: TimeAmount, in state: inout State) {
        let addresses = (try? result.get()) ?? []
        let isSlow = addresses.isEmpty || duration > limits.slow
        state.hosts[host] = Host(
            standing: isSlow ? .slow : .found, addresses: addresses, keptUntil: addresses.isEmpty ? now() : now() + limits.keeping,
            use: state.nextNumber()
        )
        guard state.hosts.count > limits.rememberedHosts else { return }
        // Half of them at a time, so that sorting is rare.
        for forgotten in state.hosts.sorted(by: { $0.value.use < $1.value.use }).prefix(limits.rememberedHosts / 2) {
            state.hosts[forgotten.key] = nil
        }
    }
}
