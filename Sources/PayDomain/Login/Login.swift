import PayCore
import PayLedger

/// A user's sign-in at an app on one device (protocol, section 6). Every token that comes of it is bound to it and ends with it.
package struct Login: Hashable, Sendable {
    package let id: Int64
    package let app: AppID
    package let user: UserID
    package let device: String
    /// What the user granted at this sign-in.
    package let scopes: ScopeSet
    /// `false` after a logout, a new password, a grant that was taken back, or the reuse of what works once.
    package let isAlive: Bool

    package init(id: Int64, app: AppID, user: UserID, device: String, scopes: ScopeSet, isAlive: Bool) {
        self.id = id
        self.app = app
        self.user = user
        self.device = device
        self.scopes = scopes
        self.isAlive = isAlive
    }
}

/// What the sign-in page hands to the app through the browser, to be redeemed once.
package struct LoginCode: HashedSecret {
    package let text: String

    package init(_ text: String) { self.text = text }
}

/// What an app on the user's device shows with each call.
package struct AccessToken: HashedSecret {
    package let text: String

    package init(_ text: String) { self.text = text }
}

/// What an app's server exchanges for a new pair of tokens, once.
package struct RefreshToken: HashedSecret {
    package let text: String

    package init(_ text: String) { self.text = text }
}

/// What lets an app's server take payments out of the user's open account while the login is alive: 20 characters of 120 random bits.
package struct PayToken: HashedSecret {
    package let text: String

    package init(_ text: String) { self.text = text }

    static func generate() -> PayToken {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        return PayToken(String(decoding: SecureRandom.bytes(20).map { alphabet[Int($0 & 63)] }, as: UTF8.self))
    }

    /// As the ledger knows it.
    package var ledgerHash: PayTokenHash { PayTokenHash(hash) }
}

/// The tokens of a login as their holder gets them, once.
package struct LoginTokens: Sendable {
    package let access: AccessToken
    /// The access token, and the pay token with it, works before this moment.
    package let accessExpireTime: Timestamp
    package let refresh: RefreshToken
    /// The refresh token works before this moment.
    package let refreshExpireTime: Timestamp
    /// `nil` without scope 12.
    package let pay: PayToken?

    /// New random tokens that live as long as the settings say.
    init(scopes: ScopeSet, now: Timestamp, settings: PlatformSettings) {
        access = .generate()
        // Whole seconds, since the protocol tells the app whole seconds.
        accessExpireTime = Timestamp(seconds: now.seconds + settings.accessTokenLifetime)
        refresh = .generate()
        refreshExpireTime = Timestamp(seconds: now.seconds + settings.refreshTokenLifetime)
        pay = scopes.contains(.openUserToApp) ? .generate() : nil
    }
}
