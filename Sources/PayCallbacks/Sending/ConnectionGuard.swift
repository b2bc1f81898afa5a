import NIOCore
import NIOHTTP1

/// The receiver has sent more than it may.
struct ResponseTooLarge: Error {}

/// A connection that was kept open from an earlier request ended before one byte of an answer came. Servers close idle connections, and
/// this one did so while the request was on its way; that says nothing about the receiver.
struct ReusedConnectionClosed: Error {}

/// Watches one connection, between what encodes requests and what decodes answers.
///
/// It ends a connection on which more bytes arrive after a request than one answer may have: interim answers, header block and body
/// together. It counts before anything is parsed, so that no form of answer, such as endless `1xx` heads or header lines, can pass it. What
/// is within the limit goes on, so that an answer is still judged by its status when only its body is too large.
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
            requests += 1
            isWaiting = true
        }
        context.write(data, promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isWaiting = false
        guard !isOver else { return }
        var buffer = unwrapInboundIn(data)
        guard buffer.readableBytes > remaining else {
            remaining -= buffer.readableBytes
            context.fireChannelRead(data)
            return
        }
        isOver = true
        if let allowed = buffer.readSlice(length: remaining) { context.fireChannelRead(wrapInboundOut(allowed)) }
        context.fireErrorCaught(ResponseTooLarge())
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.fireErrorCaught(mayBeSentAgain ? ReusedConnectionClosed() : error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        if mayBeSentAgain { context.fireErrorCaught(ReusedConnectionClosed()) }
        context.fireChannelInactive()
    }

    private var mayBeSentAgain: Bool { isWaiting && requests > 1 }
}
