import HTTPTypes
import Hummingbird
import NIOCore

/// An answer to what never reached the protocol: an ordinary HTTP status (protocol, section 2) and
/// `{"error":{"code":"…","message":"…"}}`.
///
/// Code and message are fixed texts of this file, so that no answer to an unauthenticated caller holds a byte the caller chose, and none
/// holds a path, a query, a stack or a version of the server. Thrown by a handler it renders itself.
package struct Refusal: Error, Hashable, Sendable {
    /// HTTP status.
    package let status: HTTPResponse.Status
    /// Machine-readable reason, stable between releases.
    package let code: String
    /// What is wrong and what would be right, in English.
    package let message: String
    /// Value of `Allow`, for 405.
    package let allow: String?
    /// Whether the connection ends with this answer, because what follows on it cannot be trusted or is not wanted.
    package let closesConnection: Bool

    private init(
        _ status: HTTPResponse.Status,
        _ code: String,
        _ message: String,
        allow: String? = nil,
        closesConnection: Bool = false
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.allow = allow
        self.closesConnection = closesConnection
    }

    /// The JSON body. The texts hold nothing that JSON would have to escape.
    package var body: ByteBuffer {
        ByteBuffer(string: #"{"error":{"code":"\#(self.code)","message":"\#(self.message)"}}"#)
    }

    /// The whole answer.
    package var response: Response {
        var headers: HTTPFields = [.contentType: "application/json"]
        if let allow { headers[.allow] = allow }
        if self.closesConnection { headers[.connection] = "close" }
        return Response(status: self.status, headers: headers, body: ResponseBody(byteBuffer: self.body))
    }
}

extension Refusal: HTTPResponseError {
    package func response(from request: Request, context: some RequestContext) throws -> Response { self.response }
}

extension Refusal {
    /// 404: no route, or a path in a spelling that is never served.
    package static let notFound = Refusal(.notFound, "not_found", "There is nothing at this path.")

    /// 500: our own failure. The caller does not know whether its operation happened.
    package static let internalError = Refusal(
        .internalServerError,
        "internal_error",
        "The platform failed unexpectedly. Whether the operation happened is unknown: ask for the order."
    )

    /// 503: the platform cannot work at the moment.
    package static let unavailable = Refusal(.serviceUnavailable, "unavailable", "The platform is not available at the moment.")

    /// 413: the body is longer than the front's limit.
    package static let bodyTooLarge = Refusal(
        .contentTooLarge,
        "body_too_large",
        "The request body is longer than this platform accepts.",
        closesConnection: true
    )

    /// 415 for a `Content-Type` that the endpoint does not read.
    package static let unsupportedMediaType = Refusal(
        .unsupportedMediaType,
        "unsupported_media_type",
        "The Content-Type must be application/json."
    )

    /// 405: the path exists, not for this method. `allowed` becomes the `Allow` header, in the order given.
    package static func methodNotAllowed(allowed: [HTTPRequest.Method]) -> Refusal {
        Refusal(
            .methodNotAllowed,
            "method_not_allowed",
            "This path does not answer this method; the Allow header names those it does.",
            allow: allowed.map(\.rawValue).joined(separator: ", ")
        )
    }
}

/// The refusals of the front itself. Each of them ends the connection.
extension Refusal {
    static let malformedRequest = badRequest("malformed_request", "The bytes are not a well-formed HTTP/1.1 request.")
    static let headTooLarge = badRequest("head_too_large", "The request line and headers are longer than this platform accepts.")
    static let tooManyHeaders = badRequest("too_many_headers", "The request has more header fields than this platform accepts.")
    static let invalidHost = badRequest("invalid_host", "The request must have exactly one Host header, of the form host or host:port.")
    static let invalidHeaderValue = badRequest("invalid_header_value", "Header values must be printable ASCII.")
    static let invalidContentLength = badRequest("invalid_content_length", "The request must have at most one Content-Length, in digits.")
    static let invalidTransferEncoding = badRequest(
        "invalid_transfer_encoding",
        "The only transfer coding is chunked, given once, on HTTP/1.1, without Content-Length."
    )
    static let invalidTarget = badRequest("invalid_target", "The request target must be a path that starts with a slash.")

    static let unservedPath = Refusal(.notFound, notFound.code, notFound.message, closesConnection: true)

    static let unservedMethod = Refusal(
        .methodNotAllowed,
        "method_not_allowed",
        "This platform answers GET, HEAD and POST.",
        allow: "GET, HEAD, POST",
        closesConnection: true
    )

    static let unsupportedContentEncoding = Refusal(
        .unsupportedMediaType,
        "unsupported_content_encoding",
        "Request bodies must not be compressed.",
        closesConnection: true
    )

    static let unsupportedExpectation = Refusal(
        .expectationFailed,
        "unsupported_expectation",
        "The only expectation is 100-continue.",
        closesConnection: true
    )

    static let requestTimeout = Refusal(
        .requestTimeout,
        "request_timeout",
        "The request did not arrive in time.",
        closesConnection: true
    )

    private static func badRequest(_ code: String, _ message: String) -> Refusal {
        Refusal(.badRequest, code, message, closesConnection: true)
    }
}
