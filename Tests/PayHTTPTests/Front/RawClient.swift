import NIOCore
import NIOPosix
import NIOSSL
import Testing

/// One answer as it came over the wire.
struct RawResponse: Sendable {
    let status: Int
    let fields: [(name: String, value: String)]
    let body: String

    subscript(name: String) -> String? {
        self.fields.first { $0.name.lowercased() == name }?.value
    }

    /// Splits what a server sent into its answers. Bytes that make no whole answer are an issue of the test.
    static func parse(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws -> [RawResponse] {
        var responses: [RawResponse] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let head = try #require(rest.firstRange(of: Array("\r\n\r\n".utf8)), sourceLocation: sourceLocation)
            let lines = String(decoding: rest[..<head.lowerBound], as: UTF8.self).split(separator: "\r\n")
            rest = rest[head.upperBound...]
            let statusText = lines.first?.split(separator: " ").dropFirst().first
            let status = try #require(statusText.flatMap { Int($0) }, sourceLocation: sourceLocation)
            let fields = lines.dropFirst().map { line in
                let parts = line.split(separator: ":", maxSplits: 1)
                return (name: String(parts[0]), value: parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
            }
            let length = fields.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
            try #require(length <= rest.count, sourceLocation: sourceLocation)
            responses.append(RawResponse(status: status, fields: fields, body: String(decoding: rest.prefix(length), as: UTF8.self)))
            rest = rest.dropFirst(length)
        }
        return responses
    }
}

/// What a connection gave back until the server closed it.
struct Transcript: Sendable {
    var bytes: [UInt8] = []
    /// Whether the connection ended with a reset, which can cost the client the last answer.
    var wasReset = false

    func responses() throws -> [RawResponse] { try RawResponse.parse(self.bytes) }

    func statuses() throws -> [Int] { try self.responses().map(\.status) }
}

/// A client that sends exactly the bytes it is given.
struct RawClient: Sendable {
    let port: Int
    /// Speaks TLS when there is a context for it.
    var tls: NIOSSLContext?

    /// Sends `bytes` on a fresh connection and reads until the server closes it.
    func exchange(_ bytes: [UInt8], closingOutput: Bool = false) async throws -> Transcript {
        try await self.exchange([bytes], closingOutput: closingOutput)
    }

    func exchange(_ text: String, closingOutput: Bool = false) async throws -> Transcript {
        try await self.exchange(Array(text.utf8), closingOutput: closingOutput)
    }

    /// Sends the pieces one after another, as fast as the server takes them, while reading until the server closes the connection.
    func exchange(_ pieces: some Sequence<[UInt8]> & Sendable, closingOutput: Bool = false) async throws -> Transcript {
        try await self.withConnection { inbound, outbound in
            try await withThrowingTaskGroup(of: Transcript?.self) { group in
                group.addTask {
                    do {
                        for piece in pieces { try await outbound.write(ByteBuffer(bytes: piece)) }
                        if closingOutput { outbound.finish() }
                    } catch {
                        // The server has closed the connection; what it said before is in the transcript.
                    }
                    return nil
                }
                group.addTask { await Self.readToEnd(inbound) }
                while let finished = try await group.next() {
                    guard let finished else { continue }
                    group.cancelAll()
                    return finished
                }
                return Transcript()
            }
        }
    }

    /// Gives `body` both directions of a fresh connection.
    func withConnection<Result: Sendable>(
        _ body:
            @Sendable (
                NIOAsyncChannelInboundStream<ByteBuffer>, NIOAsyncChannelOutboundWriter<ByteBuffer>
            ) async throws -> Result
    ) async throws -> Result {
        let connection = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: self.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLClientHandler(context: tls, serverHostname: nil))
                    }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        return try await connection.executeThenClose { inbound, outbound in try await body(inbound, outbound) }
    }

    /// Opens a connection that reads nothing until told to.
    func connectWithoutReading() async throws -> any Channel {
        try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.autoRead, value: false)
            .connect(host: "127.0.0.1", port: self.port)
            .get()
    }

    static func readToEnd(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>) async -> Transcript {
        var transcript = Transcript()
        do {
            for try await buffer in inbound { transcript.bytes += buffer.readableBytesView }
        } catch {
            transcript.wasReset = true
        }
        return transcript
    }
}
