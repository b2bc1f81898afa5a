import Dispatch
import NIOCore
import PayCore
import TestSupport
import Testing

@testable import PayCallbacks

@Suite(.timeLimit(.minutes(1))) struct SystemHostResolverTests {
    /// A name server of the tests: names that begin with `dead` are not answered until it is told to, those that begin with `sick` fail once
    /// and are not answered from then on, and all others are answered at once.
    private final class NameServer: Sendable {
        struct Seen: Sendable {
            var asked: [String: Int] = [:]
            var waiting: Set<String> = []
            var time = NIODeadline.uptimeNanoseconds(0)
        }

        let seen = Observed(Seen())
        private let answer = DispatchSemaphore(value: 0)

        static let address = IPAddress.v4(0x5DB8_D822)

        func lookUp(_ host: String) throws -> [IPAddress] {
            let hangs = seen.update { seen in
                seen.asked[host, default: 0] += 1
                let hangs = host.hasPrefix("dead") || (host.hasPrefix("sick") && seen.asked[host] != 1)
                if hangs { seen.waiting.insert(host) }
                return hangs
            }
            if hangs {
                answer.wait()
                answer.signal()
                seen.update { seen in _ = seen.waiting.remove(host) }
                throw HostUnknown()
            }
            if host.hasPrefix("slow") { seen.update { $0.time = $0.time + .seconds(2) } }
            if host.hasPrefix("none") || host.hasPrefix("sick") { throw HostUnknown() }
            return [Self.address]
        }

        func pass(_ time: TimeAmount) { seen.update { $0.time = $0.time + time } }
        func asked(_ host: String) -> Int { seen.state.asked[host] ?? 0 }
        /// Lets every lookup go on, now and from now on.
        func give() { answer.signal() }
    }

    private func run(
        _ limits: SystemHostResolver.Limits = .init(), _ body: (SystemHostResolver, NameServer) async throws -> Void
    ) async throws {
        let server = NameServer()
        let resolver = SystemHostResolver(limits: limits, now: { server.seen.state.time }, lookUp: { try server.lookUp($0) })
        do {
            try await body(resolver, server)
        } catch {
            server.give()
            await resolver.shutdown()
            throw error
        }
        server.give()
        await resolver.shutdown()
    }

    private func ask(_ resolver: SystemHostResolver, dead numbers: Range<Int>) -> [Task<[IPAddress], any Error>] {
        numbers.map { number in Task { try await resolver.addresses(of: "dead\(number)") } }
    }

    @Test func theSystemKnowsThisMachine() async throws {
        let resolver = SystemHostResolver()
        let addresses = try await resolver.addresses(of: "localhost")
        #expect(!addresses.isEmpty && addresses.allSatisfy { $0.isLoopback })
        await #expect(throws: HostUnknown.self) { try await resolver.addresses(of: "no-such-host.invalid") }
        await resolver.shutdown()
        await #expect(throws: HostUnknown.self) { try await resolver.addresses(of: "localhost") }
    }

    /// A name server that never answers must not keep the process from ending.
    @Test func shutdownWaitsForNoLookup() async throws {
        try await run { resolver, server in
            let lookup = ask(resolver, dead: 0..<1)
            await server.seen.wait { $0.waiting.count == 1 }
            await resolver.shutdown()
            server.give()
            await #expect(throws: HostUnknown.self) { try await lookup[0].value }
        }
    }

    /// However many names are dead, a host that was found before is found: some threads are for such hosts alone.
    @Test func deadNamesKeepNoKnownHostWaiting() async throws {
        try await run { resolver, server in
            _ = try await resolver.addresses(of: "shop.example")
            let lookups = ask(resolver, dead: 0..<500)
            await server.seen.wait { $0.waiting.count == SystemHostResolver.Standing.unknown.threads }
            server.pass(.seconds(31))
            #expect(try await resolver.addresses(of: "shop.example") == [NameServer.address])
            #expect(server.asked("shop.example") == 2)
            server.give()
            for lookup in lookups { await #expect(throws: HostUnknown.self) { try await lookup.value } }
        }
    }

    /// After a restart nothing is known but who was failing before: however many they are, a host that is new is found without waiting.
    @Test func hostsThatWereFailingBeforeKeepNoNewOneWaiting() async throws {
        try await run { resolver, server in
            resolver.distrust((0..<500).map { "dead\($0)" } + ["shop.example"])
            let lookups = ask(resolver, dead: 0..<500)
            await server.seen.wait { $0.waiting.count == SystemHostResolver.Standing.slow.threads }
            let found = try await resolver.addresses(of: "new.example")
            #expect(found == [NameServer.address])
            server.give()
            for lookup in lookups { await #expect(throws: HostUnknown.self) { try await lookup.value } }
            // One that is found is distrusted no more.
            let distrusted = try await resolver.addresses(of: "shop.example")
            #expect(distrusted == [NameServer.address])
        }
    }

    /// A host that failed or was slow the last time is looked up on the few threads of its like, and takes none from the others.
    @Test(arguments: ["none.example", "slow.example"])
    func aHostThatWasNotWellSharesThreadsWithItsLike(_ host: String) async throws {
        try await run { resolver, server in
            _ = try? await resolver.addresses(of: host)
            _ = try await resolver.addresses(of: "shop.example")
            server.pass(.seconds(60))
            let threads = SystemHostResolver.Standing.slow.threads
            for number in 0..<threads { _ = try? await resolver.addresses(of: "sick\(number)") }
            let sick = (0..<threads).map { number in Task { try await resolver.addresses(of: "sick\(number)") } }
            await server.seen.wait { $0.waiting.count == threads }
            let again = Task { try? await resolver.addresses(of: host) }
            #expect(try await resolver.addresses(of: "shop.example") == [NameServer.address])
            #expect(try await resolver.addresses(of: "new.example") == [NameServer.address])
            #expect(server.asked(host) == 1)
            server.give()
            _ = await again.value
            #expect(server.asked(host) == 2)
            for lookup in sick { await #expect(throws: HostUnknown.self) { try await lookup.value } }
        }
    }

    @Test func lookupsOfOneHostAtTheSameTimeAreOne() async throws {
        try await run { resolver, server in
            let lookups = (0..<20).map { _ in Task { try await resolver.addresses(of: "dead.example") } }
            await server.seen.wait { $0.waiting.count == 1 }
            server.give()
            for lookup in lookups { await #expect(throws: HostUnknown.self) { try await lookup.value } }
            // Those that came after the first had ended make another; none makes one of its own at the same time.
            #expect(server.asked("dead.example") <= 20 && server.seen.state.waiting.isEmpty)
        }
    }

    @Test func whatWasFoundIsKeptForHalfAMinute() async throws {
        try await run { resolver, server in
            for _ in 0..<5 { #expect(try await resolver.addresses(of: "shop.example") == [NameServer.address]) }
            server.pass(.seconds(29))
            _ = try await resolver.addresses(of: "shop.example")
            #expect(server.asked("shop.example") == 1)
            server.pass(.seconds(1))
            _ = try await resolver.addresses(of: "shop.example")
            #expect(server.asked("shop.example") == 2)
        }
    }

    @Test func whatWasNotFoundIsAskedForAgain() async throws {
        try await run { resolver, server in
            for _ in 0..<3 { await #expect(throws: HostUnknown.self) { try await resolver.addresses(of: "none.example") } }
            #expect(server.asked("none.example") == 3)
        }
    }

    /// Whoever gives up waiting does so at once, and a lookup that nobody waits for is not made when a thread becomes free.
    @Test func aLookupThatNobodyWaitsForIsDropped() async throws {
        try await run { resolver, server in
            let threads = SystemHostResolver.Standing.unknown.threads
            let busy = ask(resolver, dead: 0..<threads)
            await server.seen.wait { $0.waiting.count == threads }
            let waiting = Task { try await resolver.addresses(of: "late.example") }
            while resolver.lookups == threads { await Task.yield() }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            server.give()
            for lookup in busy { await #expect(throws: HostUnknown.self) { try await lookup.value } }
            _ = try await resolver.addresses(of: "shop.example")
            #expect(server.asked("late.example") == 0)
        }
    }

    @Test func lookupsAndWhatIsRememberedAreBounded() async throws {
        var limits = SystemHostResolver.Limits()
        limits.lookups = 3
        limits.rememberedHosts = 4
        try await run(limits) { resolver, server in
            for number in 0..<5 { _ = try await resolver.addresses(of: "shop\(number)") }
            // The newest is still known; the oldest is asked for again.
            _ = try await resolver.addresses(of: "shop4")
            _ = try await resolver.addresses(of: "shop0")
            #expect(server.asked("shop4") == 1 && server.asked("shop0") == 2)
            let lookups = ask(resolver, dead: 0..<3)
            await server.seen.wait { $0.waiting.count == 3 }
            await #expect(throws: HostUnknown.self) { try await resolver.addresses(of: "one.more") }
            #expect(server.asked("one.more") == 0)
            server.give()
            for lookup in lookups { await #expect(throws: HostUnknown.self) { try await lookup.value } }
        }
    }
}
