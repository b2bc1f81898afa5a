import Foundation
import PayWire
import Testing

/// An operator at a shell: a data folder or a database, a master key in the environment, and the commands.
struct Operator: Sendable {
    /// The data folder, unless the platform is in a database.
    let folder = TestFolder()
    let place: Place
    let environment: [String: String]

    /// Makes the master key with the command for it.
    init(_ engine: Engine = .sqlite) async throws {
        place = engine == .sqlite ? .folder(folder) : try await engine.newPlace()
        let key = try await ImugiProcess.run(["master-key"])
        #expect(key.status == 0 && key.errors.isEmpty)
        let text = key.output.trimmingCharacters(in: .whitespacesAndNewlines)
        environment = place.environment.merging(["IMUGI_MASTER_KEY": text]) { $1 }
    }

    /// A command that must succeed; what it prints for people.
    @discardableResult
    func run(_ arguments: String..., input: String? = nil) async throws -> String {
        let result = try await ImugiProcess.run(arguments, environment: environment, input: input)
        #expect(result.status == 0, "imugi \(arguments.joined(separator: " ")): \(result.errors)")
        return result.output
    }

    /// The same for programs.
    func json(_ arguments: String..., input: String? = nil, environment more: [String: String] = [:]) async throws -> JSONObject {
        let result = try await ImugiProcess.run(
            arguments + ["--json"], environment: environment.merging(more) { $1 }, input: input)
        #expect(result.status == 0, "imugi \(arguments.joined(separator: " ")): \(result.errors)")
        return try JSONObject(parsing: Array(result.output.utf8))
    }

    /// A command that must be refused; what it prints on the standard error.
    func refusal(_ arguments: String..., environment more: [String: String] = [:]) async throws -> String {
        let result = try await ImugiProcess.run(arguments, environment: environment.merging(more) { $1 })
        #expect(result.status != 0, "imugi \(arguments.joined(separator: " ")) was not refused: \(result.output)")
        #expect(result.output.isEmpty)
        return result.errors
    }

    /// `imugi serve` on any free port.
    func serve(_ arguments: [String] = [], environment more: [String: String] = [:]) async throws -> ImugiServer {
        try await ImugiServer.start(
            ["serve", "--port", "0", "--public-url", "http://127.0.0.1:18080"] + arguments, environment: environment.merging(more) { $1 })
    }
}
