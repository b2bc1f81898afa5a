import HTTPTypes
import Hummingbird
import NIOCore

/// The answers for whoever watches the process.
enum HealthAnswer {
    /// The process lives and answers.
    static var alive: Response { response(.ok, Array(#"{"status":"ok"}"#.utf8)) }

    static func response(_ status: HTTPResponse.Status, _ body: [UInt8]) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body))
        )
    }
}
