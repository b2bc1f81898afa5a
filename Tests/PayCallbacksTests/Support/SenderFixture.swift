import NIOCore
import NIOSSL
import PayCallbacks
import PayCore
import PayDomain
import PayWire
import TestSupport

/// A sender as the sandbox has it, which calls `localhost`, against receivers on this machine.
enum SenderFixture {
    static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

    static func message() throws -> CallbackMessage {
        CallbackMessage(try Fixture.order(), coin: try Fixture.coin(), app: try Fixture.app(callbackURL: nil), time: Fixture.start)
    }

    /// - Parameters:
    ///   - exchange: short for a test that waits for its end, long for all others, however busy the machine.
    ///   - connect: likewise, until there is a connection.
    ///   - rest: likewise, for what comes after the header block.
    static func run(
        resolver: any HostResolver = FixedResolver(["127.0.0.1"]), exchange: TimeAmount = .seconds(200), rest: TimeAmount = .seconds(200),
        connect: TimeAmount = .seconds(200), trusting roots: NIOSSLTrustRoots? = nil,
        policy: CallbackAddressPolicy = CallbackAddressPolicy(allowsLoopback: true, ownHosts: []),
        _ body: (CallbackSender) async throws -> Void
    ) async throws {
        var limits = CallbackSender.Limits()
        limits.exchange = exchange
        limits.connect = connect
        limits.rest = rest
        // A busy machine must not seem to be a receiver that closes connections.
        limits.idle = .seconds(200)
        let sender = CallbackSender(policy: policy, resolver: resolver, limits: limits, trustRoots: roots)
        do {
            try await body(sender)
        } catch {
            await sender.shutdown()
            throw error
        }
        await sender.shutdown()
    }

    /// One attempt against a receiver of this kind.
    static func exchange(
        with behaviour: HostileServer.Behaviour, exchange limit: TimeAmount = .seconds(200), rest: TimeAmount = .seconds(200)
    ) async throws -> CallbackExchange {
        var exchange = CallbackExchange(url: "", ending: .failed(.other, reason: "not attempted"), durationNanoseconds: 0)
        try await HostileServer.run(behaviour) { server in
            try await run(exchange: limit, rest: rest) { sender in
                exchange = try await sender.deliver(message(), to: "http://127.0.0.1:\(server.port)/cb")
            }
        }
        return exchange
    }
}

extension CallbackExchange {
    /// The kind and the reason of a failure; `nil` if there was an answer.
    var failure: (kind: CallbackFailure, reason: String)? {
        guard case .failed(let kind, let reason) = ending else { return nil }
        return (kind, reason)
    }
}

/// Answers from a list, and another list from the second lookup on.
final class FixedResolver: HostResolver {
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

    func distrust(_ hosts: [String]) {}

    func shutdown() async {}
}

/// A name server that never answers.
struct HangingResolver: HostResolver {
    private let never = Observed(false)

    func addresses(of host: String) async throws -> [IPAddress] {
        await never.wait { $0 }
        throw HostUnknown()
    }

    func distrust(_ hosts: [String]) {}

    func shutdown() async {}
}
