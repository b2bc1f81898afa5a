import HTTPTypes
import Hummingbird
import NIOCore
import PayCore
import PayHTTP
import PayWire

/// Plain JSON, unsigned, as everything under `/sandbox/` answers.
enum SandboxAnswer {
    static func json(status: HTTPResponse.Status = .ok, _ write: (inout JSONWriter) -> Void) -> Response {
        var writer = JSONWriter()
        write(&writer)
        return Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: writer.bytes))
        )
    }

    static func error(_ error: PlatformError, status: HTTPResponse.Status) -> Response {
        json(status: status) { writer in
            writer.beginObject()
            writer.beginObject("error")
            writer.member("code", Int64(error.code.rawValue))
            writer.member("message", error.message)
            writer.endObject()
            writer.endObject()
        }
    }
}

/// The JSON body of a control call. No `Content-Type` is asked for: these are typed by hand.
enum JSONBody {
    /// - Throws: code 8 if it is not a JSON object.
    static func read(_ request: Request) async throws -> Fields {
        try Fields(parsing: try await BoundedBody.collect(of: request))
    }
}
