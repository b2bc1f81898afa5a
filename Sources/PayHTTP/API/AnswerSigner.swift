import CoreMetrics
import HTTPTypes
import Hummingbird
import NIOCore
import PayCore
import PayDomain
import PayWire

/// Counts answers, puts them into the envelope and signs those for an app's server, with the short tag and the strong signature (protocol, section 2).
struct AnswerSigner: Sendable {
    /// Whether an answer carries signatures. The keys are the app server's, so that what goes to a user's device carries none.
    enum Signing: Sendable {
        case signed
        case unsigned
    }

    private let clock: any PlatformClock
    private let codes: CounterTable<PlatformCode>

    /// - Parameter path: of the endpoint whose answers these are.
    init(_ platform: Platform, path: String) {
        clock = platform.clock
        codes = CounterTable { [metrics = platform.metrics] code in
            Counter(label: "imugi_api_answers_total", dimensions: [("path", path), ("code", "\(code.rawValue)")], factory: metrics)
        }
    }

    /// - Parameter app: `nil` if the call named none: then there is no key to sign with.
    func answer(_ data: AnswerData, of app: App?, _ signing: Signing, requestID: String) -> Response {
        codes.count(.ok)
        let body = Envelope.success(member: Self.member(of: app)) { data.write(&$0) }
        return sign(body, for: signing == .signed ? app : nil, requestID: requestID, status: .ok)
    }

    /// - Parameter app: as for ``answer(_:of:_:requestID:)``.
    func refusal(
        _ error: PlatformError, data: AnswerData = .empty, of app: App?, _ signing: Signing, requestID: String,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        codes.count(error.code)
        let body = Envelope.refusal(error, member: Self.member(of: app)) { data.write(&$0) }
        return sign(body, for: signing == .signed ? app : nil, requestID: requestID, status: status)
    }

    private static func member(of app: App?) -> String { (app?.envelopeMember ?? .lowerCase).rawValue }

    private func sign(_ body: [UInt8], for app: App?, requestID: String, status: HTTPResponse.Status) -> Response {
        var headers: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store"]
        if let app {
            let now = clock.now()
            let keys = app.keys(at: now)
            let time = now.seconds
            headers[.dragonexTime] = String(time)
            headers[.dragonexSign] = AnswerSignature.tag(body: body, time: time, checkKey: keys.checkKey)
            headers[.imugiRequestID] = requestID
            headers[.imugiSignature] = AnswerSignature.strong(body: body, time: time, requestID: requestID, secrets: keys.strongSecrets)
        }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}

extension HTTPField.Name {
    private static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is a header name") }
        return name
    }

    static let dragonexTime = known("dragonex-ts")
    static let dragonexSign = known("dragonex-sign")
    static let imugiRequestID = known("imugi-request-id")
    static let imugiSignature = known("imugi-signature")
}
