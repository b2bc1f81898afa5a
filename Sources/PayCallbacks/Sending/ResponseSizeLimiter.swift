import NIOCore

/// The receiver has sent more than it may.
struct ResponseTooLarge: Error {}

/// Ends a connection on which more bytes arrive after a request than one answer may have: interim answers, header block and body together.
///
/// It counts before anything is parsed, so that no form of answer, such as endless `1xx` heads or header lines, can pass it. What is within
/// the limit goes on, so that an answer is still judged by its status when only its body is too large.
final class ResponseSizeLimiter: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let maximumBytes: Int
    private var remaining: Int
    private var isOver = false

    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
        remaining = maximumBytes
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // A request goes out, and the count begins anew.
        remaining = maximumBytes
        context.write(data, promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
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
}
