import PayCore
import PayDomain
import PayWire

/// One endpoint of the API as an app's server calls it (protocol, section 3). Whoever calls it has been authenticated, and its body read
/// as a JSON object.
package protocol ServerEndpoint: Sendable {
    /// The path without its last slash.
    static var path: String { get }
    /// The scope that the app must own, if any, and the code that says it does not.
    static var scope: (scope: Scope, refusal: PlatformCode)? { get }

    init(_ platform: Platform)

    /// Does what the endpoint is for.
    ///
    /// - Returns: what goes into the envelope as `data`.
    /// - Throws: `PlatformError`, which is answered with its code; ``RefusalWithData``; anything else is answered as code 6.
    func run(_ fields: Fields, by caller: AppCaller) async throws -> AnswerData
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
