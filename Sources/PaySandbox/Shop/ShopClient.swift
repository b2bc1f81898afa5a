import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Synchronization

/// The shop's HTTP client: made when it is first needed, shut down with the server.
final class ShopClient: Service {
    /// For connecting, and for each silence of the other side.
    private static let patience = TimeAmount.seconds(10)
    private static let maximumAnswer = 1 << 20

    struct Answer: Sendable {
        let status: Int
        let headers: [(name: String, value: String)]
        let body: [UInt8]
    }

    private enum State {
        case unused
        case open(HTTPClient)
        case closed
    }

    private let state = Mutex(State.unused)

    /// Waits for the end of the server, and lets go of the connections then.
    func run() async throws {
        do {
            try await gracefulShutdown()
        } catch is CancellationError {
            // The end came sooner, and it is the same.
        }
        let client: HTTPClient? = state.withLock { state in
            defer { state = .closed }
            guard case .open(let client) = state else { return nil }
            return client
        }
        try await client?.shutdown()
    }

    /// Posts once: a call that moves money is never repeated behind the shop's back.
    ///
    /// - Throws: ``Failure``, whatever kept an answer from coming.
    func post(_ url: String, headers: [(name: String, value: String)], body: [UInt8]) async throws(Failure) -> Answer {
        guard let client = client() else { throw Failure(reason: "The shop is closing.") }
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(contentsOf: headers.map { ($0.name, $0.value) })
        request.body = .bytes(ByteBuffer(bytes: body))
        do {
            let response = try await client.execute(request, timeout: Self.patience)
            let body = try await response.body.collect(upTo: Self.maximumAnswer)
            return Answer(
                status: Int(response.status.code), headers: response.headers.map { (name: $0.name, value: $0.value) },
                body: Array(body.readableBytesView)
            )
        } catch {
            throw Failure(error)
        }
    }

    private func client() -> HTTPClient? {
        state.withLock { state in
            switch state {
            case .open(let client): return client
            case .closed: return nil
            case .unused:
                var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, decompression: .disabled)
                configuration.timeout = .init(connect: Self.patience, read: Self.patience)
                configuration.httpVersion = .http1Only
                configuration.connectionPool.retryConnectionEstablishment = false
                let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
                state = .open(client)
                return client
            }
        }
    }

    /// Why there is no answer, as a sentence.
    struct Failure: Error {
        let reason: String

        fileprivate init(reason: String) { self.reason = reason }

        fileprivate init(_ error: any Error) {
            switch error as? HTTPClientError {
            case .readTimeout, .deadlineExceeded: reason = "No answer came within \(patience.nanoseconds / 1_000_000_000) seconds."
            case .connectTimeout: reason = "No connection came about."
            case .remoteConnectionClosed: reason = "The connection was closed before an answer came."
            default: reason = "The call failed: \(error)."
            }
        }
    }
}
