import HTTPTypes
import Hummingbird
import PayWire

/// The parts of a request that authentication looks at, taken out of its headers in one pass.
struct APICall: Sendable {
    /// The values of one header: how often it was sent matters.
    enum Header: Sendable {
        case absent
        case once(String)
        case repeated

        mutating func add(_ value: String) {
            if case .absent = self { self = .once(value) } else { self = .repeated }
        }

        var isAbsent: Bool { if case .absent = self { true } else { false } }

        /// The value if the header was sent exactly once.
        var value: String? { if case .once(let value) = self { value } else { nil } }
    }

    let method: String
    /// The path as it was sent, without the query.
    let path: String
    let query: String?
    let body: [UInt8]
    private(set) var appID = Header.absent
    private(set) var auth = Header.absent
    private(set) var accessToken = Header.absent
    private(set) var time = Header.absent
    private(set) var device = Header.absent
    private(set) var date = Header.absent
    private(set) var contentSHA1 = Header.absent
    private(set) var contentType = Header.absent
    /// Every `dragonex-…` header, its name in lower case.
    private(set) var dragonexHeaders: [(name: String, value: String)] = []
    /// The caller's address in canonical text, if the connection has one.
    let address: String?

    init(_ request: Request, body: [UInt8], peer: PayContext, proxies: TrustedProxies) {
        method = request.method.rawValue
        (path, query) = request.targetParts
        self.body = body
        address = proxies.callerAddress(peer: peer.remoteAddress, headers: request.headers)?.description
        for field in request.headers {
            switch field.name.canonicalName {
            case "app-id": appID.add(field.value)
            case "auth": auth.add(field.value)
            case "at": accessToken.add(field.value)
            case "ts": time.add(field.value)
            case "device": device.add(field.value)
            case "date": date.add(field.value)
            case "content-sha1": contentSHA1.add(field.value)
            case "content-type": contentType.add(field.value)
            case let name where name.hasPrefix("dragonex-"): dragonexHeaders.append((name, field.value))
            default: continue
            }
        }
    }

    /// Whether it claims to be an app's server's.
    var isSigned: Bool { !auth.isAbsent }
    /// Whether it claims to be an app's on a user's device, unless it ``isSigned``.
    var hasToken: Bool { !accessToken.isAbsent }

    /// Whether one name occurs twice among the `dragonex-…` headers. There is no one way to sign that.
    var repeatsDragonexHeader: Bool { Set(dragonexHeaders.map(\.name)).count != dragonexHeaders.count }
}
