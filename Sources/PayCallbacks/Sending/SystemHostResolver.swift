import NIOCore
import NIOPosix
import PayCore
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Asks the system's resolver, `getaddrinfo`, which blocks and so runs on threads of its own.
///
/// Lookups of one host at the same time are one lookup: a host whose name server is dead keeps one thread busy and not all.
package final class SystemHostResolver: HostResolver {
    private struct State {
        var lookups: [String: EventLoopFuture<[IPAddress]>] = [:]
        var isShutDown = false
    }

    /// As many as callbacks can be under way, so that dead name servers keep no other host waiting.
    private static let threads = 64

    private let pool = NIOThreadPool(numberOfThreads: SystemHostResolver.threads)
    private let eventLoop: any EventLoop
    private let blockingLookUp: @Sendable (String) throws -> [IPAddress]
    private let state = Mutex(State())

    package convenience init(eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton) {
        self.init(eventLoopGroup: eventLoopGroup) { try SystemHostResolver.lookUp($0) }
    }

    /// - Parameter lookUp: asks for a host's addresses, and may block as long as it likes.
    init(eventLoopGroup: any EventLoopGroup, lookUp: @Sendable @escaping (String) throws -> [IPAddress]) {
        eventLoop = eventLoopGroup.any()
        blockingLookUp = lookUp
    }

    package func addresses(of host: String) async throws -> [IPAddress] {
        let lookup = state.withLock { state -> EventLoopFuture<[IPAddress]>? in
            if let lookup = state.lookups[host] { return lookup }
            guard !state.isShutDown else { return nil }
            // The threads start with the first lookup, since a platform whose apps name no host needs none.
            pool.start()
            let lookup = pool.runIfActive(eventLoop: eventLoop) { [blockingLookUp] in try blockingLookUp(host) }
            state.lookups[host] = lookup
            return lookup
        }
        guard let lookup else { throw HostUnknown() }
        lookup.whenComplete { [self] _ in
            state.withLock { state in
                if state.lookups[host] === lookup { state.lookups[host] = nil }
            }
        }
        return try await lookup.get()
    }

    /// Does not wait for lookups that are under way: nothing can call them off, and a dead name server would hold up the process's end.
    package func shutdown() async {
        state.withLock { $0.isShutDown = true }
        pool.shutdownGracefully { error in
            if let error { preconditionFailure("a thread pool of one's own can be shut down: \(error)") }
        }
    }

    private static func lookUp(_ host: String) throws -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = stream
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &first) == 0 else { throw HostUnknown() }
        defer { freeaddrinfo(first) }

        var addresses: [IPAddress] = []
        var next = first
        while let entry = next {
            if let address = address(of: entry.pointee), !addresses.contains(address) { addresses.append(address) }
            next = entry.pointee.ai_next
        }
        guard !addresses.isEmpty else { throw HostUnknown() }
        return addresses
    }

    private static func address(of entry: addrinfo) -> IPAddress? {
        guard let pointer = entry.ai_addr else { return nil }
        switch entry.ai_family {
        case AF_INET:
            return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { IPAddress(SocketAddress($0.pointee)) }
        case AF_INET6:
            return pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { IPAddress(SocketAddress($0.pointee)) }
        default:
            return nil
        }
    }

    #if canImport(Glibc)
    private static let stream = Int32(SOCK_STREAM.rawValue)
    #else
    private static let stream = SOCK_STREAM
    #endif
}
