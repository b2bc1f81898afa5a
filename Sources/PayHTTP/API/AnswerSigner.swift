import HTTPTypes
import Hummingbird
import NIOCore
import PayCore
import PayDomain
import PayWire

/// Puts answers into the envelope and signs them for the app's server, with the short tag and the strong signature (protocol, section 2).
struct AnswerSigner: Sendable {
    private let clock: any PlatformClock

    init(_ platform: Platform) { clock = platform.clock }

    func answer(_ data: AnswerData, of app: App, requestID: String) -> Response {
        let body = Envelope.success(member: app.envelopeMember.rawValue) { data.write(&$0) }
        return sign(body, for: app, requestID: requestID, status: .ok)
    }

    /// - Parameter app: `nil` if the call named none: then there is no key to sign with.
    func refusal(
        _ error: PlatformError, data: AnswerData = .empty, of app: App?, requestID: String, status: HTTPResponse.Status = .ok
    ) -> Response {
        let member = app?.envelopeMember ?? .lowerCase
        let body = Envelope.refusal(error, member: member.rawValue) { data.write(&$0) }
        return sign(body, for: app, requestID: requestID, status: status)
    }

    private func sign(_ body: [UInt8], for app: App?, requestID: String, status: HTTPResponse.Status) -> Response {
        var headers: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store"]
        if let app {
            let time = clock.now().seconds
            headers[.dragonexTime] = String(time)
            headers[.dragonexSign] = AnswerSignature.tag(body: body, time: time, checkKey: app.checkKey)
            headers[.imugiRequestID] = requestID
            headers[.imugiSignature] = AnswerSignature.strong(body: body, time: time, requestID: requestID, secret: app.strongSecret)
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
