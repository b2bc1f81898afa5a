import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import PayCore
import PayDomain
import PayWire

/// Sends callbacks over HTTP.
///
/// Every attempt checks the URL by the ``CallbackAddressPolicy``, looks its host up once, and goes on only if *every* address that the host
/// has is one that callbacks may go to. It then dials one of those addresses and no other; ``CallbackClients`` says how. Redirects are not
/// followed, answers are not decompressed, certificates are checked, and an answer is judged by its status line alone.
package final class CallbackSender: Deliverer {
    /// The bounds of one attempt.
    package struct Limits: Sendable {
        /// To connect, TLS included.
        package var connect = TimeAmount.seconds(3)
        /// For the whole exchange: lookup, connecting, request and answer.
        package var exchange = TimeAmount.seconds(15)
        /// For what comes after the status line, read only so that the connection can be used again; within `exchange`.
        package var rest = TimeAmount.seconds(1)
        /// What is read of an answer, head and body together.
        package var responseBytes = 64 * 1024
        /// How many of a host's addresses are tried when connections cannot be made.
        package var addresses = 3
        /// Connections to one address at a time: as many as attempts may be under way to one host.
        package var connectionsPerAddress = 64

        package init() {}
    }

    private let policy: CallbackAddressPolicy
    private let resolver: any HostResolver
    private let limits: Limits
    private let clients: CallbackClients
    private let eventLoopGroup: any EventLoopGroup

    /// - Parameters:
    ///   - resolver: belongs to the sender from now on; it is shut down with it.
    ///   - trustRoots: who may vouch for a receiver's certificate.
    package init(
        policy: CallbackAddressPolicy, resolver: any HostResolver = SystemHostResolver(), limits: Limits = Limits(),
        trustRoots: NIOSSLTrustRoots = .default, eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) {
        self.policy = policy
        self.resolver = resolver
        self.limits = limits
        self.eventLoopGroup = eventLoopGroup
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        tls.trustRoots = trustRoots
        clients = CallbackClients(
            connectTimeout: limits.connect, connectionsPerAddress: limits.connectionsPerAddress,
            maximumResponseBytes: limits.responseBytes, tls: tls, eventLoopGroup: eventLoopGroup
        )
    }

    package func deliver(_ message: CallbackMessage, to url: String) async throws(CancellationError) -> CallbackExchange {
        let start = NIODeadline.now()
        let ending: CallbackExchange.Ending
        do {
            ending = .answered(status: try await exchange(message, url, until: start + limits.exchange))
        } catch let error as CancellationError {
            throw error
        } catch {
            // A request that was called off may also end as the client's error.
            if Task.isCancelled { throw CancellationError() }
            ending = .failed(.other, reason: DeliveryFailure.words(for: error, limits: limits))
        }
        return CallbackExchange(url: url, ending: ending, durationNanoseconds: (NIODeadline.now() - start).nanoseconds)
    }

    package func shutdown() async {
        await clients.shutdown()
        await resolver.shutdown()
    }

    /// - Returns: the status of the answer.
    private func exchange(_ message: CallbackMessage, _ url: String, until deadline: NIODeadline) async throws -> Int {
        let url = try policy.check(url)
        let eventLoop = eventLoopGroup.any()
        let response = try await withTimeLimit(deadline - .now(), on: eventLoop) {
            try await self.request(message, url)
        }
        await readRest(of: response, on: eventLoop, until: deadline)
        return Int(response.status.code)
    }

    /// Tries the host's addresses one after the other, for as long as no connection comes about.
    private func request(_ message: CallbackMessage, _ url: WebURL) async throws -> HTTPClientResponse {
        let candidates = try await vettedAddresses(of: url).prefix(limits.addresses)
        var lastError: any Error = HostUnknown()
        for candidate in candidates {
            do {
                return try await request(message, url, at: candidate)
            } catch  where DeliveryFailure.isBeforeConnection(error) {
                lastError = error
            }
        }
        throw lastError
    }

    private func vettedAddresses(of url: WebURL) async throws -> [IPAddress] {
        let addresses =
            switch url.host {
            case .address(let address): [address]
            case .name(let name): try await resolver.addresses(of: name)
            }
        for found in addresses where !policy.permits(found, for: url) { throw AddressNotPermitted() }
        return addresses
    }

    private func request(
        _ message: CallbackMessage, _ url: WebURL, at candidate: IPAddress
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: url.text)
        request.method = .POST
        request.headers = HTTPHeaders(message.headers.map { ($0.name, $0.value) })
        request.body = .bytes(ByteBuffer(bytes: message.body))

        let key = CallbackClients.Key(host: url.hostText, address: candidate)
        let lease = clients.acquire(key)
        do {
            let response: HTTPClientResponse
            do {
                response = try await execute(request, lease)
            } catch  where lease.mayReuseConnection && DeliveryFailure.isClosedConnection(error) {
                // The receiver closed an idle connection while the request was on its way. That says nothing about the receiver, and the
                // next attempt would be ten minutes away.
                response = try await execute(request, lease)
            }
            clients.release(key, hasAnswered: true)
            return response
        } catch {
            clients.release(key, hasAnswered: false)
            throw error
        }
    }

    private func execute(_ request: HTTPClientRequest, _ lease: CallbackClients.Lease) async throws -> HTTPClientResponse {
        try await lease.client.execute(request, timeout: limits.exchange)
    }

    /// Reads what follows the head, so that the connection can carry the next callback, or gives the connection up. How it goes changes
    /// nothing: the status has been read.
    private func readRest(of response: HTTPClientResponse, on eventLoop: any EventLoop, until deadline: NIODeadline) async {
        let limit = min(limits.rest, deadline - .now())
        guard limit > .zero else { return }
        let maximumBytes = limits.responseBytes
        do {
            try await withTimeLimit(limit, on: eventLoop) {
                var bytes = 0
                for try await part in response.body {
                    bytes += part.readableBytes
                    if bytes > maximumBytes { break }
                }
            }
        } catch {
            // The connection is closed with the response, and that is all.
        }
    }
}

/// The host has an address that callbacks must not go to.
struct AddressNotPermitted: Error {}
