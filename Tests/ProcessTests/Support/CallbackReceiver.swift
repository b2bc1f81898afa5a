import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A merchant's server on loopback: keeps every callback as it arrives and answers with the status that the test has set, or not at all.
final class CallbackReceiver: Sendable {
    struct Callback: Sendable {
        let headers: HTTPHeaders
        let body: [UInt8]
    }

    private struct State {
        var status: HTTPResponseStatus? = .ok
        var whenAnswered: (@Sendable () -> Void)?
        var callbacks: [Callback] = []
        var isGivenUp = false
        var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())
    private let channel: Mutex<(any Channel)?> = Mutex(nil)

    /// Listens while `body` runs.
    static func run(_ body: (CallbackReceiver, _ url: String) async throws -> Void) async throws {
        let receiver = CallbackReceiver()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(receiver))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            try await body(receiver, "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/callback")
        } catch {
            try await channel.close()
            throw error
        }
        try await channel.close()
    }

    /// What it answers from now on.
    func answer(_ status: HTTPResponseStatus) { state.withLock { $0.status = status } }

    /// It takes callbacks from now on, and keeps whoever sends them waiting.
    func hang() { state.withLock { $0.status = nil } }

    /// Called as soon as an answer has been handed to the system.
    func whenAnswered(_ body: (@Sendable () -> Void)?) { state.withLock { $0.whenAnswered = body } }

    var callbacks: [Callback] { state.withLock { $0.callbacks } }

    /// Returns when so many have arrived in all, or the test has run out of time.
    func wait(for count: Int) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isThere = state.withLock { state in
                    if state.callbacks.count >= count || state.isGivenUp { return true }
                    state.waiters.append((count, continuation))
                    return false
                }
                if isThere { continuation.resume() }
            }
        } onCancel: {
            let waiters = state.withLock { state in
                state.isGivenUp = true
                defer { state.waiters = [] }
                return state.waiters
            }
            for waiter in waiters { waiter.continuation.resume() }
        }
    }

    private func take(_ callback: Callback) -> HTTPResponseStatus? {
        let (status, ready) = state.withLock { state in
            state.callbacks.append(callback)
            let ready = state.waiters.filter { $0.count <= state.callbacks.count }
            state.waiters.removeAll { $0.count <= state.callbacks.count }
            return (state.status, ready)
        }
        for waiter in ready { waiter.continuation.resume() }
        return status
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let receiver: CallbackReceiver
        private var headers = HTTPHeaders()
        private var body: [UInt8] = []

        init(_ receiver: CallbackReceiver) { self.receiver = receiver }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): (headers, body) = (head.headers, [])
            case .body(let bytes): body += bytes.readableBytesView
            case .end:
                guard let status = receiver.take(Callback(headers: headers, body: body)) else { return }
                let head = HTTPResponseHead(version: .http1_1, status: status, headers: ["Content-Length": "0"])
                context.write(wrapOutboundOut(.head(head)), promise: nil)
                // A small answer is in the system's hands when this returns.
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
                receiver.state.withLock { $0.whenAnswered }?()
            }
        }
    }
}
