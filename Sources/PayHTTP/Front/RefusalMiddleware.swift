import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1

/// Gives every failure that leaves the routes the shape of a ``Refusal``: an unknown path becomes 404 and an error that does not render
/// itself becomes 500, both as small JSON. The error's own text goes to the log and never into the answer.
package struct RefusalMiddleware<Context: RequestContext>: RouterMiddleware {
    /// Add it as the router's first middleware, so that it sees what all others let through.
    package init() {}

    package func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound && error.body == nil {
            return Refusal.notFound.response
        } catch let error as any HTTPResponseError {
            return try error.response(from: request, context: context)
        } catch let error as HTTPParserError {
            // The server answers broken framing itself and needs to see this error to do so.
            throw error
        } catch {
            context.logger.error("A request failed unexpectedly", metadata: ["error": "\(error)"])
            return Refusal.internalError.response
        }
    }
}
