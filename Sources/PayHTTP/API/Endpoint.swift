import PayCore
import PayDomain
import PayWire

/// How a call proves who makes it (protocol, sections 3 and 4).
package enum CallMode: Sendable {
    /// By an app's server, signed with an access key.
    case server
    /// By an app on the user's device, with an access token.
    case client
}

/// One endpoint of the API. In which modes it answers is told by the protocols below that it conforms to.
package protocol Endpoint: Sendable {
    /// The path without its last slash.
    static var path: String { get }
    /// What the app must own to call it, and in client mode the user must have granted.
    static var scope: ScopeRule? { get }

    init(_ platform: Platform)
}

/// A scope that an endpoint needs.
package struct ScopeRule: Hashable, Sendable {
    package let scope: Scope
    /// The code that says that the app does not own it. That a user did not grant it is always 11017.
    package let refusal: PlatformCode

    package init(_ scope: Scope, refusal: PlatformCode) {
        self.scope = scope
        self.refusal = refusal
    }
}

/// An endpoint that apps' servers call. Whoever calls it has been authenticated, and its body read as a JSON object.
package protocol ServerEndpoint: Endpoint {
    /// Does what the endpoint is for.
    ///
    /// - Returns: what goes into the envelope as `data`.
    /// - Throws: `PlatformError`, which is answered with its code; ``RefusalWithData``; anything else is answered as code 6.
    func run(_ fields: Fields, by caller: AppCaller) async throws -> AnswerData
}

/// An endpoint that apps on users' devices call, by GET with a query or by POST with a JSON object. It sees only what is the user's own.
package protocol ClientEndpoint: Endpoint {
    /// Does what the endpoint is for; promises and errors are those of ``ServerEndpoint/run(_:by:)``.
    func run(_ fields: Fields, by caller: UserCaller) async throws -> AnswerData
}

/// An endpoint that anybody may call, by GET or POST, without proving anything.
package protocol OpenEndpoint: Endpoint {
    /// Does what the endpoint is for; promises and errors are those of ``ServerEndpoint/run(_:by:)``.
    func run(_ fields: Fields) async throws -> AnswerData
}

/// The value of the envelope's `data`.
package struct AnswerData: Sendable {
    let write: @Sendable (inout JSONWriter) -> Void

    init(_ write: @Sendable @escaping (inout JSONWriter) -> Void) { self.write = write }

    /// `{}`
    static let empty = AnswerData { writer in
        writer.beginObject()
        writer.endObject()
    }
}

/// A refusal that tells the caller something beside its code: only 4009 does.
package struct RefusalWithData: Error {
    let error: PlatformError
    let data: AnswerData
}
