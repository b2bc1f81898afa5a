import HTTPTypes
import Hummingbird

extension RouterMethods {
    /// Answers GET, and HEAD as GET: the front sends no body with the answer to it. For what watchers and browsers read; the API's paths
    /// answer the methods of the protocol only.
    package func read(
        _ path: RouterPath, _ handler: @escaping @Sendable (Request, Context) async throws -> Response
    ) {
        for method in [HTTPRequest.Method].reading { on(path, method: method) { request, context in try await handler(request, context) } }
    }
}

extension [HTTPRequest.Method] {
    /// What `RouterMethods.read` answers, for `Allow`.
    package static var reading: [HTTPRequest.Method] { [.get, .head] }
}
