import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import PayCore
import PayDomain
import PayWire

/// Takes a call from the connection to its endpoint and the endpoint's answer back, in the envelope (protocol, sections 2 to 4).
///
/// A call with an `Auth` header is an app's server's, one with `at` is an app's on a user's device. Answers to servers are signed; those to
/// devices are not, since the key is the server's, and neither are those to anybody.
struct CallHandler<E: Endpoint>: Sendable {
    private let endpoint: E
    private let directory: DirectoryHolder
    private let servers: ServerCallAuthentication
    private let clients: ClientCallAuthentication
    private let answers: AnswerSigner
    private let proxies: TrustedProxies

    init(_ platform: Platform, proxies: TrustedProxies) {
        endpoint = E(platform)
        directory = platform.directory
        servers = ServerCallAuthentication(platform)
        clients = ClientCallAuthentication(platform)
        answers = AnswerSigner(platform, path: E.path)
        self.proxies = proxies
    }

    /// The methods that the endpoint answers: its server mode takes POST alone.
    static var methods: [HTTPRequest.Method] {
        E.self is any ClientEndpoint.Type || E.self is any OpenEndpoint.Type ? [.get, .post] : [.post]
    }

    func handle(_ request: Request, _ context: PayContext) async throws -> Response {
        if request.method == .post { try JSONMediaType.check(request.headers) }
        let body = try await BoundedBody.collect(of: request)
        let call = APICall(request, body: body, peer: context, proxies: proxies)
        // A signature covers no query, so a signed call has no business with GET.
        if call.isSigned, request.method != .post { throw Refusal.methodNotAllowed(allowed: [.post]) }
        let directory = try trustedDirectory()
        let app = ServerCallAuthentication.app(of: call, in: directory)
        let signing = signing(of: call)
        do {
            let data = try await answer(call, of: app, in: directory, method: request.method)
            return answers.answer(data, of: app, signing, requestID: context.id)
        } catch let error as PlatformError {
            return answers.refusal(error, of: app, signing, requestID: context.id)
        } catch let error as RefusalWithData {
            return answers.refusal(error.error, data: error.data, of: app, signing, requestID: context.id)
        } catch is DirectoryUnconfirmed {
            throw Refusal.unavailable
        } catch let failure as any StoreFailure {
            context.logger.error("The store failed a call", metadata: ["path": "\(E.path)", "error": "\(failure)"])
            return answers.refusal(failure.kind.platformError, of: app, signing, requestID: context.id, status: .internalServerError)
        } catch {
            // The caller cannot know whether the payment was made, and the status says so (protocol, section 2).
            context.logger.error("A call failed unexpectedly", metadata: ["path": "\(E.path)", "error": "\(error)"])
            let unknown = PlatformError(.serverError, "The platform failed; ask for the order to learn whether the payment was made.")
            return answers.refusal(unknown, of: app, signing, requestID: context.id, status: .internalServerError)
        }
    }

    /// While apps and keys cannot be trusted nothing is signed with any key either, so this is no answer of the protocol.
    private func trustedDirectory() throws(Refusal) -> Directory {
        do { return try directory.trusted() } catch { throw .unavailable }
    }

    /// Nobody gets text of the own choice signed with the key of an app by merely naming it.
    private func signing(of call: APICall) -> AnswerSigner.Signing {
        call.isSigned || !(call.hasToken || endpoint is any OpenEndpoint) ? .signed : .unsigned
    }

    private func answer(
        _ call: APICall, of app: App?, in directory: Directory, method: HTTPRequest.Method
    ) async throws -> AnswerData {
        if call.hasToken, !call.isSigned {
            let caller = try await clients.authenticate(call, as: app)
            guard let endpoint = endpoint as? any ClientEndpoint else { throw Self.serverOnly }
            try checkScope(of: caller.app)
            if let rule = E.scope, !caller.scopes.contains(rule.scope) { throw PlatformError.scopeNotGranted(rule.scope) }
            return try await endpoint.run(try fields(of: call, method: method), by: caller)
        }
        if !call.isSigned, let endpoint = endpoint as? any OpenEndpoint {
            return try await endpoint.run(try fields(of: call, method: method))
        }
        let caller = try servers.authenticate(call, as: app, in: directory)
        guard let endpoint = endpoint as? any ServerEndpoint else { throw Self.clientOnly }
        try checkScope(of: caller.app)
        guard call.query == nil else {
            throw PlatformError(.badParameter, "A server call has no query: all parameters go into the JSON body.")
        }
        return try await endpoint.run(try Fields(parsing: call.body), by: caller)
    }

    private func fields(of call: APICall, method: HTTPRequest.Method) throws -> Fields {
        guard method != .post else { return try Fields(parsing: call.body) }
        do {
            return Fields(try QueryString(parsing: call.query ?? ""))
        } catch {
            throw PlatformError(.badParameter, "The query cannot be read: \(error)")
        }
    }

    private func checkScope(of app: App) throws(PlatformError) {
        guard let rule = E.scope, !app.scopes.contains(rule.scope) else { return }
        throw PlatformError(rule.refusal, "The app lacks scope \(rule.scope.rawValue), which this endpoint needs.")
    }

    private static var serverOnly: PlatformError {
        PlatformError(.noPermission, "This endpoint answers apps' servers only, whose calls are signed in the header Auth.")
    }

    private static var clientOnly: PlatformError {
        PlatformError(.noPermission, "This endpoint answers apps on users' devices only, whose calls carry the header at.")
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
