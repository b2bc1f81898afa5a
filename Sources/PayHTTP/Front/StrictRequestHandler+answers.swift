import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

extension StrictRequestHandler {
    package func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard self.phase != .lingering, let awaited = self.awaitedAnswers.first else {
            // The connection has its last answer already; whatever the application still says goes nowhere.
            promise?.fail(ChannelError.outputClosed)
            return
        }
        switch Self.unwrapOutboundIn(data) {
        case .head(let response):
            self.writeHead(response, to: awaited, context: context, promise: promise)
        case .body(let bytes):
            if awaited.isToHead {
                promise?.succeed(())
            } else {
                context.write(Self.wrapOutboundOut(.body(.byteBuffer(bytes))), promise: promise)
            }
        case .end(let trailers):
            context.write(Self.wrapOutboundOut(.end(trailers.map(HTTPHeaders.init))), promise: promise)
            self.answered(context: context)
        }
    }

    package func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode == .output else {
            context.close(mode: mode, promise: promise)
            return
        }
        if self.phase == .lingering {
            promise?.succeed(())
        } else {
            self.linger(context: context, promise: promise)
        }
    }

    /// Tells the client to send the body it has announced.
    func writeContinue(context: ChannelHandlerContext) {
        self.owesContinue = false
        context.writeAndFlush(Self.wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
    }

    /// Writes the refusal as the connection's last answer.
    func writeLastRefusal(_ refusal: Refusal, context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        let response = refusal.response
        context.write(Self.wrapOutboundOut(.head(HTTPResponseHead(response.head))), promise: nil)
        context.write(Self.wrapOutboundOut(.body(.byteBuffer(refusal.body))), promise: nil)
        context.write(Self.wrapOutboundOut(.end(nil)), promise: nil)
        self.linger(context: context, promise: nil)
    }

    private func writeHead(
        _ response: HTTPResponse,
        to awaited: AwaitedAnswer,
        context: ChannelHandlerContext,
        promise: EventLoopPromise<Void>?
    ) {
        var head = HTTPResponseHead(response)
        if response.status.kind != .informational {
            // Chunks are unknown to HTTP/1.0, so its encoder ends such an answer by closing.
            head.version = awaited.version
            if self.isLastAnswer(response, to: awaited) {
                self.isWritingLastAnswer = true
                head.headers.replaceOrAdd(name: "connection", value: "close")
            }
        }
        context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
    }

    private func isLastAnswer(_ response: HTTPResponse, to awaited: AwaitedAnswer) -> Bool {
        if self.phase == .inputEnded, self.pendingRefusal == nil, self.awaitedAnswers.count == 1 { return true }
        // Without a length the encoder would end the answer to a HEAD request with an empty chunk, which is a body.
        if awaited.isToHead, response.headerFields[.contentLength] == nil { return true }
        return response.headerFields[.connection] == "close"
    }

    private func answered(context: ChannelHandlerContext) {
        self.awaitedAnswers.removeFirst()
        if self.isWritingLastAnswer {
            self.awaitedAnswers.removeAll()
            self.linger(context: context, promise: nil)
        } else if self.awaitedAnswers.isEmpty {
            if let pendingRefusal {
                self.writeLastRefusal(pendingRefusal, context: context)
            } else if self.phase == .inputEnded {
                self.linger(context: context, promise: nil)
            } else {
                self.restartDeadline(context: context)
                if self.owesContinue { self.writeContinue(context: context) }
            }
        }
    }

    /// Closes our half once everything is written, and the whole when the client has closed its half or after a while. That while
    /// begins when the last byte has gone out: a large answer to a slow client takes longer than the linger itself.
    private func linger(context: ChannelHandlerContext, promise: EventLoopPromise<Void>?) {
        self.phase = .lingering
        context.flush()
        self.scheduleClose(in: self.limits.writeTimeout, context: context)
        let allWritten = context.eventLoop.makePromise(of: Void.self)
        allWritten.futureResult.assumeIsolated().whenComplete { _ in
            if context.channel.isActive { self.scheduleClose(in: self.limits.lingerTimeout, context: context) }
        }
        allWritten.futureResult.cascade(to: promise)
        context.close(mode: .output, promise: allWritten)
        if context.channel.isActive { context.read() }
    }
}
