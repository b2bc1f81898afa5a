import NIOCore
import NIOPosix
import NIOSSL
import PayCore
import PayDomain
import PayWire
import TestSupport
import Testing

@testable import PayCallbacks

/// How connections are kept, and when a request is sent twice: only if it was overtaken by the end of a connection that was kept open.
@Suite(.timeLimit(.minutes(5))) struct CallbackConnectionsTests {
    private func endings(_ count: Int, _ behaviour: HostileServer.Behaviour) async throws -> ([CallbackExchange.Ending], HostileServer.Seen)
    {
        var endings: [CallbackExchange.Ending] = []
        var seen = HostileServer.Seen()
        try await HostileServer.run(behaviour) { server in
            try await SenderFixture.run { sender in
                for _ in 0..<count {
                    endings.append(try await sender.deliver(SenderFixture.message(), to: "http://127.0.0.1:\(server.port)/").ending)
                }
            }
            seen = server.seen
        }
        return (endings, seen)
    }

    @Test func aHundredCallbacksTakeOneConnection() async throws {
        let (endings, seen) = try await endings(100, .answerEach(SenderFixture.ok))
        #expect(endings.allSatisfy { $0 == .answered(status: 200) })
        #expect(seen.connections == 1 && seen.requests == 100)
    }

    @Test func callbacksAtTheSameTimeShareConnections() async throws {
        try await HostileServer.run(.answerEach(SenderFixture.ok)) { server in
            try await SenderFixture.run { sender in
                let port = server.port
                let delivered = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for _ in 0..<200 {
                        group.addTask { try await sender.deliver(SenderFixture.message(), to: "http://127.0.0.1:\(port)/").isDelivered }
                    }
                    return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                }
                #expect(delivered == 200)
            }
            #expect(server.seen.connections <= 64 && server.seen.requests == 200)
        }
    }

    @Test(arguments: [HostileServer.Behaviour.closeAtSecond(SenderFixture.ok, then: ""), .resetAtSecond(SenderFixture.ok)])
    func aKeptConnectionThatEndsWithoutAByteIsReplaced(_ behaviour: HostileServer.Behaviour) async throws {
        let (endings, seen) = try await endings(2, behaviour)
        #expect(endings == [.answered(status: 200), .answered(status: 200)])
        #expect(seen.connections == 2 && seen.requests == 3)
    }

    /// The receiver began to answer, so it had the request.
    @Test(arguments: ["H", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 100 Continue\r\n\r\n"])
    func aRequestThatWasBeingAnsweredIsNotSentAgain(_ start: String) async throws {
        let (endings, seen) = try await endings(2, .closeAtSecond(SenderFixture.ok, then: start))
        #expect(endings.last == .failed(.connectionClosed, reason: "The connection was closed before there was an answer."))
        #expect(seen.connections == 1 && seen.requests == 2)
    }

    @Test(arguments: [HostileServer.Behaviour.sendAndClose(""), .reset])
    func aNewConnectionThatEndsIsTheEnd(_ behaviour: HostileServer.Behaviour) async throws {
        let (endings, seen) = try await endings(1, behaviour)
        #expect(endings.first == .failed(.connectionClosed, reason: "The connection was closed before there was an answer."))
        #expect(seen.connections == 1 && seen.requests == 1)
    }

    // MARK: - Clients

    @Test func clientsAreBoundedAndTheOneLeftAloneTheLongestGoesFirst() async throws {
        let clients = CallbackClients(
            connectTimeout: .seconds(1), idleTimeout: .seconds(1), connectionsPerAddress: 1, maximumHeadBytes: 1,
            tls: .makeClientConfiguration(),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton
        )
        func key(_ number: Int) -> CallbackClients.Key { CallbackClients.Key(host: .name("shop\(number).example"), address: .v4(1)) }
        let inUse = clients.acquire(key(0))
        let idle = clients.acquire(key(1))
        clients.release(key(1))
        for number in 2...CallbackClients.maximumClients {
            _ = clients.acquire(key(number))
            clients.release(key(number))
        }
        #expect(clients.count == CallbackClients.maximumClients)
        #expect(clients.acquire(key(0)) === inUse)
        #expect(clients.acquire(key(1)) !== idle)
        clients.release(key(0))
        clients.release(key(0))
        clients.release(key(1))
        await clients.shutdown()
        #expect(clients.count == 0)
    }

    /// A client's own copy of the system's authorities would be 1 MiB.
    @Test func theSystemsAuthoritiesAreReadOnceForAll() throws {
        guard case .certificates(let certificates) = SystemTrustRoots.shared else {
            // A system without one of the files that are known leaves it to TLS.
            #expect(SystemTrustRoots.shared == .default)
            return
        }
        #expect(!certificates.isEmpty)
    }
}
