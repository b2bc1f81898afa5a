import NIOCore
import NIOPosix
import NIOSSL
import TestSupport

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A receiver on loopback that does with each connection what a test tells it to, byte by byte.
final class HostileServer: Sendable {
    /// What a connection does.
    enum Behaviour: Sendable {
        /// Closes as soon as it is accepted.
        case closeAtOnce
        /// Sends these bytes as soon as anything comes, be it a request or not, and closes.
        case greet(String)
        /// Reads the request, then cuts the connection off with a reset.
        case reset
        /// Reads the request, then sends these bytes and waits.
        case send(String)
        /// Sends the bytes, and closes.
        case sendAndClose(String)
        /// Sends the first, and then the second byte by byte with pauses, for ever.
        case drip(String, String)
        /// Sends the first, and then the second for ever.
        case repeatForEver(String, String)
        /// Answers each request of a connection with these bytes.
        case answerEach(String)
        /// Answers the first request of a connection, and instead of answering the second sends these bytes and closes.
        case closeAtSecond(String, then: String)
        /// Answers the first request of a connection, and cuts it off with a reset at the second.
        case resetAtSecond(String)
    }

    struct Seen: Sendable {
        var connections = 0
        /// Everything that came, connection after connection.
        var bytes = ""
        var requests = 0
        /// The addresses at which connections came in.
        var addresses: Set<String> = []
    }

    private let channel: any Channel
    private let state: Locked<Seen>

    /// Some machines have no IPv6 at all.
    static let hasIPv6: Bool = {
        guard let channel = try? ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).bind(host: "::1", port: 0).wait() else {
            return false
        }
        channel.close(promise: nil)
        return true
    }()

    var port: Int { channel.localAddress?.port ?? 0 }
    var seen: Seen { state.withLock { $0 } }

    private init(_ channel: any Channel, _ state: Locked<Seen>) {
        self.channel = channel
        self.state = state
    }

    static func run(
        _ behaviour: Behaviour, tls: NIOSSLContext? = nil, at host: String = "127.0.0.1", _ body: (HostileServer) async throws -> Void
    ) async throws {
        let state = Locked(Seen())
        // A thread of its own: a server that sends for ever must not keep those who are under test from theirs.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.addHandler(Handler(behaviour, state))
                }
            }
            .bind(host: host, port: 0).get()
        let server = HostileServer(channel, state)
        do {
            try await body(server)
        } catch {
            try await group.shutdownGracefully()
            throw error
        }
        try await group.shutdownGracefully()
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let behaviour: Behaviour
        private let state: Locked<Seen>
        private var received = ""
        private var answered = 0
        private var isRepeating = false

        init(_ behaviour: Behaviour, _ state: Locked<Seen>) {
            self.behaviour = behaviour
            self.state = state
        }

        func channelActive(context: ChannelHandlerContext) {
            state.withLock { state in
                state.connections += 1
                if let address = context.channel.localAddress?.ipAddress { state.addresses.insert(address) }
            }
            if case .closeAtOnce = behaviour { context.close(promise: nil) }
            context.fireChannelActive()
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let text = String(buffer: unwrapInboundIn(data))
            if case .greet(let greeting) = behaviour {
                write(greeting, context)
                context.close(promise: nil)
                return
            }
            received += text
            state.withLock { $0.bytes += text }
            // A callback's body is one JSON object without any braces inside.
            guard received.hasSuffix("}") else { return }
            received = ""
            answered += 1
            state.withLock { $0.requests += 1 }
            act(context)
        }

        private func act(_ context: ChannelHandlerContext) {
            switch behaviour {
            case .closeAtOnce, .greet: break
            case .reset: reset(context)
            case .resetAtSecond(let text):
                if answered == 1 { write(text, context) } else { reset(context) }
            case .drip(let start, let rest):
                write(start, context)
                drip(Array(rest.utf8), context)
            case .send(let text), .answerEach(let text): write(text, context)
            case .sendAndClose(let text):
                write(text, context)
                context.close(promise: nil)
            case .closeAtSecond(let text, let then):
                guard answered > 1 else { return write(text, context) }
                write(then, context)
                context.close(promise: nil)
            case .repeatForEver(let first, let more):
                write(first, context)
                isRepeating = true
                repeatMore(more, context)
            }
        }

        func channelWritabilityChanged(context: ChannelHandlerContext) {
            if case .repeatForEver(_, let more) = behaviour, isRepeating { repeatMore(more, context) }
            context.fireChannelWritabilityChanged()
        }

        private func repeatMore(_ text: String, _ context: ChannelHandlerContext) {
            guard context.channel.isActive, context.channel.isWritable else { return }
            write(String(repeating: text, count: max(1, 4_096 / text.utf8.count)), context)
            context.eventLoop.assumeIsolated().execute { self.repeatMore(text, context) }
        }

        private func drip(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
            guard context.channel.isActive, let first = bytes.first else { return }
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: [first])), promise: nil)
            context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(5)) {
                self.drip(Array(bytes.dropFirst()) + [first], context)
            }
        }

        private func reset(_ context: ChannelHandlerContext) {
            guard let socket = context.channel as? any SocketOptionProvider else { return }
            socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        }

        private func write(_ text: String, _ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
