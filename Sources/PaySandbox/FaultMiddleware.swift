import HTTPTypes
import Hummingbird
import PayHTTP

/// Makes the planned faults happen, around everything that a call does.
struct FaultMiddleware: RouterMiddleware {
    private let faults: Faults

    init(_ faults: Faults) { self.faults = faults }

    func handle(
        _ request: Request, context: PayContext, next: (Request, PayContext) async throws -> Response
    ) async throws -> Response {
        guard let fault = faults.next(path: request.targetParts.path) else { return try await next(request, context) }
        switch fault {
        case .http500Before:
            return Refusal.internalError.response
        case .http500After:
            _ = try await next(request, context)
            return Refusal.internalError.response
        case .dropConnectionAfter:
            let response = try await next(request, context)
            try await context.channel.close()
            return response
        case .delay(let milliseconds):
            try await Task.sleep(for: .milliseconds(milliseconds))
            return try await next(request, context)
        }
    }
}
