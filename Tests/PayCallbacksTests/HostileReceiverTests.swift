import NIOCore
import NIOSSL
import PayCallbacks
import PayDomain
import TestSupport
import Testing

/// One attempt against receivers that behave badly (hazards, faults 28 to 32 and 37): each ends within its limits, and with its kind.
@Suite(.timeLimit(.minutes(5))) struct HostileReceiverTests {
    private static let kibibyte = String(repeating: "x", count: 1_024)

    /// Why an attempt failed.
    @Test(arguments: [
        (HostileServer.Behaviour.closeAtOnce, CallbackFailure.connectionClosed),
        (.reset, .connectionClosed),
        (.sendAndClose(""), .connectionClosed),
        (.sendAndClose("HTTP/1.1 200"), .connectionClosed),
        (.sendAndClose("HTTP/1.1 200 OK\r\nX-Slow: "), .connectionClosed),
        (.sendAndClose("HTTP/1.1 100 Continue\r\n\r\n"), .connectionClosed),
        (.sendAndClose("SSH-2.0-OpenSSH_9\r\n"), .notHTTP),
        (.sendAndClose("<html>HTTP/0.9 had no head</html>"), .notHTTP),
        (.sendAndClose("\u{15}\u{3}\u{1}\u{0}\u{2}\u{2}\u{50}"), .notHTTP),
        (.sendAndClose("HTTP/1.1 2000 OK\r\n\r\n"), .notHTTP),
        (.sendAndClose("HTTP/9.9 200 OK\r\n\r\n"), .notHTTP),
        (.sendAndClose("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"), .notHTTP),
        (.repeatForEver("", "HTTP/1.1 102 Processing\r\n\r\n"), .answerTooLarge),
        (.repeatForEver("HTTP/1.1 200 OK\r\n", "X-Header: \(kibibyte)\r\n"), .answerTooLarge),
        (.repeatForEver("HTTP/1.1 200 OK\r\nX: ", kibibyte), .answerTooLarge),
        (.repeatForEver("HTTP/1.1 200 ", kibibyte), .answerTooLarge),
    ])
    func whatIsNoAnswerFails(_ behaviour: HostileServer.Behaviour, _ kind: CallbackFailure) async throws {
        let exchange = try await SenderFixture.exchange(with: behaviour)
        #expect(exchange.failure?.kind == kind, "\(behaviour): \(exchange.ending)")
    }

    @Test(arguments: [
        HostileServer.Behaviour.send(""), .send("HTTP/1.1 200"), .send("HTTP/1.1 200 OK\r\nX-Slow: "),
        .send("HTTP/1.1 100 Continue\r\n\r\n"), .drip("HTTP/1.1 200 OK\r\nX: ", "slow"), .drip("", "HTTP/1.1 102 Processing\r\n\r\n"),
    ])
    func whoeverHangsIsCutOff(_ behaviour: HostileServer.Behaviour) async throws {
        let exchange = try await SenderFixture.exchange(with: behaviour, exchange: .milliseconds(400))
        #expect(exchange.ending == .failed(.answerTimeout, reason: "There was no answer within 400 milliseconds."))
        #expect(CallbackFailure.answerTimeout.isTimeout)
    }

    /// An answer counts by its status: what its body does changes nothing, and costs nothing.
    @Test(arguments: [
        (HostileServer.Behaviour.repeatForEver("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\nhello\r\n"), "hellohello"),
        (.repeatForEver("HTTP/1.1 200 OK\r\n\r\n", kibibyte), "xxxx"),
        (.sendAndClose("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), "abc"),
        (.sendAndClose("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), ""),
        (.sendAndClose("HTTP/1.0 200 OK\r\n\r\n"), ""),
        // The header block ends just within its limit, and the body comes with it.
        (.repeatForEver("HTTP/1.1 200 OK\r\nX: \(String(repeating: "x", count: 65_500))\r\n\r\n", kibibyte), "xxxx"),
    ])
    func aBodyOfAnyKindIsBounded(_ behaviour: HostileServer.Behaviour, _ start: String) async throws {
        let exchange = try await SenderFixture.exchange(with: behaviour)
        #expect(exchange.ending == .answered(status: 200), "\(behaviour)")
        #expect(exchange.answerStart.starts(with: start.utf8) && exchange.answerStart.count <= CallbackExchange.keptAnswerBytes)
        #expect(!start.isEmpty || exchange.answerStart.isEmpty)
    }

    @Test(arguments: [
        HostileServer.Behaviour.send("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\nabc"), .send("HTTP/1.1 200 OK\r\n\r\n"),
        .drip("HTTP/1.1 200 OK\r\n\r\n", "abc"),
    ])
    func aBodyThatHangsIsCutOff(_ behaviour: HostileServer.Behaviour) async throws {
        let exchange = try await SenderFixture.exchange(with: behaviour, rest: .milliseconds(200))
        #expect(exchange.ending == .answered(status: 200), "\(behaviour)")
    }

    /// A compressed answer is not unpacked: what is kept are its bytes.
    @Test func aGzipBombStaysPacked() async throws {
        let packed = String(repeating: "\u{1f}", count: 2_000)
        let exchange = try await SenderFixture.exchange(
            with: .repeatForEver("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1073741824\r\n\r\n", packed)
        )
        #expect(exchange.ending == .answered(status: 200) && exchange.answerStart == Array(repeating: 0x1f, count: 1_024))
    }

    @Test func aRefusedConnectionIsSaid() async throws {
        var port = 0
        try await HostileServer.run(.closeAtOnce) { port = $0.port }
        try await SenderFixture.run { sender in
            let exchange = try await sender.deliver(SenderFixture.message(), to: "http://127.0.0.1:\(port)/")
            #expect(exchange.ending == .failed(.connectionRefused, reason: "The connection was refused."))
        }
    }

    // MARK: - TLS

    @Test(arguments: TestCertificates.Kind.allCases)
    func certificatesAreChecked(_ kind: TestCertificates.Kind) async throws {
        try await HostileServer.run(.answerEach(SenderFixture.ok), tls: TestCertificates.server(kind)) { server in
            try await SenderFixture.run(trusting: TestCertificates.authority()) { sender in
                let exchange = try await sender.deliver(SenderFixture.message(), to: "https://localhost:\(server.port)/")
                if kind == .good {
                    #expect(exchange.ending == .answered(status: 200))
                } else {
                    #expect(
                        exchange.failure?.kind == .tls && exchange.failure?.reason.hasPrefix("TLS failed") == true, "\(exchange.ending)")
                    #expect(server.seen.bytes.isEmpty)
                }
            }
        }
    }

    /// A receiver may be known by its address alone; its certificate is then one for this address.
    @Test(arguments: ["127.0.0.1", "::1"]) func aCertificateMayBeForAnAddress(_ address: String) async throws {
        guard address == "127.0.0.1" || HostileServer.hasIPv6 else { return }
        for (kind, isGood) in [(TestCertificates.Kind.good, true), (.otherHost, false)] {
            try await HostileServer.run(.answerEach(SenderFixture.ok), tls: TestCertificates.server(kind), at: address) { server in
                try await SenderFixture.run(trusting: TestCertificates.authority()) { sender in
                    let host = address == "::1" ? "[::1]" : address
                    let exchange = try await sender.deliver(SenderFixture.message(), to: "https://\(host):\(server.port)/")
                    #expect(exchange.isDelivered == isGood && exchange.address == "\(host):\(server.port)", "\(exchange.ending)")
                    #expect(isGood || exchange.failure?.kind == .tls)
                }
            }
        }
    }

    @Test func anUnknownAuthorityIsRefused() async throws {
        try await HostileServer.run(.answerEach(SenderFixture.ok), tls: TestCertificates.server(.good)) { server in
            try await SenderFixture.run { sender in
                let exchange = try await sender.deliver(SenderFixture.message(), to: "https://localhost:\(server.port)/")
                #expect(exchange.failure?.kind == .tls && server.seen.bytes.isEmpty, "\(exchange.ending)")
            }
        }
    }

    @Test(arguments: [TLSVersion.tlsv1, .tlsv11])
    func oldTLSIsRefused(_ version: TLSVersion) async throws {
        try await HostileServer.run(.answerEach(SenderFixture.ok), tls: TestCertificates.server(.good, maximumVersion: version)) { server in
            try await SenderFixture.run(trusting: TestCertificates.authority()) { sender in
                let exchange = try await sender.deliver(SenderFixture.message(), to: "https://localhost:\(server.port)/")
                #expect(exchange.failure?.kind == .tls && server.seen.bytes.isEmpty, "\(exchange.ending)")
            }
        }
    }

    @Test func aHandshakeThatHangsIsCutOff() async throws {
        try await HostileServer.run(.send("")) { server in
            try await SenderFixture.run(connect: .milliseconds(300)) { sender in
                let exchange = try await sender.deliver(SenderFixture.message(), to: "https://localhost:\(server.port)/")
                #expect(exchange.ending == .failed(.connectTimeout, reason: "There was no connection within 300 milliseconds."))
                #expect(server.seen.connections == 1)
            }
        }
    }

    /// Whether it is seen as an end within TLS or as a reset of the connection depends on what was on its way.
    @Test func aHandshakeThatIsCutOffFails() async throws {
        try await HostileServer.run(.closeAtOnce) { server in
            try await SenderFixture.run { sender in
                let exchange = try await sender.deliver(SenderFixture.message(), to: "https://localhost:\(server.port)/")
                #expect([.tls, .connectionClosed].contains(exchange.failure?.kind), "\(exchange.ending)")
            }
        }
    }

    /// A receiver that takes the first bytes of TLS for a request of plain HTTP.
    @Test func plainHTTPAtAnHTTPSAddressIsRefused() async throws {
        try await HostileServer.run(.greet("HTTP/1.1 400 Bad Request\r\n\r\n")) { server in
            try await SenderFixture.run(trusting: TestCertificates.authority()) { sender in
                let exchange = try await sender.deliver(SenderFixture.message(), to: "https://localhost:\(server.port)/")
                #expect(exchange.failure?.kind == .tls, "\(exchange.ending)")
            }
        }
    }
}
