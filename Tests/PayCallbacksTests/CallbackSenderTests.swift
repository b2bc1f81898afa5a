import NIOCore
import NIOSSL
import PayCallbacks
import PayCore
import PayDomain
import PayWire
import TestSupport
import Testing

/// One attempt against receivers that behave well, badly, and not at all (hazards, faults 28 to 32, 36 and 37).
@Suite(.timeLimit(.minutes(2))) struct CallbackSenderTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

    private func message() throws -> CallbackMessage {
        CallbackMessage(try Fixture.order(), coin: try Fixture.coin(), app: try Fixture.app(callbackURL: nil), time: Fixture.start)
    }

    /// - Parameter exchange: short for a test that waits for its end, long for all others, however busy the machine.
    private func withSender(
        resolver: any HostResolver = FixedResolver(["127.0.0.1"]), exchange: TimeAmount = .seconds(20),
        trusting roots: NIOSSLTrustRoots = .default, allowsLoopback: Bool = true, _ body: (CallbackSender) async throws -> Void
    ) async throws {
        var limits = CallbackSender.Limits()
        limits.exchange = exchange
        limits.rest = .milliseconds(100)
        let sender = CallbackSender(
            policy: CallbackAddressPolicy(allowsLoopback: allowsLoopback, ownHosts: []), resolver: resolver, limits: limits,
            trustRoots: roots
        )
        do {
            try await body(sender)
        } catch {
            await sender.shutdown()
            throw error
        }
        await sender.shutdown()
    }

    /// How an attempt against a receiver of this kind ends.
    private func ending(
        of behaviour: HostileServer.Behaviour, exchange: TimeAmount = .seconds(20)
    ) async throws -> CallbackExchange.Ending {
        var ending = CallbackExchange.Ending.failed(.other, reason: "not attempted")
        try await HostileServer.run(behaviour) { server in
            try await withSender(exchange: exchange) { sender in
                ending = try await sender.deliver(message(), to: "http://127.0.0.1:\(server.port)/cb").ending
            }
        }
        return ending
    }

    @Test func aCallbackArrivesAsItWasSigned() async throws {
        try await HostileServer.run(.answerEach(Self.ok)) { server in
            try await withSender { sender in
                let message = try message()
                let report = try await sender.deliver(message, to: "http://localhost:\(server.port)/cb?shop=1")
                #expect(report.ending == .answered(status: 200) && report.durationNanoseconds > 0)
                let parts = server.seen.bytes.split(separator: "\r\n\r\n", maxSplits: 1)
                let head = try #require(parts.first)
                #expect(head.hasPrefix("POST /cb?shop=1 HTTP/1.1\r\n"))
                #expect(Array(try #require(parts.last).utf8) == message.body)
                let headers = head.lowercased()
                for (name, value) in message.headers { #expect(headers.contains("\(name.lowercased()): \(value.lowercased())"), "\(name)") }
                #expect(headers.contains("host: localhost:\(server.port)") && headers.contains("content-length: \(message.body.count)"))
                #expect(!headers.contains("accept-encoding") && !headers.contains("transfer-encoding"))
            }
        }
    }

    @Test(arguments: [200, 201, 202, 204, 299, 301, 302, 303, 307, 308, 400, 410, 429, 500, 503])
    func theStatusIsTheEnding(_ status: Int) async throws {
        // Nobody is behind the address to which the redirects lead; an attempt there would end otherwise.
        let answer = "HTTP/1.1 \(status) X\r\nLocation: http://127.0.0.1:1/\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"
        #expect(try await ending(of: .send(answer)) == .answered(status: status))
    }

    /// Why an attempt failed, as its reason begins.
    @Test(arguments: [
        (HostileServer.Behaviour.closeAtOnce, "The connection was closed"),
        (.reset, "The connection was closed"),
        (.sendAndClose("HTTP/1.1 200 OK\r\nX-Slow: "), "The"),
        (.sendAndClose("SSH-2.0-OpenSSH_9\r\n"), "The answer was not HTTP."),
        (.repeatForEver("", "HTTP/1.1 102 Processing\r\n\r\n"), "The answer had more than 65536 bytes"),
        (.repeatForEver("HTTP/1.1 200 OK\r\n", "X-Header: \(String(repeating: "x", count: 1_000))\r\n"), "The"),
        (.repeatForEver("HTTP/1.1 200 OK\r\nX: ", String(repeating: "x", count: 1_000)), "The"),
    ])
    func whatIsNoAnswerFailsWithinItsLimits(_ behaviour: HostileServer.Behaviour, _ reason: String) async throws {
        guard case .failed(_, let words) = try await ending(of: behaviour) else {
            Issue.record("\(behaviour) was taken for an answer")
            return
        }
        #expect(words.hasPrefix(reason), "\(behaviour): \(words)")
    }

    @Test(arguments: ["", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nX-Slow: ", "HTTP/1.1 100 Continue\r\n\r\n"])
    func whoeverHangsIsCutOff(_ start: String) async throws {
        let ending = try await ending(of: .send(start), exchange: .milliseconds(400))
        #expect(ending == .failed(.other, reason: "There was no answer within 400 milliseconds."))
    }

    /// An answer counts by its status alone: what its body does matters to nobody.
    @Test(arguments: [
        HostileServer.Behaviour.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\nabc"),
        .repeatForEver("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\nhello\r\n"),
        .repeatForEver("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", String(repeating: "\u{1f}", count: 1_000)),
        .sendAndClose("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), .sendAndClose("HTTP/1.0 200 OK\r\n\r\n"),
    ])
    func aBodyOfAnyKindIsBounded(_ behaviour: HostileServer.Behaviour) async throws {
        #expect(try await ending(of: behaviour) == .answered(status: 200))
    }

    @Test func aRefusedConnectionIsSaid() async throws {
        var port = 0
        try await HostileServer.run(.closeAtOnce) { port = $0.port }
        try await withSender { sender in
            let report = try await sender.deliver(message(), to: "http://127.0.0.1:\(port)/")
            #expect(report.ending == .failed(.other, reason: "The connection was refused."))
        }
    }

    @Test func aConnectionIsKeptAndOneThatWasClosedMeanwhileIsReplaced() async throws {
        for (behaviour, connections) in [(HostileServer.Behaviour.answerEach(Self.ok), 1), (.closeAtSecond(Self.ok), 2)] {
            try await HostileServer.run(behaviour) { server in
                try await withSender { sender in
                    for _ in 0..<2 {
                        let report = try await sender.deliver(message(), to: "http://127.0.0.1:\(server.port)/")
                        #expect(report.ending == .answered(status: 200), "\(behaviour)")
                    }
                }
                #expect(server.seen.connections == connections, "\(behaviour)")
            }
        }
    }

    // MARK: - TLS

    @Test(arguments: [(TestCertificates.Kind.good, true), (.otherHost, false), (.expired, false)])
    func certificatesAreChecked(_ kind: TestCertificates.Kind, _ isGood: Bool) async throws {
        try await HostileServer.run(.answerEach(Self.ok), tls: TestCertificates.server(kind)) { server in
            try await withSender(trusting: TestCertificates.authority()) { sender in
                let report = try await sender.deliver(message(), to: "https://localhost:\(server.port)/")
                if isGood {
                    #expect(report.ending == .answered(status: 200))
                } else {
                    guard case .failed(_, let reason) = report.ending else { throw NotRefused() }
                    #expect(reason.hasPrefix("TLS failed"), "\(reason)")
                    #expect(server.seen.bytes.isEmpty)
                }
            }
        }
    }

    @Test func anUnknownAuthorityIsRefused() async throws {
        try await HostileServer.run(.answerEach(Self.ok), tls: TestCertificates.server(.good)) { server in
            try await withSender { sender in
                guard case .failed(_, let reason) = try await sender.deliver(message(), to: "https://localhost:\(server.port)/").ending
                else {
                    throw NotRefused()
                }
                #expect(reason.hasPrefix("TLS failed"), "\(reason)")
                #expect(server.seen.bytes.isEmpty)
            }
        }
    }

    private struct NotRefused: Error {}

    // MARK: - Addresses

    /// One address that callbacks must not go to refuses the host, wherever it stands among good ones.
    @Test(arguments: [["127.0.0.1"], ["192.0.2.1"], ["93.184.216.34", "10.0.0.1"], ["169.254.169.254"], ["::1"], ["::ffff:127.0.0.1"]])
    func aHostWithABadAddressIsNeverDialled(_ addresses: [String]) async throws {
        try await HostileServer.run(.answerEach(Self.ok)) { server in
            try await withSender(resolver: FixedResolver(addresses), allowsLoopback: false) { sender in
                let report = try await sender.deliver(message(), to: "https://shop.example.com:\(server.port)/")
                #expect(
                    report.ending
                        == .failed(.other, reason: "The host has an address that is not public, and callbacks go to public addresses only.")
                )
            }
            #expect(server.seen.connections == 0)
        }
    }

    /// A host is looked up once an attempt, so that a second answer of a hostile name server is never asked for.
    @Test func theAddressThatWasCheckedIsTheOneThatIsDialled() async throws {
        try await HostileServer.run(.answerEach(Self.ok)) { server in
            let resolver = FixedResolver(["127.0.0.1"], then: ["10.0.0.1"])
            try await withSender(resolver: resolver) { sender in
                let first = try await sender.deliver(message(), to: "http://localhost:\(server.port)/")
                #expect(first.ending == .answered(status: 200) && resolver.lookups == 1)
                guard case .failed = try await sender.deliver(message(), to: "http://localhost:\(server.port)/").ending else {
                    throw NotRefused()
                }
                #expect(resolver.lookups == 2)
            }
            #expect(server.seen.requests == 1)
        }
    }

    @Test func aLookupThatHangsIsCutOff() async throws {
        try await withSender(resolver: HangingResolver(), exchange: .milliseconds(400)) { sender in
            let report = try await sender.deliver(message(), to: "http://localhost:1/")
            #expect(report.ending == .failed(.other, reason: "There was no answer within 400 milliseconds."))
        }
    }

    @Test func aHostThatIsUnknownIsSaid() async throws {
        try await withSender(resolver: FixedResolver([])) { sender in
            let report = try await sender.deliver(message(), to: "http://localhost:1/")
            #expect(report.ending == .failed(.other, reason: "The host could not be found."))
        }
    }

    @Test func theURLIsCheckedAtEveryAttempt() async throws {
        try await withSender(allowsLoopback: false) { sender in
            for url in [
                "http://127.0.0.1/", "https://10.0.0.1/", "https://shop.example.com:22/", "ftp://shop.example.com/", "https://intranet/",
            ] {
                guard case .failed(_, let reason) = try await sender.deliver(message(), to: url).ending else { throw NotRefused() }
                #expect(reason.hasPrefix("callback_url must"), "\(url): \(reason)")
            }
        }
    }
}

/// Answers from a list, and another list from the second lookup on.
private final class FixedResolver: HostResolver {
    private let first: [IPAddress]
    private let later: [IPAddress]
    private let count = Locked(0)

    init(_ addresses: [String], then later: [String]? = nil) {
        first = addresses.compactMap { IPAddress($0) }
        self.later = later.map { $0.compactMap { IPAddress($0) } } ?? first
    }

    var lookups: Int { count.withLock { $0 } }

    func addresses(of host: String) async throws -> [IPAddress] {
        let number = count.withLock { count in
            count += 1
            return count
        }
        let addresses = number == 1 ? first : later
        guard !addresses.isEmpty else { throw HostUnknown() }
        return addresses
    }

    func shutdown() async {}
}

/// A name server that never answers.
private struct HangingResolver: HostResolver {
    private let never = Observed(false)

    func addresses(of host: String) async throws -> [IPAddress] {
        await never.wait { $0 }
        throw HostUnknown()
    }

    func shutdown() async {}
}
