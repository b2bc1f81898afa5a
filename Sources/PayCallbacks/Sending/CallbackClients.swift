import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import PayCore
import PayWire
import Synchronization

/// HTTP clients, each of which can connect to one address only and believes that to be one host.
///
/// A client of async-http-client looks up the host of a URL itself, and a host that was checked a moment ago may then have another
/// address (DNS rebinding). Its `dnsOverride` closes the gap: it maps the host to the address that was checked, which is dialled without a
/// lookup, while the `Host` header, the server name of TLS and the certificate's check keep the host. Since the override belongs to a
/// client and not to a request, there is a client for each pair. Before the first byte of a request, each new connection's far end is
/// compared with the address once more.
///
/// At most ``maximumClients`` are kept; past that, the one that was used the longest ago and is not in use is shut down. A client that is in
/// use stays, so that there are never more than these and one for each attempt under way.
final class CallbackClients: Sendable {
    struct Key: Hashable {
        let host: WebURL.Host
        let address: IPAddress
    }

    private struct Entry {
        let client: HTTPClient
        var users = 0
        var lastUse = 0
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var uses = 0
        var closings: [Int: Task<Void, Never>] = [:]
    }

    static let maximumClients = 512

    private let eventLoopGroup: any EventLoopGroup
    private let configuration: @Sendable () -> HTTPClient.Configuration
    private let state = Mutex(State())
    private let maximumHeadBytes: Int

    init(
        connectTimeout: TimeAmount, idleTimeout: TimeAmount, connectionsPerAddress: Int, maximumHeadBytes: Int, tls: TLSConfiguration,
        eventLoopGroup: any EventLoopGroup
    ) {
        self.eventLoopGroup = eventLoopGroup
        self.maximumHeadBytes = maximumHeadBytes
        configuration = {
            var configuration = HTTPClient.Configuration(
                tlsConfiguration: tls, redirectConfiguration: .disallow, timeout: .init(connect: connectTimeout), decompression: .disabled
            )
            configuration.httpVersion = .http1Only
            configuration.connectionPool.idleTimeout = idleTimeout
            configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connectionsPerAddress
            // The schedule tries again; within an attempt, a refused connection is an answer.
            configuration.connectionPool.retryConnectionEstablishment = false
            return configuration
        }
    }

    /// A client to make one request with, until it is handed back with ``release(_:)``.
    func acquire(_ key: Key) -> HTTPClient {
        state.withLock { state in
            state.uses += 1
            var entry = state.entries[key] ?? Entry(client: makeClient(key))
            entry.users += 1
            entry.lastUse = state.uses
            state.entries[key] = entry
            if state.entries.count > Self.maximumClients { evict(from: &state) }
            return entry.client
        }
    }

    func release(_ key: Key) {
        state.withLock { state in
            state.entries[key]?.users -= 1
            if state.entries.count > Self.maximumClients { evict(from: &state) }
        }
    }

    /// How many clients there are.
    var count: Int { state.withLock { $0.entries.count } }

    /// Shuts down every client, and with it whatever request is still under way.
    func shutdown() async {
        let closings = state.withLock { state in
            for key in state.entries.keys { close(key, in: &state) }
            return state.closings.values.map { $0 }
        }
        for closing in closings { await closing.value }
    }

    private func evict(from state: inout State) {
        let oldest = state.entries.filter { $0.value.users == 0 }.min { $0.value.lastUse < $1.value.lastUse }
        if let oldest { close(oldest.key, in: &state) }
    }

    private func close(_ key: Key, in state: inout State) {
        guard let client = state.entries.removeValue(forKey: key)?.client else { return }
        state.uses += 1
        let number = state.uses
        state.closings[number] = Task {
            do {
                try await client.shutdown()
            } catch {
                // It was shut down already, or its connections did not close in order; both leave nothing behind.
            }
            self.state.withLock { $0.closings[number] = nil }
        }
    }

    private func makeClient(_ key: Key) -> HTTPClient {
        var configuration = configuration()
        let address = key.address
        let limit = maximumHeadBytes
        // An address in the place of the host needs no lookup; overridden, one of IPv6 would be taken for a name by TLS.
        if case .name(let name) = key.host { configuration.dnsOverride[name] = address.description }
        configuration.http1_1ConnectionDebugInitializer = { channel in
            channel.eventLoop.makeCompletedFuture {
                guard channel.remoteAddress.flatMap({ IPAddress($0) }) == address else {
                    channel.close(promise: nil)
                    throw AddressNotVetted()
                }
                let pipeline = channel.pipeline.syncOperations
                let encoder = try pipeline.handler(type: HTTPRequestEncoder.self)
                let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
                let connectionGuard = ConnectionGuard(maximumBytes: limit)
                try pipeline.addHandler(connectionGuard, position: .after(encoder))
                try pipeline.addHandler(AnswerHeadWatch(connectionGuard), position: .after(decoder))
            }
        }
        return HTTPClient(eventLoopGroupProvider: .shared(eventLoopGroup), configuration: configuration)
    }
}

/// A connection leads somewhere else than to the address that was checked. Nothing was sent on it.
struct AddressNotVetted: Error {}
