import HTTPTypes
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import PayHTTP
import Testing

/// The limits of ``FrontLimits`` on the event loop's time, advanced by hand: 10 s for a head, 10 s of silence and 30 s in all for a body,
/// 60 s between requests, 2 s of linger. The embedded channel cannot close one half, so every close shows after the linger time.
@Suite struct DeadlineTests {
    private static let head = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n"

    /// size-014.
    @Test func aSilentConnectionIsClosed() throws {
        let connection = try Connection()
        connection.advance(.milliseconds(9_999))
        #expect(connection.isOpen)
        connection.advance(.milliseconds(1))
        #expect(!connection.isOpen)
        #expect(try connection.written() == "")
    }

    /// smuggling-065: as far as a client with HTTP/0.9 comes.
    @Test func aStalledHeadIsCutOff() throws {
        for start in ["GET /ping\r\n", "POST /echo HTTP/1.1\r\nHost: ", "\r\n"] {
            let connection = try Connection()
            try connection.receive(start)
            connection.advance(.seconds(10))
            #expect(try connection.written().hasPrefix("HTTP/1.1 408 "))
            connection.advance(.seconds(2))
            #expect(!connection.isOpen)
        }
    }

    /// size-012.
    @Test func aDrippingHeadIsCutOff() throws {
        let connection = try Connection()
        var sent = 0
        for byte in Self.head.utf8 {
            guard connection.isOpen, try connection.written().isEmpty else { break }
            try connection.receive([byte])
            sent += 1
            connection.advance(.seconds(1))
        }
        #expect(sent == 10)
    }

