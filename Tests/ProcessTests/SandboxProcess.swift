import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import PayWire

/// The built `imugi sandbox` as a process of its own, reached over a real socket.
struct SandboxProcess: Sendable {
    private let process: Process
    let url: String

    /// Where the package's debug products are.
    private static let executable = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: ".build/debug/imugi")

    /// Starts it on a folder and waits for its `ready` line.
    static func start(folder: String) async throws -> SandboxProcess {
        let process = Process()
        process.executableURL = executable
        process.arguments = ["sandbox", "--port", "0", "--data", folder]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let line = try await firstLine(of: output.fileHandleForReading)
        guard line.hasPrefix("ready ") else { throw NotReady(line: line) }
        return SandboxProcess(process: process, url: String(line.dropFirst("ready ".count)))
    }

    private static func firstLine(of handle: FileHandle) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                var bytes: [UInt8] = []
                while let data = try? handle.read(upToCount: 1), let byte = data.first, byte != UInt8(ascii: "\n") { bytes.append(byte) }
                continuation.resume(returning: String(decoding: bytes, as: UTF8.self))
            }
        }
    }

    /// `kill -9`, and waits for the end.
    func kill() async { await end(SIGKILL) }

    /// SIGTERM, and the exit status.
    @discardableResult func terminate() async -> Int32 { await end(SIGTERM) }

    @discardableResult private func end(_ signal: Int32) async -> Int32 {
        Foundation.kill(process.processIdentifier, signal)
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                process.waitUntilExit()
                continuation.resume(returning: process.terminationStatus)
            }
        }
    }

    struct NotReady: Error {
        let line: String
    }

    /// A signed call of the sandbox's first app: the envelope, or `nil` if there was no answer to read.
    func call(_ path: String, _ json: String, client: HTTPClient) async -> JSONObject? {
        let date = HTTPDate.text(seconds: Int64(Date().timeIntervalSince1970))
        let signature = RequestSignature(
            method: "POST", contentSHA1: "", contentType: "application/json", date: date, headers: [], path: path
        )
        var request = HTTPClientRequest(url: url + path)
        request.method = .POST
        request.headers = [
            "App-Id": "sandbox-app", "Date": date, "Content-Type": "application/json",
            "Auth": "sandbox-app-access-key:\(signature.sign(secret: Array("sandbox-app-secret-key".utf8)))",
        ]
        request.body = .bytes(ByteBuffer(string: json))
        return await send(request, client)
    }

    /// A control call.
    func control(_ path: String, client: HTTPClient) async -> JSONObject? {
        await send(HTTPClientRequest(url: url + path), client)
    }

    /// A killed server answers nothing, and that is what the tests are about: no answer is `nil`, not an error.
    private func send(_ request: HTTPClientRequest, _ client: HTTPClient) async -> JSONObject? {
        guard let response = try? await client.execute(request, timeout: .seconds(20)), response.status == .ok,
            let body = try? await response.body.collect(upTo: 1 << 20)
        else { return nil }
        return try? JSONObject(parsing: Array(body.readableBytesView))
    }
}

extension JSONObject {
    func text(_ name: String) -> String? {
        switch self[name] {
        case .string(let text), .number(let text): text
        case .bool(let value): String(value)
        default: nil
        }
    }

    func object(_ name: String) -> JSONObject? {
        guard case .object(let object)? = self[name] else { return nil }
        return object
    }
}
