import Foundation
import Hummingbird
import Logging
import NIOCore
import PayDomain
import ServiceLifecycle

/// Takes operators' requests from other processes of the same user, over a Unix socket that nobody else may open.
///
/// Only the process that has the data folder open can change it, so while a server runs the other commands go through here. The request
/// is an ``OperatorRequest`` as JSON, `POST /operator`; the answer is HTTP 200 with an ``OperatorReply``, or 422 with an
/// ``OperatorRefusal``.
package struct ControlServer: Service {
    static let path = "/operator"
    /// The longest request, in bytes.
    private static let maximumRequestBytes = 1 << 20

    private let operators: OperatorService
    private let socketPath: String
    private let logger: Logger
    private let whenListening: @Sendable () async -> Void

    /// - Parameters:
    ///   - socketPath: at most 100 bytes. A file that an earlier server has left there is replaced.
    ///   - whenListening: called once the socket takes requests.
    package init(
        operators: OperatorService, socketPath: String, logger: Logger, whenListening: @Sendable @escaping () async -> Void = {}
    ) {
        self.operators = operators
        self.socketPath = socketPath
        self.logger = logger
        self.whenListening = whenListening
    }

    /// Serves until the surrounding group shuts down, and then removes the socket.
    ///
    /// - Throws: ``ControlSocketError`` `inUse`; errors of the system.
    package func run() async throws {
        guard await !ControlSocket.isAnswered(socketPath) else { throw ControlSocketError.inUse(path: socketPath) }
        let router = Router()
        router.post(RouterPath(Self.path)) { request, _ in try await answer(request) }
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .notice)
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .unixDomainSocket(path: socketPath)),
            onServerRunning: { _ in
                closeToOthers()
                await whenListening()
            },
            logger: quiet
        )
        defer { removeSocket() }
        try await application.run()
    }

    private func answer(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: Self.maximumRequestBytes)
        let command: OperatorRequest
        do {
            command = try JSONDecoder().decode(OperatorRequest.self, from: Data(body.readableBytesView))
        } catch is DecodingError {
            return Response(status: .badRequest)
        }
        do {
            let reply = try await operators.perform(command)
            logger.info("operator command", metadata: ["operation": "\(command.operation)"])
            return try Self.json(.ok, reply)
        } catch let refusal as OperatorRefusal {
            logger.info(
                "operator command refused", metadata: ["operation": "\(command.operation)", "code": "\(refusal.code)"]
            )
            return try Self.json(.unprocessableContent, refusal)
        } catch {
            logger.error("operator command failed", metadata: ["operation": "\(command.operation)", "error": "\(error)"])
            return try Self.json(.internalServerError, ControlFailure(reason: "\(error)"))
        }
    }

    private static func json(_ status: HTTPResponse.Status, _ value: some Encodable) throws -> Response {
        let body = try JSONEncoder().encode(value)
        return Response(
            status: status, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: ByteBuffer(bytes: body))
        )
    }

    private func closeToOthers() {
        do {
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: socketPath)
        } catch {
            logger.error("the control socket's permissions could not be set", metadata: ["path": "\(socketPath)", "error": "\(error)"])
        }
    }

    private func removeSocket() {
        do {
            try FileManager.default.removeItem(atPath: socketPath)
        } catch {
            // The next server replaces it.
            logger.debug("the control socket was not removed", metadata: ["path": "\(socketPath)", "error": "\(error)"])
        }
    }
}

/// An error that is no refusal, on its way to the command.
struct ControlFailure: Codable {
    let reason: String
}
