import Foundation
import Hummingbird
import PayDomain
import PayHTTP
import PaySandbox
import Testing

/// `docs/openapi.yaml` describes what is served: no path more, none less.
@Suite struct OpenAPITests {
    private struct Operation: Hashable {
        let method: String
        let path: String
        let id: String
    }

    /// The operations of the document, read line by line: paths are indented by two spaces, methods by four, their members by six.
    private static func operations() throws -> [Operation] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/openapi.yaml"), encoding: .utf8)
        var operations: [Operation] = []
        var path = ""
        var method = ""
        for line in text.split(separator: "\n") {
            if line.hasPrefix("  /"), line.hasSuffix(":") { path = String(line.dropFirst(2).dropLast()) }
            if line == "    get:" || line == "    post:" { method = String(line.dropFirst(4).dropLast()) }
            if line.hasPrefix("      operationId: ") {
                operations.append(Operation(method: method, path: path, id: String(line.dropFirst(19))))
            }
        }
        return operations
    }

    /// The name of the use case: `FindOrderEndpoint` is `findOrder`, and on the open account `ListAssetsEndpoint` is `listAssetsOpen`.
    private static func operationID(_ endpoint: any Endpoint.Type) -> String {
        let name = String(describing: endpoint)
        let useCase = name.prefix { $0 != "<" }.replacing("Endpoint", with: "")
        return useCase.prefix(1).lowercased() + useCase.dropFirst() + (name.hasSuffix("<OpenBook>") ? "Open" : "")
    }

    /// By POST as a server or a device calls it; by GET too where a device or anybody may.
    private static func operations(of endpoint: any Endpoint.Type) -> [Operation] {
        let path = endpoint.path + "/"
        let id = operationID(endpoint)
        let post = Operation(method: "post", path: path, id: id)
        guard endpoint is any ClientEndpoint.Type || endpoint is any OpenEndpoint.Type else { return [post] }
        return [post, Operation(method: "get", path: path, id: id + "ByGet")]
    }

    @Test func theAPIsOperationsAreItsEndpoints() throws {
        let described = try Self.operations().filter { $0.path.hasPrefix("/api/") }
        let served = Routes.endpoints.flatMap { Self.operations(of: $0) }
        #expect(Set(described).subtracting(served) == [])
        #expect(Set(served).subtracting(described) == [])
        #expect(described.count == served.count)
    }

    @Test func everyPathButThePagesIsDescribed() async throws {
        let described = try Self.operations()
        #expect(Set(described.map(\.id)).count == described.count)
        try await Sandbox.run { sandbox in
            let controls = SandboxRoutes(sandbox.platform, clock: sandbox.clock)
            let router = try Routes(sandbox.platform).router { controls.add(to: $0) }
            let paths = router.routes.map { Self.plain($0.path.description) }
            let pages = ["oauth/", "assets/", "account", "receipt", "sandbox/shop"]
            let served = Set(paths.filter { path in !pages.contains { path.hasPrefix($0) } })
            #expect(Set(described.map { Self.plain($0.path) }) == served)
        }
    }

    /// A path without its outer slashes, parameters in the router's spelling.
    private static func plain(_ path: String) -> String {
        path.replacing("{", with: ":").replacing("}", with: "").split(separator: "/").joined(separator: "/")
    }
}
