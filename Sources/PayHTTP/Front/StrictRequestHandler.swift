import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// The one handler between NIO's HTTP/1.1 decoder and the application: strict framing, sizes and deadlines, and the conversion between
/// NIO's and HTTPTypes' messages.
///
/// **Promise.** The application sees only whole requests: head, body and end are passed on together once the last byte has arrived and
/// everything was well formed. What is refused never reaches it, a broken body is never answered with success first, and a slow sender
/// occupies no task. A refused request is answered in its place, after the answers to the requests before it, and ends the connection.
///
/// **Bounds.** One request's head and body at a time are held here; requests that have been passed on are bounded by the channel's back
/// pressure and by the size of one read.
///
/// Lives on its channel's event loop. Reading is in this file, writing and closing in `+answers`, time in `+deadlines`.
package final class StrictRequestHandler: ChannelDuplexHandler {
    package typealias InboundIn = HTTPServerRequestPart
    package typealias InboundOut = HTTPRequestPart
    package typealias OutboundIn = HTTPResponsePart
    package typealias OutboundOut = HTTPServerResponsePart

    /// What the connection reads next. The states only move down this list, except that a finished body leads back to the first.
    enum Phase {
        /// No byte of a request has been seen yet. To `readingHead`, or straight to `readingBody`.
        case awaitingRequest
        /// Some bytes of a head have arrived. To `readingBody`.
        case readingHead
        /// A head has been accepted. To `awaitingRequest` when its body is complete, to `inputEnded` if it was the last one.
        case readingBody
        /// Nothing more is read as a request; answers may be outstanding. To `lingering` with the last of them.
        case inputEnded
        /// The last answer is written and our half of the connection closed. What the client still sends is dropped.
        case lingering
    }

    let limits: FrontLimits
    let logger: Logger
    private let scheme: String
    private let refusals: RefusalCounters

    var phase = Phase.awaitingRequest
    private var head: StrictRequestHead?
    private var body: ByteBuffer?
    /// Whether anything was decoded since the last `channelReadComplete`.
    private var hasDecoded = false
    var owesContinue = false

    /// Requests that the application has and has not answered, oldest first.
    var awaitedAnswers = CircularBuffer<AwaitedAnswer>(initialCapacity: 2)
    /// The refusal that follows the answers outstanding.
    var pendingRefusal: Refusal?
    var isWritingLastAnswer = false

    /// When the reading side has waited long enough; counts only while no answer is outstanding.
    var deadline = NIODeadline.distantFuture
    var bodyDeadline: NIODeadline?
    var deadlineTask: Scheduled<Void>?
    var blockedWriteTask: Scheduled<Void>?

    /// - Parameters:
    ///   - limits: What one connection may take.
    ///   - scheme: The scheme that the application reads in its requests: `http` or `https`.
    ///   - refusals: Counts what is refused.
    ///   - logger: Gets one line per refusal at debug level, without anything the client sent.
    package init(limits: FrontLimits, scheme: String, refusals: RefusalCounters, logger: Logger) {
        self.limits = limits
        self.scheme = scheme
        self.refusals = refusals
        self.logger = logger
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.hasDecoded = true
        switch (Self.unwrapInboundIn(data), self.phase) {
        case (_, .inputEnded), (_, .lingering):
            break
        case (.head(let head), _):
            self.readHead(head, context: context)
        case (.body(let bytes), _):
            self.readBody(bytes, context: context)
        case (.end, _):
            // Trailers end here: none of ours, and a trailer must never become a header.
            self.passOn(context: context)
        }
    }

    package func channelReadComplete(context: ChannelHandlerContext) {
        let hasDecoded = self.hasDecoded
        self.hasDecoded = false
        switch self.phase {
        case .awaitingRequest where !hasDecoded:
            // Bytes came in that do not make a head yet.
            self.phase = .readingHead
            self.restrictHeadDeadline(context: context)
        case .readingBody where hasDecoded:
            self.extendBodyDeadline(context: context)
            if self.owesContinue, self.body == nil, self.awaitedAnswers.isEmpty { self.writeContinue(context: context) }
        case .lingering:
            // The application's side has stopped asking for more; whoever drains has to.
            context.read()
        case .awaitingRequest, .readingHead, .readingBody, .inputEnded:
            break
        }
        context.fireChannelReadComplete()
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard Self.isBrokenFraming(error) else {
            context.fireErrorCaught(error)
            return
        }
        switch self.phase {
        case .inputEnded, .lingering:
            // The decoder repeats its error for every further read of a connection that is being closed.
            break
        case .awaitingRequest, .readingHead, .readingBody:
            self.refuse(Self.refusal(of: error), context: context)
        }
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is ChannelShouldQuiesceEvent else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        // Shutting down: what the application has is answered, what it does not have yet was never accepted.
        if self.phase == .lingering { return }
        self.endInput()
        if self.awaitedAnswers.isEmpty { context.close(promise: nil) }
    }

    /// Answers the request being read with a refusal and reads no further one.
    func refuse(_ refusal: Refusal, context: ChannelHandlerContext) {
        self.refusals.count(refusal)
        self.logger.debug("Refused a request", metadata: ["refusal": "\(refusal.code)", "status": "\(refusal.status.code)"])
        self.endInput()
        if self.awaitedAnswers.isEmpty {
            self.writeLastRefusal(refusal, context: context)
        } else {
            self.pendingRefusal = refusal
        }
    }

    private func readHead(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
        do throws(Refusal) {
            let strict = try StrictRequestHead(head, limits: self.limits, scheme: self.scheme)
            self.head = strict
            self.owesContinue = strict.expectsContinue && strict.announcesBody
            self.phase = .readingBody
        } catch {
            self.refuse(error, context: context)
        }
    }

    private func readBody(_ bytes: ByteBuffer, context: ChannelHandlerContext) {
        let received = self.body?.readableBytes ?? 0
        guard received + bytes.readableBytes <= self.limits.maxBodyBytes else {
            self.refuse(.bodyTooLarge, context: context)
            return
        }
        if received == 0 {
            self.body = bytes
        } else {
            self.body?.writeImmutableBuffer(bytes)
        }
    }

    private func passOn(context: ChannelHandlerContext) {
        guard let head else { return }
        let body = self.body
        // Before the application sees it, because it may answer within these calls.
        self.awaitedAnswers.append(head.awaited)
        if head.closesConnection {
            self.endInput()
        } else {
            self.forgetRequest()
            self.phase = .awaitingRequest
        }
        context.fireChannelRead(Self.wrapInboundOut(.head(head.request)))
        if let body { context.fireChannelRead(Self.wrapInboundOut(.body(body))) }
        context.fireChannelRead(Self.wrapInboundOut(.end(nil)))
    }

    private func endInput() {
        self.forgetRequest()
        self.phase = .inputEnded
    }

    private func forgetRequest() {
        self.head = nil
        self.body = nil
        self.bodyDeadline = nil
        self.owesContinue = false
    }

    private static func isBrokenFraming(_ error: any Error) -> Bool {
        error is HTTPParserError || error is ByteToMessageDecoderError || error is ByteToMessageDecoderError.PayloadTooLargeError
    }

    private static func refusal(of error: any Error) -> Refusal {
        switch error {
        case HTTPParserError.headerOverflow, is ByteToMessageDecoderError.PayloadTooLargeError: .headTooLarge
        default: .malformedRequest
        }
    }
}
