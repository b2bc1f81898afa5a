import PayCore
import PayDomain
import PayLedger
import PayWire

/// Proves which app's server calls (protocol, section 3). The checks come in the protocol's order and the first that fails answers.
struct ServerCallAuthentication: Sendable {
    /// How far a call's `Date` may be from the platform's clock, in seconds.
    static let dateWindow: Int64 = 5 * 60

    private let clock: any PlatformClock

    init(_ platform: Platform) { clock = platform.clock }

    /// The app that a call names, known before anything is proved: refusals are signed for it too.
    static func app(of call: APICall, in directory: Directory) -> App? {
        guard let text = call.appID.value, let id = AppID(text) else { return nil }
        return directory.apps[id]
    }

    /// - Parameters:
    ///   - app: the one that the call names.
    ///   - directory: one that may be trusted.
    /// - Returns: the proved caller. It is the only way to one.
    /// - Throws: 11003, 11005, 11019, 11008, 11010, 11009, 9009, 9020, 9021, 9004, in this order. No message repeats what was sent.
    func authenticate(_ call: APICall, as app: App?, in directory: Directory) throws(PlatformError) -> AppCaller {
        guard let app else { throw PlatformError(.appUnknown, "The header App-Id must name an app of this platform, once.") }
        guard app.isEnabled else { throw LedgerRefusal.appDisabled.platformError }
        let (keyID, signature) = try credentials(of: call)
        guard let key = directory.keys[keyID] else {
            throw PlatformError(.keyUnknown, "The header Auth names an access key that does not exist.")
        }
        guard key.app == app.id else { throw PlatformError(.keyOfAnotherApp, "The access key belongs to another app.") }
        guard key.isEnabled else { throw AppCaller.keyDisabled }
        try checkAddress(of: call, against: key)
        let date = try checkDate(of: call)
        guard isSigned(call, date: date, with: key, signature: signature) else {
            throw PlatformError(
                .signatureWrong, "The signature does not match the request: see the string to sign in the documentation."
            )
        }
        return AppCaller(app: app, accessKey: key.id)
    }

    private func credentials(of call: APICall) throws(PlatformError) -> (key: String, signature: String) {
        if case .absent = call.auth {
            throw PlatformError(.tokenUnknown, "The call has no Auth header, and there is no access token of this name.")
        }
        guard let auth = call.auth.value else { throw Self.malformedAuth }
        let parts = auth.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { throw Self.malformedAuth }
        return (String(parts[0]), String(parts[1]))
    }

    private func checkAddress(of call: APICall, against key: AccessKey) throws(PlatformError) {
        guard !key.boundAddresses.isEmpty else { return }
        guard let address = call.address, key.boundAddresses.contains(address) else {
            throw PlatformError(.addressNotBound, "The access key is bound to addresses that this call does not come from.")
        }
    }

    private func checkDate(of call: APICall) throws(PlatformError) -> String {
        guard let text = call.date.value, let seconds = HTTPDate.parse(text) else {
            throw PlatformError(
                .dateMalformed, "The header Date must be sent once, in the form \"Mon, 01 Jan 2018 08:08:08 GMT\"."
            )
        }
        guard abs(clock.now().seconds - seconds) <= Self.dateWindow else {
            throw PlatformError(.dateOutOfWindow, "The header Date is more than 5 minutes off the platform's clock.")
        }
        return text
    }

    private func isSigned(_ call: APICall, date: String, with key: AccessKey, signature: String) -> Bool {
        if case .repeated = call.contentSHA1 { return false }
        guard let contentType = call.contentType.value, !call.repeatsDragonexHeader else { return false }
        let contentSHA1 = call.contentSHA1.value ?? ""
        let request = RequestSignature(
            method: call.method, contentSHA1: contentSHA1, contentType: contentType, date: date, headers: call.dragonexHeaders,
            path: call.path
        )
        guard request.isValid(signature, secret: key.secret) else { return false }
        return contentSHA1.isEmpty || RequestSignature.contentSHA1(contentSHA1, matches: call.body)
    }

    private static let malformedAuth = PlatformError(
        .signatureWrong, "The header Auth must be sent once, in the form access_key:signature."
    )
}
