import HTTPTypes
import NIOHTTP1

/// A request head that passed every check of the front, in the form in which the application reads it.
///
/// NIO's decoder (llhttp) has already refused what it recognises as broken; this adds what it lets through (hazards 1.8), in one pass
/// over the fields. The order of the checks: fields, framing, method, target, encoding, size.
struct StrictRequestHead {
    /// What the application gets. The `Host` field is its `authority`, as HTTPTypes wants it.
    let request: HTTPRequest
    /// What has to be remembered until the answer is written.
    let awaited: AwaitedAnswer
    /// Whether a body follows.
    let announcesBody: Bool
    /// Whether the client waits for `100 Continue` before it sends the body.
    let expectsContinue: Bool
    /// Whether no further request may follow on this connection.
    let closesConnection: Bool

    init(_ head: HTTPRequestHead, limits: FrontLimits, scheme: String) throws(Refusal) {
        var fields = HeaderFields()
        try fields.read(head, limits: limits)
        try fields.checkFraming(version: head.version)
        let method = try Self.method(head.method)
        if let refusal = RequestTarget.refusal(of: head.uri) { throw refusal }
        if fields.isEncoded { throw .unsupportedContentEncoding }
        if fields.contentLength > limits.maxBodyBytes { throw .bodyTooLarge }
        if fields.hasUnknownExpectation { throw .unsupportedExpectation }

        self.request = HTTPRequest(
            method: method,
            scheme: scheme,
            authority: fields.host,
            path: head.uri,
            headerFields: fields.forApplication
        )
        self.awaited = AwaitedAnswer(isToHead: head.method == .HEAD, version: head.version)
        self.announcesBody = fields.contentLength > 0 || fields.isChunked
        self.expectsContinue = fields.expectsContinue && head.version == .http1_1
        // HTTP/1.0 connections are not kept: its keep-alive was an extension that both sides had to negotiate. After a request that
        // offers an upgrade llhttp stops reading; answering it as HTTP/1.1 and closing is what such clients expect.
        self.closesConnection = !head.isKeepAlive || head.version != .http1_1 || fields.offersUpgrade
    }

    private static func method(_ method: HTTPMethod) throws(Refusal) -> HTTPRequest.Method {
        switch method {
        case .GET: .get
        case .HEAD: .head
        case .POST: .post
        default: throw .unservedMethod
        }
    }
}

/// What the writing side needs to know about a request whose answer is still to come.
struct AwaitedAnswer {
    /// Answers to HEAD have no body, whatever the application writes.
    let isToHead: Bool
    /// Decides whether the answer may be chunked.
    let version: HTTPVersion
}