    /// The time for a head on a kept connection counts from its first byte, not from the end of the request before.
    @Test func aLaterHeadHasItsOwnTime() throws {
        let connection = try Connection(answering: true)
        try connection.receive("GET /ping HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try connection.written().hasPrefix("HTTP/1.1 200 "))
        connection.advance(.seconds(45))
        try connection.receive("GET /p")
        connection.advance(.milliseconds(9_999))
        #expect(try connection.written() == "")
        connection.advance(.milliseconds(1))
        #expect(try connection.written().hasPrefix("HTTP/1.1 408 "))
    }

    @Test func aKeptConnectionIsClosedInSilence() throws {
        let connection = try Connection(answering: true)
        try connection.receive("GET /ping HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try connection.written()
        connection.advance(.milliseconds(59_999))
        #expect(connection.isOpen)
        connection.advance(.milliseconds(1))
        #expect(!connection.isOpen)
        #expect(try connection.written() == "")
    }

    /// size-009 and smuggling-037.
    @Test(arguments: [
        DeadlineTests.head + "12345", "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
    ])
    func aStalledBodyIsCutOff(_ request: String) throws {
        let connection = try Connection()
        try connection.receive(request)
        connection.advance(.milliseconds(9_999))
        #expect(try connection.written() == "")
        connection.advance(.milliseconds(1))
        #expect(try connection.written().hasPrefix("HTTP/1.1 408 "))
        connection.advance(.seconds(2))
        #expect(!connection.isOpen)
    }

    @Test func aDrippingBodyIsCutOffAfterItsWholeTime() throws {
        let connection = try Connection()
        try connection.receive(Self.head)
        for second in 1..<30 {
            connection.advance(.seconds(1))
            #expect(try connection.written() == "", "after \(second) s")
            try connection.receive("x")
        }
        connection.advance(.seconds(1))
        #expect(try connection.written().hasPrefix("HTTP/1.1 408 "))
    }

    /// While the application works, the client is not to blame for the time.
    @Test func aSlowAnswerIsWaitedFor() throws {
        let connection = try Connection()
        try connection.receive("GET /ping HTTP/1.1\r\nHost: x\r\n\r\nGET /p")
        connection.advance(.hours(1))
        #expect(connection.isOpen)
        try connection.answer()
        connection.advance(.seconds(1))
        try connection.receive("i")
        connection.advance(.seconds(10))
        #expect(try connection.written().contains("HTTP/1.1 408 "))
    }

    /// A refusal waits for the answers before it.
    @Test func aRefusalKeepsItsPlace() throws {
        let connection = try Connection()
        try connection.receive("GET /ping HTTP/1.1\r\nHost: x\r\n\r\nGET /ping HTTP/1.1\r\n\r\nGET /ping HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try connection.written() == "")
        try connection.answer()
        let written = try connection.written()
        #expect(written.hasPrefix("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 400 "))
        #expect(connection.passedOn == 1)
        connection.advance(.seconds(2))
        #expect(!connection.isOpen)
    }

    /// Shutting down: what the application has is answered, what it does not have yet is not waited for.
    @Test func shuttingDownWaitsForAnswersOnly() throws {
        let idle = try Connection()
        try idle.receive(Self.head + "12345")
        idle.quiesce()
        #expect(!idle.isOpen)

        let busy = try Connection()
        try busy.receive("GET /ping HTTP/1.1\r\nHost: x\r\n\r\n")
        busy.quiesce()
        #expect(busy.isOpen)
        try busy.answer()
        #expect(try busy.written() == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nconnection: close\r\n\r\n")
        busy.advance(.seconds(2))
        #expect(!busy.isOpen)
    }

    /// A keep-alive time that is shorter than the time for a head ends when it is over.
    @Test func aShortKeepAliveIsKept() throws {
        let connection = try Connection(answering: true, limits: FrontLimits(keepAliveTimeout: .seconds(3)))
        try connection.receive("GET /ping HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try connection.written()
        connection.advance(.milliseconds(2_999))
        #expect(connection.isOpen)
        connection.advance(.milliseconds(3_001))
        #expect(!connection.isOpen)
    }

    /// The last answer of a connection goes out whole, however long that takes within the time for writing.
    @Test func theLingerBeginsWhenEverythingIsWritten() throws {
        let slow = try Connection(answering: true, writesSlowly: true)
        try slow.receive("GET /ping HTTP/1.0\r\nHost: x\r\n\r\n")
        slow.advance(.seconds(20))
        #expect(slow.isOpen)
        slow.finishWriting()
        slow.advance(.milliseconds(1_999))
        #expect(slow.isOpen)
        slow.advance(.milliseconds(1))
        #expect(!slow.isOpen)

        let stuck = try Connection(answering: true, writesSlowly: true)
        try stuck.receive("GET /ping HTTP/1.0\r\nHost: x\r\n\r\n")
        stuck.advance(.milliseconds(29_999))
        #expect(stuck.isOpen)
        stuck.advance(.milliseconds(1))
        #expect(!stuck.isOpen)
    }

    /// However the bytes are cut into reads, the answer is the same.
    @Test(arguments: [
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhelloGET /ping HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\nGET /ping HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\nGET /ping HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /ping HTTP/1.1\r\nHost: x\r\n\r\nGET //ping HTTP/1.1\r\nHost: x\r\n\r\nGET /ping HTTP/1.1\r\nHost: x\r\n\r\n",
    ])
    func theCutsBetweenReadsDoNotMatter(_ bytes: String) throws {
        let whole = try Connection(answering: true)
        try whole.receive(bytes)
        let expected = try whole.written()
        #expect(!expected.isEmpty)
        for size in 1...7 {
            let cut = try Connection(answering: true)
            var rest = Array(bytes.utf8)[...]
            while !rest.isEmpty {
                try cut.receive(Array(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            #expect(try cut.written() == expected, "reads of \(size) bytes")
        }
    }
}

/// The front's pipeline on an embedded channel, and an application that answers at once or when told to.
private final class Connection {
    private let channel: EmbeddedChannel
    private let application: Application
    private let socket = SlowSocket()

    /// - Parameter writesSlowly: whether what was written last goes out only with ``finishWriting()``.
    init(answering: Bool = false, limits: FrontLimits = FrontLimits(), writesSlowly: Bool = false) throws {
        self.application = Application(answersAtOnce: answering)
        self.channel = EmbeddedChannel()
        let front = self.channel.pipeline.syncOperations
        if writesSlowly { try front.addHandler(self.socket) }
        try front.addStrictHTTP1Handlers(
            limits: limits,
            scheme: "http",
            logger: Logger(label: "front")
        )
        try front.addHandler(self.application)
        try self.channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 1)).wait()
    }

    var isOpen: Bool { self.channel.isActive }

    /// Whole requests that the application was given.
    var passedOn: Int { self.application.requests }

    func advance(_ time: TimeAmount) { self.channel.embeddedEventLoop.advanceTime(by: time) }

    func receive(_ text: String) throws { try self.receive(Array(text.utf8)) }

    func receive(_ bytes: [UInt8]) throws { try self.channel.writeInbound(ByteBuffer(bytes: bytes)) }

    func answer() throws { try self.application.answer() }

    func finishWriting() { self.socket.finish() }

    func quiesce() { self.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }

    /// What has been written since the last call.
    func written() throws -> String {
        var text = ""
        while let buffer = try self.channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: buffer) }
        return text
    }
}

/// Closes its output only when it is told that everything is written.
private final class SlowSocket: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    private var closing: EventLoopPromise<Void>?

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .output { self.closing = promise } else { context.close(mode: mode, promise: promise) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.closing?.fail(ChannelError.ioOnClosedChannel) }

    func finish() {
        self.closing?.succeed()
        self.closing = nil
    }
}

private final class Application: ChannelInboundHandler {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundOut = HTTPResponsePart

    private let answersAtOnce: Bool
    private var context: ChannelHandlerContext?
    private(set) var requests = 0

    init(answersAtOnce: Bool) { self.answersAtOnce = answersAtOnce }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .end = Self.unwrapInboundIn(data) else { return }
        self.requests += 1
        if self.answersAtOnce { self.write(context) }
    }

    func answer() throws { self.write(try #require(self.context)) }

    private func write(_ context: ChannelHandlerContext) {
        context.write(Self.wrapOutboundOut(.head(HTTPResponse(status: .ok, headerFields: [.contentLength: "0"]))), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
    }
}
