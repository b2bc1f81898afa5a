import NIOCore
import PayCallbacks
import PayDomain
import TestSupport
import Testing

/// What is sent, what is kept of the answer, and what counts as success.
@Suite(.timeLimit(.minutes(5))) struct CallbackSenderTests {
    @Test func aCallbackArrivesAsItWasSigned() async throws {
        try await HostileServer.run(.answerEach(SenderFixture.ok)) { server in
            try await SenderFixture.run { sender in
                let message = try SenderFixture.message()
                let exchange = try await sender.deliver(message, to: "http://localhost:\(server.port)/cb?shop=1")
                #expect(exchange.ending == .answered(status: 200) && exchange.isDelivered && exchange.durationNanoseconds > 0)
                #expect(exchange.url == "http://localhost:\(server.port)/cb?shop=1" && exchange.address == "127.0.0.1:\(server.port)")
                let parts = server.seen.bytes.split(separator: "\r\n\r\n", maxSplits: 1)
                let lines = try #require(parts.first).split(separator: "\r\n")
                #expect(lines.first == "POST /cb?shop=1 HTTP/1.1")
                #expect(Array(try #require(parts.last).utf8) == message.body)
                // What is recorded is what was sent, all of it, whatever the case of the names.
                let recorded = exchange.requestHeaders.map { "\($0.name.lowercased()): \($0.value)" }
                let sent = lines.dropFirst().map { line in
                    let name = line.prefix { $0 != ":" }
                    return name.lowercased() + line.dropFirst(name.count)
                }
                #expect(Set(recorded) == Set(sent) && recorded.count == sent.count, "\(recorded)\n\(sent)")
                #expect(recorded.first == "host: localhost:\(server.port)" && recorded.last == "content-length: \(message.body.count)")
                for (name, value) in message.headers { #expect(exchange.requestHeaders.contains(CallbackHeader(name: name, value: value))) }
            }
        }
    }

    @Test func anIPv6AddressIsRecordedInBrackets() async throws {
        try await SenderFixture.run(resolver: FixedResolver(["::1"])) { sender in
            let exchange = try await sender.deliver(SenderFixture.message(), to: "http://localhost:1/")
            #expect(exchange.address == "[::1]:1" && exchange.failure != nil)
        }
    }

    /// Only 200 is success; redirects are not followed, and `Retry-After` is read by nobody.
    @Test(arguments: [200, 201, 202, 204, 299, 300, 301, 302, 303, 304, 307, 308, 400, 410, 429, 500, 503, 599])
    func theStatusIsTheEnding(_ status: Int) async throws {
        try await HostileServer.run(.answerEach(SenderFixture.ok)) { target in
            let exchange = try await SenderFixture.exchange(
                with: .send(
                    "HTTP/1.1 \(status) X\r\nLocation: http://127.0.0.1:\(target.port)/\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"
                )
            )
            #expect(exchange.ending == .answered(status: status) && exchange.isDelivered == (status == 200))
            #expect(target.seen.connections == 0)
        }
    }

    @Test(arguments: ["HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"])
    func interimAnswersAreNotTheAnswer(_ interim: String) async throws {
        let exchange = try await SenderFixture.exchange(with: .send(interim + SenderFixture.ok))
        #expect(exchange.ending == .answered(status: 200))
        #expect(exchange.answerHeaders == [CallbackHeader(name: "Content-Length", value: "0")])
    }

    @Test(arguments: [200, 500])
    func theAnswersHeadersAndTheStartOfItsBodyAreKept(_ status: Int) async throws {
        let body = String(repeating: "0123456789", count: 200)
        let exchange = try await SenderFixture.exchange(
            with: .send(
                "HTTP/1.1 \(status) X\r\nX-Request: 7\r\nSet-Cookie: sid=1\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
            )
        )
        #expect(exchange.ending == .answered(status: status))
        #expect(exchange.answerStart == Array(body.utf8.prefix(1_024)))
        #expect(exchange.answerHeaders.map(\.name) == ["X-Request", "Set-Cookie", "Content-Length"])
        #expect(exchange.answerHeaders.map(\.value) == ["7", "(hidden)", "2000"])
    }

    @Test func whatAFailedAttemptSentIsKeptToo() async throws {
        let exchange = try await SenderFixture.exchange(with: .closeAtOnce)
        #expect(exchange.failure?.kind == .connectionClosed && exchange.address != nil)
        #expect(exchange.requestHeaders.count == 9 && exchange.answerHeaders.isEmpty && exchange.answerStart.isEmpty)
    }
}
