import HTTPTypes
import NIOCore
import PayHTTP
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

@Suite(.timeLimit(.minutes(5)))
struct FrontTests {
    /// smuggling-059, size-020's opposite: the client waits, so somebody has to speak first.
    @Test func expectContinueIsAnsweredBeforeTheBody() async throws {
        try await withFront { front in
            let statuses = try await RawClient(port: front.port).withConnection { inbound, outbound in
                let head = "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\nConnection: close\r\n\r\n"
                try await outbound.write(ByteBuffer(string: head))
                var iterator = inbound.makeAsyncIterator()
                var received = Array(try #require(await iterator.next()).readableBytesView)
                let interim = try RawResponse.parse(received).map(\.status)
                try await outbound.write(ByteBuffer(string: "hello"))
                received = []
                while let buffer = try await iterator.next() { received += buffer.readableBytesView }
                return try interim + RawResponse.parse(received).map(\.status)
            }
            #expect(statuses == [100, 200])
        }
    }

    @Test func otherExpectationsAndTooLargeOnesAreRefusedBeforeTheBody() async throws {
        try await withFront { front in
            let client = RawClient(port: front.port)
            let other = try await client.exchange("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 200-ok\r\nContent-Length: 5\r\n\r\n")
            #expect(try other.statuses() == [417])
            let large = try await client.exchange(
                "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 65537\r\n\r\n"
            )
            #expect(try large.statuses() == [413])
        }
    }

    /// size-020.
    @Test func aClientThatClosesItsHalfGetsItsAnswer() async throws {
        try await withFront { front in
            let transcript = try await RawClient(port: front.port)
                .exchange("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello", closingOutput: true)
            #expect(try transcript.responses().map(\.body) == ["hello"])
        }
    }

    /// A body that breaks off must not reach the application as if it were whole.
    @Test func aBodyThatBreaksOffIsRefused() async throws {
        try await withFront { front in
            let transcript = try await RawClient(port: front.port)
                .exchange("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhello", closingOutput: true)
            #expect(try transcript.statuses() == [400])
            #expect(front.takeSeenRequests().isEmpty)
        }
    }

    /// smuggling-076 and size-021.
    @Test func resetsDoNotHurtTheServer() async throws {
        try await withFront { front in
            let client = RawClient(port: front.port)
            for request in ["POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n", "GET /big HTTP/1.1\r\nHost: x\r\n\r\n"] {
                let connection = try await client.connectWithoutReading()
                let options = try #require(connection as? any SocketOptionProvider)
                try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
                try await connection.writeAndFlush(ByteBuffer(string: request))
                try await connection.close()
            }
            #expect(try await client.exchange(probe).statuses() == [200])
        }
    }

    @Test func everyRefusalIsJSONAndClosesWithoutSayingWhatTheServerIs() async throws {
        try await withFront { front in
            let client = RawClient(port: front.port)
            for (request, status, code) in [
                ("GET /ping HTTP/1.1\r\n\r\n", 400, "invalid_host"),
                ("GET //ping HTTP/1.1\r\nHost: x\r\n\r\n", 404, "not_found"),
                ("TRACE /ping HTTP/1.1\r\nHost: x\r\n\r\n", 405, "method_not_allowed"),
                ("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n\r\n", 413, "body_too_large"),
                ("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\n\r\n", 415, "unsupported_content_encoding"),
            ] {
                let response = try #require(try await client.exchange(request).responses().first)
                #expect(response.status == status)
                #expect(response.body.hasPrefix(#"{"error":{"code":"\#(code)","message":""#))
                #expect(response["content-type"] == "application/json")
                #expect(response["connection"] == "close")
                #expect(response["server"] == nil)
            }
        }
    }

    @Test func failuresOfTheApplicationStayInTheLog() async throws {
        try await withFront { front in
            let transcript = try await RawClient(port: front.port).exchange("GET /broken HTTP/1.1\r\nHost: x\r\n\r\n" + probe)
            let responses = try transcript.responses()
            #expect(responses.map(\.status) == [500, 200])
            #expect(responses.first?.body.contains("SELECT") == false)
            #expect(responses.first?.body.contains(#""code":"internal_error""#) == true)
        }
    }

    @Test func answersToHEADHaveNoBody() async throws {
        try await withFront { front in
            let client = RawClient(port: front.port)
            for path in ["/chatty-head", "/nothing-here"] {
                let transcript = try await client.withConnection { inbound, outbound in
                    try await outbound.write(ByteBuffer(string: "HEAD \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    return await RawClient.readToEnd(inbound)
                }
                #expect(String(decoding: transcript.bytes, as: UTF8.self).hasSuffix("\r\n\r\n"), "\(path)")
            }
        }
    }

    @Test(arguments: ["close", "Close", "keep-alive, CLOSE"])
    func aRequestThatAsksToCloseIsTheLast(_ value: String) async throws {
        try await withFront { front in
            let transcript = try await RawClient(port: front.port)
                .exchange("GET /ping HTTP/1.1\r\nHost: x\r\nConnection: \(value)\r\n\r\n" + probe)
            let responses = try transcript.responses()
            #expect(responses.map(\.status) == [200])
            #expect(responses.first?["connection"] == "close")
        }
    }

    @Test func olderClientsAndUpgradeOffersAreServedOnce() async throws {
        try await withFront { front in
            let client = RawClient(port: front.port)
            let old = try await client.exchange("GET /ping HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n" + probe)
            #expect(try old.statuses() == [200])
            let upgrade = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQBAAAAAAIAAAAA\r\n"
            let offered = try await client.exchange("POST /echo HTTP/1.1\r\nHost: x\r\n\(upgrade)Content-Length: 2\r\n\r\nhi" + probe)
            #expect(try offered.responses().map(\.body) == ["hi"])
        }
    }

    @Test(arguments: [
        "x", "x:1", "x:65535", "pay.example.com", "a_b.example", "127.0.0.1:8080", "[::1]", "[::1]:8080", "[2001:DB8::192.0.2.1]:443",
    ])
    func hostsOfTheRightFormAreServed(_ host: String) async throws {
        try await withFront { front in
            let transcript = try await RawClient(port: front.port).exchange("GET /ping HTTP/1.1\r\nHost: \(host) \r\n\r\n" + probe)
            #expect(try transcript.statuses() == [200, 200])
        }
    }

    @Test(arguments: [
        "x:", "x:0", "x:65536", "x:080808", "x:8o", "user@x", "x/y", "x?y", "x%41", "x,y", "[::1", "::1", "[::1]8080", "[1.2.3.4]", "[]",
        ":80",
        "x:1:2", "http://x", "[fe80::1%25eth0]",
    ])
    func hostsOfAnotherFormAreRefused(_ host: String) async throws {
        try await withFront { front in
            let transcript = try await RawClient(port: front.port).exchange("GET /ping HTTP/1.1\r\nHost: \(host)\r\n\r\n" + probe)
            #expect(try transcript.statuses() == [400])
        }
    }

    @Test(arguments: ["PUT", "PATCH", "DELETE", "PROPFIND", "LINK"])
    func methodsThatNoRouteHasAreRefused(_ method: String) async throws {
        try await withFront { front in
            let transcript = try await RawClient(port: front.port).exchange("\(method) /echo HTTP/1.1\r\nHost: x\r\n\r\n" + probe)
            let responses = try transcript.responses()
            #expect(responses.map(\.status) == [405])
            #expect(responses.first?["allow"] == "GET, HEAD, POST")
        }
    }

    /// The connection over the limit waits in the listen queue, and is served once another one has gone.
    @Test func connectionsAreBounded() async throws {
        try await withFront(limits: FrontLimits(keepAliveTimeout: .milliseconds(200), maxConnections: 1)) { front in
            let client = RawClient(port: front.port)
            try await client.withConnection { inbound, outbound in
                try await outbound.write(ByteBuffer(string: "GET /ping HTTP/1.1\r\nHost: x\r\n\r\n"))
                var answers = inbound.makeAsyncIterator()
                _ = try await answers.next()
                #expect(try await client.exchange(probe).statuses() == [200])
            }
            #expect(front.takeSeenRequests().map(\.openConnections) == [1, 1])
        }
    }

    /// A client that opens a connection and says nothing holds no more than its time, under TLS too.
    @Test(arguments: [false, true])
    func silenceEndsAConnection(tls: Bool) async throws {
        try await withFront(limits: FrontLimits(headTimeout: .milliseconds(200)), tls: tls) { front in
            let transcript = try await RawClient(port: front.port).exchange([UInt8]())
            #expect(transcript.bytes.isEmpty)
        }
    }

    /// Rows of `header.jsonl` that the front decides; the other rows are the authentication's.
    @Test func headerRowsOfTheFront() async throws {
        let rows: [(id: String, fields: [UInt8], statuses: [Int])] = [
            ("header-011", Array("App-Id: \(String(repeating: "a", count: 10_240))".utf8), [200, 200]),
            ("header-012", Array("App-Id: \u{ef}".utf8), [400]),
            ("header-045", Array("Auth: k\u{0}:s".utf8), [400]),
            // The head's limit of 16 KiB comes before the code that the row asks for.
            ("header-046", Array("Auth: \(String(repeating: "a", count: 70 * 1_024))".utf8), [400]),
            ("header-047", Array("Auth: \(String(repeating: "a", count: 90 * 1_024))".utf8), [400]),
            ("header-096", Array("X-HTTP-Method-Override: POST".utf8), [200, 200]),
        ]
        let known = Set(try corpus("header").map(\.id))
        try await withFront { front in
            for row in rows {
                #expect(known.contains(row.id))
                let request = Array("GET /ping HTTP/1.1\r\nHost: x\r\n".utf8) + row.fields + "\r\n\r\n".utf8 + probe.utf8
                let transcript = try await RawClient(port: front.port).exchange(request)
                #expect(try transcript.statuses() == row.statuses, "\(row.id)")
            }
        }
    }

    /// header-010, header-077.
    @Test func blanksAroundAValueAreNotPartOfIt() async throws {
        try await withFront { front in
            _ = try await RawClient(port: front.port)
                .exchange("GET /ping HTTP/1.1\r\nHost: x\r\nApp-Id:  \ta b\t \r\nConnection: close\r\n\r\n")
            let name = try #require(HTTPField.Name("App-Id"))
            #expect(front.takeSeenRequests().map { $0.fields[name] } == ["a b"])
        }
    }
}
