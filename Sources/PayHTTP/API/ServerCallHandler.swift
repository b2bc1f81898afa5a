import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import PayCore
import PayDomain
import PayWire

/// Takes a signed server call from the connection to its endpoint and the endpoint's answer back, in the envelope and signed (protocol,
/// sections 2 and 3).
struct ServerCallHandler<Endpoint: ServerEndpoint>: Sendable {
    private let endpoint: Endpoint
    private let authentication: ServerCallAuthentication
    private let answers: AnswerSigner
    private let proxies: TrustedProxies

    init(_ platform: Platform, proxies: TrustedProxies) {
        endpoint = Endpoint(platform)
        authentication = ServerCallAuthentication(platform)
        answers = AnswerSigner(platform)
        self.proxies = proxies
    }

    func handle(_ request: Request, _ context: PayContext) async throws -> Response {
        try JSONMediaType.check(request.headers)
        let body = try await BoundedBody.collect(of: request)
        let call = ServerCall(request, body: body, peer: context, proxies: proxies)
        let app = authentication.app(of: call)
        do {
            let caller = try authentication.authenticate(call, as: app)
            try checkScope(of: caller)
            guard call.query == nil else {
                throw PlatformError(.badParameter, "A server call has no query: all parameters go into the JSON body.")
            }
            let fields = try Fields(parsing: body)
            let data = try await endpoint.run(fields, by: caller)
            return answers.answer(data, of: caller.app, requestID: context.id)
        } catch let error as PlatformError {
            return answers.refusal(error, of: app, requestID: context.id)
        } catch let error as RefusalWithData {
            return answers.refusal(error.error, data: error.data, of: app, requestID: context.id)
        } catch {
            // The caller cannot know whether the payment was made, and the status says so (protocol, section 2).
            context.logger.error("A call failed unexpectedly", metadata: ["path": "\(Endpoint.path)", "error": "\(error)"])
            let unknown = PlatformError(.serverError, "The platform failed; ask for the order to learn whether the payment was made.")
            return answers.refusal(unknown, of: app, requestID: context.id, status: .internalServerError)
        }
    }

    private func checkScope(of caller: AppCaller) throws(PlatformError) {
        guard let (scope, refusal) = Endpoint.scope, !caller.app.scopes.contains(scope) else { return }
        throw PlatformError(refusal, "The app lacks scope \(scope.rawValue), which this endpoint needs.")
    }
}

/// The one media type that the API reads.
enum JSONMediaType {
    /// - Throws: ``Refusal/unsupportedMediaType`` unless there is exactly one `Content-Type` and it is JSON, whatever its parameters.
    static func check(_ headers: HTTPFields) throws {
        let values = headers[values: .contentType]
        guard values.count == 1, let type = values.first?.split(separator: ";", maxSplits: 1).first,
            type.utf8.elementsEqual("application/json".utf8, by: { $0 | 0x20 == $1 || $0 == $1 })
        else { throw Refusal.unsupportedMediaType }
    }
}
