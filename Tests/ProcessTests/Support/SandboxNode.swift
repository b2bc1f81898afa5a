import AsyncHTTPClient
import Testing

/// One of the sandbox's nodes, and the server of `sandbox-app`, which calls it.
struct SandboxNode: Sendable {
    let server: ImugiServer
    let client: SignedClient

    /// - Parameter address: of the database.
    static func start(_ address: String, _ http: HTTPClient) async throws -> SandboxNode {
        let server = try await ImugiServer.start(["sandbox", "--port", "0", "--database", address])
        return SandboxNode(server: server, client: SignedClient(server, http: http))
    }

    /// So many nodes on one database, all started at the same moment.
    static func start(_ count: Int, on database: TestDatabase, _ http: HTTPClient) async throws -> [SandboxNode] {
        try await withThrowingTaskGroup(of: SandboxNode.self) { group in
            for _ in 0..<count { group.addTask { try await start(database.address, http) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    var isReady: Bool { get async { await client.control("/ready").status == 200 } }

    func untilReady() async { while await !isReady, !Task.isCancelled { await Task.yield() } }

    /// Asks for a clean end.
    func stop() async { #expect(await server.process.terminate() == 0, "\(server.process.log)") }
}
