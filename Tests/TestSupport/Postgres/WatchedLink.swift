import NIOCore
import NIOPosix

/// A TCP proxy in front of a server's Unix socket that counts what the client sends and can cut a connection at a chosen moment.
package final class WatchedLink: Sendable {
    /// What to do when the client sends COMMIT.
    package enum Cut: Sendable { case beforeServerSees, beforeAnswer }

    package struct Counts: Hashable, Sendable {
        /// How often the client spoke after the server had, and once at the start.
        package var turns: Int
        package var prepares: Int
        package var syncs: Int

        package init(turns: Int = 0, prepares: Int = 0, syncs: Int = 0) {
            (self.turns, self.prepares, self.syncs) = (turns, prepares, syncs)
        }
    }

    fileprivate struct State {
        var counts = Counts()
        var clientSpoke = false
        /// What is to happen to the connections that commit next, one for each.
        var cuts: [Cut] = []
        /// Who waits until all of them have happened.
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Locked(State())
    private let listener: any Channel

    package init(to socket: String) async throws {
        let state = state
        listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { client in
                ClientBootstrap(group: client.eventLoop).connect(unixDomainSocketPath: socket).flatMapThrowing { server in
                    let commit = Commit()
                    try client.pipeline.syncOperations.addHandler(ClientSide(peer: server, commit, state))
                    try server.pipeline.syncOperations.addHandler(ServerSide(peer: client, commit, state))
                    try client.syncOptions?.setOption(.autoRead, value: true)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    /// Where a database of the server is reached over this link.
    package func address(database: String = "postgres") -> String {
        "postgres://imugi@127.0.0.1:\(listener.localAddress?.port ?? 0)/\(database)?sslmode=disable"
    }

    package func close() async throws { try await listener.close() }

    /// Cuts so many of the connections that commit next.
    package func cut(_ cut: Cut, times: Int = 1) {
        state.withLock { $0.cuts += Array(repeating: cut, count: times) }
    }

    /// Returns once every cut that was ordered has happened.
    package func untilCut() async {
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                if !state.cuts.isEmpty { state.waiters.append(continuation) }
                return state.cuts.isEmpty
            }
            if isDone { continuation.resume() }
        }
    }

    /// Resets the counts and tells what they were.
    package func takeCounts() -> Counts {
        state.withLock { state in
            defer { state.counts = Counts() }
            return state.counts
        }
    }
}

extension WatchedLink.State {
    /// - Parameter cut: what has to happen next, for it to happen now.
    mutating func takes(_ cut: WatchedLink.Cut) -> Bool {
        guard cuts.first == cut else { return false }
        cuts.removeFirst()
        return true
    }

    mutating func readyWaiters() -> [CheckedContinuation<Void, Never>] {
        guard cuts.isEmpty else { return [] }
        defer { waiters = [] }
        return waiters
    }
}

/// Whether a connection's client has sent COMMIT and nothing has come back yet. Both sides run on one event loop.
private final class Commit { var isUnderWay = false }

private final class ClientSide: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let peer: any Channel
    private let commit: Commit
    private let state: Locked<WatchedLink.State>
    private var unread = ByteBuffer()
    private var hasStarted = false

    init(peer: any Channel, _ commit: Commit, _ state: Locked<WatchedLink.State>) {
        (self.peer, self.commit, self.state) = (peer, commit, state)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let chunk = unwrapInboundIn(data)
        unread.writeImmutableBuffer(chunk)
        var commits = false
        var counts = WatchedLink.Counts()
        while let message = nextMessage() {
            switch message.getInteger(at: message.readerIndex, as: UInt8.self) {
            case UInt8(ascii: "P"): counts.prepares += 1
            case UInt8(ascii: "S"): counts.syncs += 1
            // Bind names the portal, which is the unnamed one, and then the prepared statement.
            case UInt8(ascii: "B"):
                if message.readableBytesView.dropFirst(5).starts(with: [0] + Array("commit".utf8) + [0]) { commits = true }
            default: break
            }
        }
        if commits { commit.isUnderWay = true }
        let (isCut, waiters) = state.withLock { [counts, commits] state in
            if !state.clientSpoke { state.counts.turns += 1 }
            state.clientSpoke = true
            state.counts.prepares += counts.prepares
            state.counts.syncs += counts.syncs
            let isCut = commits && state.takes(.beforeServerSees)
            return (isCut, isCut ? state.readyWaiters() : [])
        }
        guard isCut else { return peer.writeAndFlush(chunk, promise: nil) }
        context.close(promise: nil)
        for waiter in waiters { waiter.resume() }
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
    private let commit: Commit
    private let state: Locked<WatchedLink.State>

    init(peer: any Channel, _ commit: Commit, _ state: Locked<WatchedLink.State>) {
        (self.peer, self.commit, self.state) = (peer, commit, state)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // The server answers at the synchronisation point, which stands behind COMMIT: when it speaks, COMMIT is done.
        let wasCommit = commit.isUnderWay
        commit.isUnderWay = false
        let (isCut, waiters) = state.withLock { state in
            state.clientSpoke = false
            let isCut = wasCommit && state.takes(.beforeAnswer)
            return (isCut, isCut ? state.readyWaiters() : [])
        }
        guard isCut else { return peer.writeAndFlush(unwrapInboundIn(data), promise: nil) }
        peer.close(promise: nil)
        for waiter in waiters { waiter.resume() }
    }

    func channelInactive(context: ChannelHandlerContext) { peer.close(promise: nil) }
}
