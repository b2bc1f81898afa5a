import PayCore
import PayDomain
import PayLedger
import PayWire

/// Proves for which user an app on a device calls (protocol, section 4). The first check that fails answers.
struct ClientCallAuthentication: Sendable {
    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    /// - Returns: the proved caller. It is the only way to one.
    /// - Throws: 11003, 11005, 11022, 11019, 11020, 11021, 11026, 9020, 9021, in this order. No message repeats what was sent.
    func authenticate(_ call: APICall, as app: App?) async throws -> UserCaller {
        guard let app else { throw PlatformError(.appUnknown, "The header app-id must name an app of this platform, once.") }
        guard app.isEnabled else { throw LedgerRefusal.appDisabled.platformError }
        let token = try await token(of: call, for: app)
        guard call.device.value == token.login.device else {
            throw PlatformError(.deviceChanged, "The header device must name, once, the device that the token was issued to.")
        }
        try checkTime(of: call)
        return UserCaller(app: app, token: token)
    }

    private func token(of call: APICall, for app: App) async throws -> StoredAccessToken {
        guard let text = call.accessToken.value else {
            throw PlatformError(.tokenCheckFailed, "The header at must be sent once.")
        }
        let token = try await platform.token(AccessToken(text), of: app)
        guard token.login.isAlive, !token.isReplaced else {
            throw PlatformError(.tokenRevoked, "The access token was replaced by a newer one, or its login has ended.")
        }
        guard platform.clock.now() < token.expireTime else {
            throw PlatformError(.tokenExpired, "The access token has expired; the app's server can refresh it.")
        }
        return token
    }

    private func checkTime(of call: APICall) throws(PlatformError) {
        guard let seconds = call.time.value.flatMap({ DecimalInteger.parse($0) }) else {
            throw PlatformError(.dateMalformed, "The header ts must be sent once, as Unix seconds.")
        }
        let (distance, overflow) = platform.clock.now().seconds.subtractingReportingOverflow(seconds)
        guard !overflow, distance.magnitude <= ServerCallAuthentication.dateWindow else {
            throw PlatformError(.dateOutOfWindow, "The header ts is more than 5 minutes off the platform's clock.")
        }
    }
}
