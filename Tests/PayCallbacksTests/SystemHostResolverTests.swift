import Dispatch
import NIOPosix
import PayWire
import Testing

@testable import PayCallbacks

@Suite struct SystemHostResolverTests {
    private static let group = MultiThreadedEventLoopGroup.singleton

    @Test func theSystemKnowsThisMachine() async throws {
        let resolver = SystemHostResolver()
        let addresses = try await resolver.addresses(of: "localhost")
        #expect(!addresses.isEmpty && addresses.allSatisfy { $0.isLoopback })
        await #expect(throws: HostUnknown.self) { try await resolver.addresses(of: "no-such-host.invalid") }
        await resolver.shutdown()
        await #expect(throws: HostUnknown.self) { try await resolver.addresses(of: "localhost") }
    }

    /// A name server that never answers must not keep the process from ending.
    @Test(.timeLimit(.minutes(1))) func shutdownWaitsForNoLookup() async throws {
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let answer = DispatchSemaphore(value: 0)
        let resolver = SystemHostResolver(eventLoopGroup: Self.group) { _ in
            begin.yield()
            answer.wait()
            return []
        }
        let lookup = Task { try await resolver.addresses(of: "a.example") }
        for await _ in begun { break }
        await resolver.shutdown()
        answer.signal()
        #expect(try await lookup.value == [])
    }
}
