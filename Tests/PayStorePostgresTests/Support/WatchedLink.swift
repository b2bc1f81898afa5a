import NIOCore
import NIOPosix
import TestSupport

/// A TCP proxy in front of a server's Unix socket that counts what the client sends and can cut the link at a chosen moment.
final class WatchedLink: Sendable {
    /// What to do when the client sends COMMIT.
    enum Cut { case beforeServerSees, beforeAnswer }

    struct Counts: Hashable {
        /// How often the client spoke after the server had, and once at the start.
        var turns = 0
        var prepares = 0
        var syncs = 0
    }

    struct State {
        var counts = Counts()
        var cut: Cut?
        fileprivate var clientSpoke = false
        fileprivate var commitIsUnderWay = false
    }

    let state = Locked(State())
    private let listener: any Channel

    init(to socket: String) async throws {
        let state = state
        listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { client in
                ClientBootstrap(group: client.eventLoop).connect(unixDomainSocketPath: socket).flatMapThrowing { server in
                    try client.pipeline.syncOperations.addHandler(ClientSide(peer: server, state))
                    try server.pipeline.syncOperations.addHandler(ServerSide(peer: client, state))
                    try client.syncOptions?.setOption(.autoRead, value: true)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    var address: String { "postgres://imugi@127.0.0.1:\(listener.localAddress?.port ?? 0)/postgres?sslmode=disable" }

    func close() async throws { try await listener.close() }

    /// Resets the counts and tells what they were.
    func takeCounts() -> Counts {
        state.withLock { state in
            defer { state.counts = Counts() }
            return state.counts
        }
    }
}

private final class ClientSide: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let peer: any Channel
    private let state: Locked<WatchedLink.State>
    private var unread = ByteBuffer()
    private var hasStarted = false

    init(peer: any Channel, _ state: Locked<WatchedLink.State>) { (self.peer, self.state) = (peer, state) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let chunk = unwrapInboundIn(data)
        unread.writeImmutableBuffer(chunk)
        let isCut = state.withLock { state in
            if !state.clientSpoke { state.counts.turns += 1 }
            state.clientSpoke = true
            while let message = nextMessage() {
                switch message.getInteger(at: message.readerIndex, as: UInt8.self) {
                case UInt8(ascii: "P"): state.counts.prepares += 1
                case UInt8(ascii: "S"): state.counts.syncs += 1
                // Bind names the portal, which is the unnamed one, and then the prepared statement.
                case UInt8(ascii: "B"):
                    if message.readableBytesView.dropFirst(5).starts(with: [0] + Array("commit".utf8) + [0]) {
                        state.commitIsUnderWay = true
                    }
                default: break
                }
            }
            return state.commitIsUnderWay && state.cut == .beforeServerSees
        }
        if isCut { return context.close(promise: nil) }
        peer.writeAndFlush(chunk, promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { peer.close(promise: nil) }

    /// The next whole message. The first of all has no type before its length, and starts with a zero.
    private func nextMessage() -> ByteBuffer? {
        let header = hasStarted ? 1 : 0
        guard let length = unread.getInteger(at: unread.readerIndex + header, as: UInt32.self),
            let message = unread.readSlice(length: header + Int(length))
        else { return nil }
        hasStarted = true
        return message
    }
}

private final class ServerSide: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let peer: any Channel
    private let state: Locked<WatchedLink.State>

    init(peer: any Channel, _ state: Locked<WatchedLink.State>) { (self.peer, self.state) = (peer, state) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // The server answers at the synchronisation point, which stands behind COMMIT: when it speaks, COMMIT is done.
        let isCut = state.withLock { state in
            state.clientSpoke = false
            return state.commitIsUnderWay && state.cut == .beforeAnswer
        }
        if isCut { return peer.close(promise: nil) }
        peer.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { peer.close(promise: nil) }
}
