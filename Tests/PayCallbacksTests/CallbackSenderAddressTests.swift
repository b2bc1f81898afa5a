import NIOCore
import PayCallbacks
import PayCore
import PayDomain
import TestSupport
import Testing

/// Where callbacks are dialled (hazards, fault 36, security test 47).
@Suite(.timeLimit(.minutes(5))) struct CallbackSenderAddressTests {
    private let strict = CallbackAddressPolicy(allowsLoopback: false, ownHosts: [])

    private func network(_ text: String) throws -> CallbackAddressPolicy {
        CallbackAddressPolicy(allowsLoopback: false, allowsHTTP: true, networks: [try #require(AddressRange(text))], ownHosts: [])
    }

    private let refusal = CallbackExchange.Ending.failed(
        .addressRefused,
        reason: "The host has an address that is not public, and callbacks go to public addresses only; the operator can allow addresses "
            + "of its own network with the setting callback-networks."
    )

    /// One address that callbacks must not go to refuses the host, wherever it stands among good ones.
    @Test(arguments: [
        ["127.0.0.1"], ["192.0.2.1"], ["93.184.216.34", "10.0.0.1"], ["10.0.0.1", "93.184.216.34"], ["169.254.169.254"], ["::1"],
        ["::ffff:127.0.0.1"], ["2606:2800:220:1::1", "fd00::1"], ["64:ff9b::7f00:1"], ["2002:7f00:1::"],
    ])
    func aHostWithABadAddressIsNeverDialled(_ addresses: [String]) async throws {
        try await HostileServer.run(.answerEach(SenderFixture.ok), at: "0.0.0.0") { server in
            try await SenderFixture.run(resolver: FixedResolver(addresses), policy: strict) { sender in
                let exchange = try await sender.deliver(SenderFixture.message(), to: "https://shop.example.com:\(server.port)/")
                #expect(exchange.ending == refusal && exchange.address == nil && exchange.requestHeaders.isEmpty)
            }
            #expect(server.seen.connections == 0)
        }
    }

    /// A host is looked up once an attempt, so that a second answer of a hostile name server is never asked for.
    @Test func theAddressThatWasCheckedIsTheOneThatIsDialled() async throws {
        try await HostileServer.run(.answerEach(SenderFixture.ok), at: "0.0.0.0") { server in
            let resolver = FixedResolver(["127.0.0.2"], then: ["127.0.0.1"])
            try await SenderFixture.run(resolver: resolver, policy: network("127.0.0.2")) { sender in
                let url = "http://shop.example.com:\(server.port)/"
                let first = try await sender.deliver(SenderFixture.message(), to: url)
                #expect(first.ending == .answered(status: 200) && resolver.lookups == 1 && first.address == "127.0.0.2:\(server.port)")
                let second = try await sender.deliver(SenderFixture.message(), to: url)
                #expect(second.ending == refusal && resolver.lookups == 2)
            }
            #expect(server.seen.requests == 1 && server.seen.addresses == ["127.0.0.2"])
        }
    }

    @Test func theOperatorsOwnNetworkIsCalledIfAllowed() async throws {
        try await HostileServer.run(.answerEach(SenderFixture.ok)) { server in
            try await SenderFixture.run(policy: network("127.0.0.0/8")) { sender in
                for host in ["shop.example.com", "receiver", "shop.internal", "127.0.0.1"] {
                    let exchange = try await sender.deliver(SenderFixture.message(), to: "http://\(host):\(server.port)/")
                    #expect(exchange.ending == .answered(status: 200), "\(host)")
                }
            }
            #expect(server.seen.requests == 4)
        }
    }

    /// The one that is dialled last is the one that is recorded.
    @Test func theNextAddressIsTriedIfNoConnectionCameAbout() async throws {
        try await HostileServer.run(.answerEach(SenderFixture.ok)) { server in
            let resolver = FixedResolver(["127.0.0.3", "127.0.0.2", "127.0.0.1"])
            try await SenderFixture.run(resolver: resolver, policy: network("127.0.0.0/8")) { sender in
                let exchange = try await sender.deliver(SenderFixture.message(), to: "http://shop.example.com:\(server.port)/")
                #expect(exchange.ending == .answered(status: 200) && exchange.address == "127.0.0.1:\(server.port)")
            }
        }
    }

    @Test func aLookupThatHangsIsCutOff() async throws {
        try await SenderFixture.run(resolver: HangingResolver(), exchange: .milliseconds(400)) { sender in
            let exchange = try await sender.deliver(SenderFixture.message(), to: "http://localhost:1/")
            #expect(exchange.ending == .failed(.hostUnknown, reason: "The host could not be found within 400 milliseconds."))
        }
    }

    @Test func aHostThatIsUnknownIsSaid() async throws {
        try await SenderFixture.run(resolver: FixedResolver([])) { sender in
            let exchange = try await sender.deliver(SenderFixture.message(), to: "http://localhost:1/")
            #expect(exchange.ending == .failed(.hostUnknown, reason: "The host could not be found.") && exchange.address == nil)
        }
    }

    /// Of every row of the corpus that is a URL: what may not be set is not dialled either, and no name is even looked up for it.
    @Test func noRowOfTheCorpusIsDialled() async throws {
        let resolver = FixedResolver(["127.0.0.1"])
        try await SenderFixture.run(resolver: resolver, policy: strict) { sender in
            for row in try corpus("callback_url") {
                let before = resolver.lookups
                let exchange = try await sender.deliver(SenderFixture.message(), to: row.text)
                #expect(exchange.failure?.kind == .addressRefused && exchange.address == nil, "\(row): \(exchange.ending)")
                #expect(resolver.lookups - before == (row.expect == "OK" || row.text.contains("nip.io") ? 1 : 0), "\(row)")
            }
        }
    }

    @Test(arguments: [
        "http://127.0.0.1/", "https://10.0.0.1/", "https://shop.example.com:22/", "ftp://shop.example.com/", "https://intranet/",
    ])
    func theURLIsCheckedAtEveryAttempt(_ url: String) async throws {
        try await SenderFixture.run(policy: strict) { sender in
            let failure = try #require(try await sender.deliver(SenderFixture.message(), to: url).failure)
            #expect(failure.kind == .addressRefused && failure.reason.hasPrefix("callback_url must") && failure.reason.hasSuffix("."))
        }
    }
}
