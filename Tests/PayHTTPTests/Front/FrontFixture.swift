import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import PayHTTP
import Synchronization
import Testing

/// What the application behind the front was given.
struct SeenRequest: Sendable {
    let method: String
    let path: String
    let fields: HTTPFields
    let bodyBytes: Int
    /// Connections open at that moment, of those that had sent a request.
    let openConnections: Int

    /// In lower case.
    var fieldNames: Set<String> { Set(self.fields.map(\.name.canonicalName)) }
}

/// A server on a loopback port with the strict front, and what its application has seen.
final class FrontUnderTest: Sendable {
    let port: Int
    private let log: ApplicationLog

    fileprivate init(port: Int, log: ApplicationLog) {
        self.port = port
        self.log = log
    }

    /// The requests that reached the application since the last call.
    func takeSeenRequests() -> [SeenRequest] { self.log.take() }

    /// Returns when the server has closed a connection that had asked for `/big`.
    func closingOfBigConnection() async throws {
        var asked = self.log.bigConnections.makeAsyncIterator()
        try await #require(await asked.next()).get()
    }
}

/// Runs `body` against a fresh server, on a port the system picks.
func withFront<Result: Sendable>(
    limits: FrontLimits = FrontLimits(),
    tls: Bool = false,
    _ body: @Sendable (FrontUnderTest) async throws -> Result
) async throws -> Result {
    let log = ApplicationLog()
    let (ports, announcePort) = AsyncStream<Int>.makeStream()
    var logger = Logger(label: "front")
    logger.logLevel = .critical
    let front = StrictHTTP1.server(limits: limits)
    let application = Application(
        router: makeRouter(log),
        server: tls ? try .tls(front, tlsConfiguration: TestTLS.server()) : front,
        configuration: StrictHTTP1.configuration(address: .hostname("127.0.0.1", port: 0), limits: limits),
        onServerRunning: { channel in
            announcePort.yield(channel.localAddress?.port ?? 0)
            announcePort.finish()
        },
        logger: logger
    )
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await application.run() }
        var announced = ports.makeAsyncIterator()
        let port = try #require(await announced.next())
        let result = try await body(FrontUnderTest(port: port, log: log))
        group.cancelAll()
        do {
            try await group.waitForAll()
        } catch is CancellationError {
            // This is how a cancelled service group ends.
        }
        return result
    }
}

private struct FrontTestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        self.coreContext = .init(source: source)
        self.channel = source.channel
    }
}

private final class ApplicationLog: Sendable {
    private let seen = Mutex<[SeenRequest]>([])
    private let connections = Mutex<[ObjectIdentifier: any Channel]>([:])
    /// For each request for `/big`, the closing of its connection.
    let bigConnections: AsyncStream<EventLoopFuture<Void>>
    private let bigRequested: AsyncStream<EventLoopFuture<Void>>.Continuation

    init() { (self.bigConnections, self.bigRequested) = AsyncStream.makeStream() }

    func record(_ request: Request, on channel: any Channel, bodyBytes: Int) {
        let openConnections = self.connections.withLock {
            $0[ObjectIdentifier(channel)] = channel
            return $0.values.count { $0.isActive }
        }
        let seen = SeenRequest(
            method: request.method.rawValue,
            path: request.uri.path,
            fields: request.headers,
            bodyBytes: bodyBytes,
            openConnections: openConnections
        )
        self.seen.withLock { $0.append(seen) }
    }

    func take() -> [SeenRequest] {
        self.seen.withLock { seen in
            defer { seen = [] }
            return seen
        }
    }

    func recordBigConnection(_ channel: any Channel) { self.bigRequested.yield(channel.closeFuture) }
}

private func makeRouter(_ log: ApplicationLog) -> Router<FrontTestContext> {
    let router = Router(context: FrontTestContext.self)
    router.add(middleware: RefusalMiddleware())
    let served: [RouterPath] = ["/echo", "/api/v1/pay/order/detail"]
    for path in served {
        router.post(path) { request, context -> String in
            let body = try await BoundedBody.collect(of: request)
            log.record(request, on: context.channel, bodyBytes: body.count)
            return String(decoding: body, as: UTF8.self)
        }
        router.refuseOtherMethods(path, allowed: [.post])
    }
    router.get("/ping") { request, context -> String in
        log.record(request, on: context.channel, bodyBytes: 0)
        return "pong"
    }
    router.get("/number/:number") { _, context -> String in
        try context.parameters.require("number")
    }
    router.get("/big") { _, context -> ByteBuffer in
        log.recordBigConnection(context.channel)
        return ByteBuffer(repeating: UInt8(ascii: "x"), count: 1_000_000)
    }
    router.on("/chatty-head", method: .head) { _, _ -> Response in
        Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: "a body that HEAD must not get")))
    }
    router.get("/broken") { _, _ -> String in throw SecretFailure() }
    return router
}

private struct SecretFailure: Error {
    let statement = "SELECT secret FROM /var/lib/imugi"
}
