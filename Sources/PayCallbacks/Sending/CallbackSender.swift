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
/// followed, answers are not decompressed, certificates are checked, and an answer is judged by its status once its header block is whole:
/// a body that is cut off, too large or slow changes nothing.
///
/// An attempt is one request. There is a second only if no connection came about for the first, or it was sent on a connection that had been
/// kept open and ended before one byte of an answer.
package final class CallbackSender: Deliverer {
    /// The bounds of one attempt.
    package struct Limits: Sendable {
        /// To connect, TLS included.
        package var connect = TimeAmount.seconds(3)
        /// For the whole exchange: lookup, connecting, request and answer.
        package var exchange = TimeAmount.seconds(15)
        /// For what comes after the header block; within `exchange`.
        package var rest = TimeAmount.seconds(1)
        /// What is read of an answer until its header block ends, and again of its body.
        package var responseBytes = 64 * 1024
        /// How long a connection is kept for the next callback: shorter than the time after which common servers close it.
        package var idle = TimeAmount.seconds(4)
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
    ///   - trustRoots: who may vouch for a receiver's certificate; if nothing is said, whom the system knows.
    package init(
        policy: CallbackAddressPolicy, resolver: any HostResolver = SystemHostResolver(), limits: Limits = Limits(),
        trustRoots: NIOSSLTrustRoots? = nil, eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) {
        self.policy = policy
        self.resolver = resolver
        self.limits = limits
        self.eventLoopGroup = eventLoopGroup
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        tls.trustRoots = trustRoots ?? SystemTrustRoots.shared
        clients = CallbackClients(
            connectTimeout: limits.connect, idleTimeout: limits.idle, connectionsPerAddress: limits.connectionsPerAddress,
            maximumHeadBytes: limits.responseBytes, tls: tls, eventLoopGroup: eventLoopGroup
        )
    }

    package func deliver(_ message: CallbackMessage, to url: String) async throws(CancellationError) -> CallbackExchange {
        let start = NIODeadline.now()
        let record = ExchangeRecord(url: url)
        let ending: CallbackExchange.Ending
        do {
            ending = .answered(status: try await exchange(message, url, until: start + limits.exchange, record))
        } catch let error as CancellationError {
            throw error
        } catch {
            // A request that was called off may also end as the client's error.
            if Task.isCancelled { throw CancellationError() }
            let failure = DeliveryFailure(error, limits: limits)
            ending = .failed(failure.kind, reason: failure.reason)
        }
        return record.exchange(ending: ending, duration: NIODeadline.now() - start)
    }

    package func distrust(_ urls: [String]) {
        let hosts = urls.compactMap { url -> String? in
            // What cannot be read is refused at each attempt.
            guard case .name(let name)? = (try? policy.check(url))?.host else { return nil }
            return name
        }
        resolver.distrust(hosts)
    }

    package func shutdown() async {
        await clients.shutdown()
        await resolver.shutdown()
    }

    /// Tries the host's addresses one after the other, for as long as no connection comes about.
    ///
    /// - Returns: the status of the answer.
    private func exchange(
        _ message: CallbackMessage, _ url: String, until deadline: NIODeadline, _ record: ExchangeRecord
    ) async throws -> Int {
        let url = try policy.check(url)
        let request = CallbackRequest(message, to: url)
        var lastError: any Error = HostUnknown()
        for address in try await vettedAddresses(of: url, until: deadline).prefix(limits.addresses) {
            record.dial(address, port: url.port, headers: request.sentHeaders)
            do {
                return try await post(request, at: address, until: deadline, record)
            } catch  where DeliveryFailure.isBeforeConnection(error) {
                lastError = error
            }
        }
        throw lastError
    }

    private func vettedAddresses(of url: WebURL, until deadline: NIODeadline) async throws -> [IPAddress] {
        let addresses =
            switch url.host {
            case .address(let address): [address]
            case .name(let name): try await addresses(of: name, until: deadline)
            }
        for found in addresses where !policy.permits(found, for: url) { throw AddressNotPermitted() }
        return addresses
    }

    private func addresses(of name: String, until deadline: NIODeadline) async throws -> [IPAddress] {
        do {
            return try await withTimeLimit(deadline - .now(), on: eventLoopGroup.any()) { try await self.resolver.addresses(of: name) }
        } catch is TimeLimitExceeded {
            throw LookupTimedOut()
        }
    }

    private func post(
        _ request: CallbackRequest, at address: IPAddress, until deadline: NIODeadline, _ record: ExchangeRecord
    ) async throws -> Int {
        let key = CallbackClients.Key(host: request.host, address: address)
        let client = clients.acquire(key)
        defer { clients.release(key) }
        let eventLoop = eventLoopGroup.any()
        let response = try await withTimeLimit(deadline - .now(), on: eventLoop) {
            do {
                return try await client.execute(request.request, deadline: deadline)
            } catch  where DeliveryFailure.isOfReusedConnection(error) {
                // The next attempt would be ten minutes away.
                return try await client.execute(request.request, deadline: deadline)
            }
        }
        record.answer(response.headers)
        await readRest(of: response, on: eventLoop, until: deadline, record)
        return Int(response.status.code)
    }

    /// Reads what follows the head, for its start and so that the connection can carry the next callback, or gives the connection up. How
    /// it goes changes nothing: the status has been read.
    private func readRest(
        of response: HTTPClientResponse, on eventLoop: any EventLoop, until deadline: NIODeadline, _ record: ExchangeRecord
    ) async {
        let limit = min(limits.rest, deadline - .now())
        guard limit > .zero else { return }
        let maximumBytes = limits.responseBytes
        do {
            try await withTimeLimit(limit, on: eventLoop) {
                var bytes = 0
                for try await part in response.body {
                    record.append(part)
                    bytes += part.readableBytes
                    if bytes >= maximumBytes { break }
                }
            }
        } catch {
            // The connection is closed with the response, and that is all.
        }
    }
}

/// A callback as the request that carries it.
private struct CallbackRequest {
    let request: HTTPClientRequest
    let host: WebURL.Host
    /// Everything that goes over the wire: the transport adds the length.
    let sentHeaders: HTTPHeaders

    init(_ message: CallbackMessage, to url: WebURL) {
        host = url.host
        var request = HTTPClientRequest(url: url.text)
        request.method = .POST
        request.headers = ["Host": url.port == url.scheme.defaultPort ? url.hostText : "\(url.hostText):\(url.port)"]
        request.headers.add(contentsOf: message.headers.map { ($0.name, $0.value) })
        request.body = .bytes(ByteBuffer(bytes: message.body))
        self.request = request
        var headers = request.headers
        headers.add(name: "Content-Length", value: String(message.body.count))
        sentHeaders = headers
    }
}

/// The host has an address that callbacks must not go to.
struct AddressNotPermitted: Error {}
