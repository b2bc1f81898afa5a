import PayCore

/// What an app asks a user to pay (protocol, 5.1). It becomes an order when a user confirms it.
package struct PaymentTerms: Sendable {
    package let coin: CoinID
    package let volume: Amount
    package let texts: OrderTexts
    /// Returned to the app unchanged in the redirect.
    package let state: String
    package let redirectURL: String
    /// The platform's domain that the app chose for the page, or `nil` for the platform's public one.
    package let domain: String?
    /// The only user who may pay, or `nil` for anyone.
    package let onlyUser: UserID?

    package init(
        coin: CoinID, volume: Amount, texts: OrderTexts, state: String, redirectURL: String, domain: String?, onlyUser: UserID?
    ) {
        self.coin = coin
        self.volume = volume
        self.texts = texts
        self.state = state
        self.redirectURL = redirectURL
        self.domain = domain
        self.onlyUser = onlyUser
    }

    /// Whether every field is the same, which makes a second application a repeat of the first.
    package func isSame(as other: PaymentTerms) -> Bool {
        coin == other.coin && volume == other.volume && texts.isSame(as: other.texts) && state.utf8.elementsEqual(other.state.utf8)
            && redirectURL.utf8.elementsEqual(other.redirectURL.utf8) && domain == other.domain && onlyUser == other.onlyUser
    }
}

/// A payment that was applied for, with the code that opens its page.
package struct PaymentApplication: Sendable {
    package let key: OrderKey
    package let terms: PaymentTerms
    /// The commission when the app applied. That of the order is the one when its user confirms, which is the one that the user was shown.
    package let cut: Amount
    /// SHA-256 of the code: 32 bytes. The code itself is never stored.
    package let codeHash: [UInt8]
    /// The code works before this moment.
    package let expireTime: Timestamp
    package let createTime: Timestamp
    /// Whether a user has cancelled under the present code. Applying again undoes it.
    package let isCancelled: Bool

    package init(
        key: OrderKey, terms: PaymentTerms, cut: Amount, codeHash: [UInt8], expireTime: Timestamp, createTime: Timestamp, isCancelled: Bool
    ) {
        self.key = key
        self.terms = terms
        self.cut = cut
        self.codeHash = codeHash
        self.expireTime = expireTime
        self.createTime = createTime
        self.isCancelled = isCancelled
    }
}
