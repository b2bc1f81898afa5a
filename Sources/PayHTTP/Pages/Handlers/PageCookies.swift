import Crypto
import HTTPTypes
import Hummingbird
import PayDomain
import PayWire

/// The cookies of the pages. On TLS they carry the `__Host-` prefix, so that no other host can set or read them.
struct PageCookies: Sendable {
    private let isSecure: Bool

    /// - Parameter isSecure: whether browsers reach the platform by `https`.
    init(isSecure: Bool) { self.isSecure = isSecure }

    private var prefix: String { isSecure ? "__Host-" : "" }
    /// Whoever is signed in.
    var session: String { "\(prefix)imugi" }
    /// What a form is bound to before anybody is signed in.
    var form: String { "\(prefix)imugi-form" }
    /// Under which name somebody has signed in here.
    var known: String { "\(prefix)imugi-known" }
    /// The language that somebody chose here.
    var language: String { "\(prefix)imugi-lang" }
    /// What the next page of the account tells.
    var notice: String { "\(prefix)imugi-notice" }

    /// The value of a cookie, if the request has exactly one of this name.
    func value(_ name: String, in headers: HTTPFields) -> String? {
        let values = headers[values: .cookie].flatMap { $0.split(separator: ";") }.compactMap { pair -> String? in
            let trimmed = pair.drop { $0 == " " }
            guard trimmed.hasPrefix("\(name)=") else { return nil }
            return String(trimmed.dropFirst(name.count + 1))
        }
        return values.count == 1 ? values[0] : nil
    }

    /// A `Set-Cookie`; `nil` takes the cookie away.
    ///
    /// - Parameter age: seconds for which the browser keeps it; `nil` for as long as its own session.
    func setting(_ name: String, to value: String?, for age: Int64? = nil) -> String {
        let secure = isSecure ? "; Secure" : ""
        let age = (value == nil ? 0 : age).map { "; Max-Age=\($0)" } ?? ""
        return "\(name)=\(value ?? ""); Path=/; HttpOnly; SameSite=Lax\(secure)\(age)"
    }
}

/// Tokens that show that something a browser sends was given to it by this platform, on whichever node and however long ago.
struct FormTokens: Sendable {
    /// What a token is for. One never passes for another's, whatever texts a browser makes up.
    enum Purpose: String, Sendable {
        /// A form was made for the browser that holds this cookie.
        case form
        /// Somebody has signed in on the browser under this name.
        case known
        /// A form to move money was made for this user.
        case move
        /// This user has moved this money.
        case moved
        /// A payment was shown with these terms.
        case shown
    }

    private let key: SymmetricKey

    /// - Parameter key: the same on every node, and after a restart.
    init(key: SymmetricKey) { self.key = key }

    func token(_ purpose: Purpose, _ text: String) -> String {
        Hex.encode(HMAC<SHA256>.authenticationCode(for: Self.message(purpose, text), using: key))
    }

    func isValid(_ token: String, _ purpose: Purpose, _ text: String) -> Bool {
        guard let bytes = Hex.decode(token) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(bytes, authenticating: Self.message(purpose, text), using: key)
    }

    private static func message(_ purpose: Purpose, _ text: String) -> [UInt8] { Array("\(purpose.rawValue)/\(text)".utf8) }
}
