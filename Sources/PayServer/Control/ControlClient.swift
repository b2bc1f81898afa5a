import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import PayDomain

/// Asks a running server to carry out an operator's request.
package struct ControlClient: Sendable {
    private static let maximumReplyBytes = 64 << 20

    private let socketPath: String

    package init(socketPath: String) { self.socketPath = socketPath }

    /// - Returns: the reply, or `nil` if no server runs there; then nothing was sent.
    /// - Throws: ``OperatorRefusal``; ``ControlSocketError``.
    package func perform(_ request: OperatorRequest) async throws -> OperatorReply? {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.timeout.connect = .seconds(5)
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let answer: (status: Int, body: Data)
        do {
            answer = try await send(request, by: client)
        } catch {
            try await client.shutdown()
            if try isAbsence(error) { return nil }
            throw ControlSocketError.answerLost(path: socketPath, reason: "\(error)")
        }
        try await client.shutdown()
        return try read(answer.status, answer.body)
    }

    private func send(_ request: OperatorRequest, by client: HTTPClient) async throws -> (status: Int, body: Data) {
        guard let url = URL(httpURLWithSocketPath: socketPath, uri: ControlServer.path) else {
            preconditionFailure("every path can be percent-encoded")
        }
        var call = HTTPClientRequest(url: url.absoluteString)
        call.method = .POST
        call.headers.add(name: "Content-Type", value: "application/json")
        call.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(request)))
        // Reading a large ledger whole takes its time; everything else is quick.
        let response = try await client.execute(call, timeout: request.isLong ? .minutes(60) : .seconds(60))
        let body = try await response.body.collect(upTo: Self.maximumReplyBytes)
        return (Int(response.status.code), Data(body.readableBytesView))
    }

    /// Whether the error means that nobody listens.
    private func isAbsence(_ error: any Error) throws -> Bool {
        guard let error = error as? IOError else { return false }
        switch error.errnoCode {
        case ENOENT, ECONNREFUSED, ENOTSOCK, ENOTDIR: return true
        case EACCES, EPERM: throw ControlSocketError.forbidden(path: socketPath)
        default: return false
        }
    }

    private func read(_ status: Int, _ body: Data) throws -> OperatorReply {
        do {
            switch status {
            case 200: return try JSONDecoder().decode(OperatorReply.self, from: body)
            case 422: throw try JSONDecoder().decode(OperatorRefusal.self, from: body)
            case 500: throw ControlSocketError.failed(reason: try JSONDecoder().decode(ControlFailure.self, from: body).reason)
            default: throw ControlSocketError.notUnderstood(path: socketPath)
            }
        } catch is DecodingError {
            throw ControlSocketError.notUnderstood(path: socketPath)
        }
    }
}
