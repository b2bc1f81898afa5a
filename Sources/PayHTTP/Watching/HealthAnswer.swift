import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import PayDomain

/// The answers for whoever watches the process.
enum HealthAnswer {
    /// The process lives and answers.
    static var alive: Response { response(.ok, "{\"status\":\"ok\"}") }

    /// 200 when the store answers, 503 otherwise.
    static func ready(_ platform: Platform, logger: Logger) async -> Response {
        do {
            try await platform.store.ping()
            return response(.ok, "{\"status\":\"ready\"}")
        } catch {
            logger.error("The store does not answer", metadata: ["error": "\(error)"])
            return response(.serviceUnavailable, "{\"status\":\"store unavailable\"}")
        }
    }

    private static func response(_ status: HTTPResponse.Status, _ body: String) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: body))
        )
    }
}
