import NIOCore
import NIOHTTP1

/// The receiver has sent more than it may.
struct ResponseTooLarge: Error {}

/// A connection that was kept open from an earlier request ended before one byte of an answer came. Servers close idle connections, and
/// this one did so while the request was on its way; that says nothing about the receiver.
struct ReusedConnectionClosed: Error {}

/// Watches one connection, between what encodes requests and what decodes answers.
///
/// It ends a connection on which more bytes arrive after a request than an answer may have before its header block has ended, interim answers
/// included. It counts before anything is parsed, so that no form of answer, such as endless `1xx` heads or header lines, can pass it. The body
/// behind it comes only as fast as it is asked for.
///
/// And it knows whether a request that had no answer may be sent once more: ``ReusedConnectionClosed``.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private let maximumBytes: Int
    private var remaining: Int
    private var isOver = false
    private var hasHead = false
    private var requests = 0
    /// Whether a request was begun and no byte has come since.
    private var isWaiting = false

    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
        remaining = maximumBytes
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .head = unwrapOutboundIn(data) {
            remaining = maximumBytes
            hasHead = false
            requests += 1
            isWaiting = true
        }
        context.write(data, promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isWaiting = false
        guard !isOver else { return }
        var buffer = unwrapInboundIn(data)
        guard !hasHead, buffer.readableBytes > remaining else {
            remaining -= buffer.readableBytes
            context.fireChannelRead(data)
            return
        }
        if let allowed = buffer.readSlice(length: remaining) { context.fireChannelRead(wrapInboundOut(allowed)) }
        guard !hasHead else {
            // It ended within what was allowed, and the rest is the body.
            context.fireChannelRead(wrapInboundOut(buffer))
            return
        }
        isOver = true
        context.fireErrorCaught(ResponseTooLarge())
        context.close(promise: nil)
    }

    /// The header block of the answer has ended.
    fileprivate func headEnded() { hasHead = true }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.fireErrorCaught(mayBeSentAgain ? ReusedConnectionClosed() : error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        if mayBeSentAgain { context.fireErrorCaught(ReusedConnectionClosed()) }
        context.fireChannelInactive()
    }

    private var mayBeSentAgain: Bool { isWaiting && requests > 1 }
}

/// Tells the guard of a connection, behind what decodes answers, that the header block of one has ended.
final class AnswerHeadWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart

    private let connectionGuard: ConnectionGuard

    init(_ connectionGuard: ConnectionGuard) { self.connectionGuard = connectionGuard }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let head) = unwrapInboundIn(data), head.status.code >= 200 { connectionGuard.headEnded() }
        context.fireChannelRead(data)
    }
}
