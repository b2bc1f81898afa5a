/// Rules about texts that this target cannot read itself. Each returns the text in its one canonical form.
package struct OperatorRules: Sendable {
    package typealias Rule = @Sendable (String) throws(OperatorRefusal) -> String

    /// An origin (`scheme://host[:port]`) that browsers may be sent back to.
    package let redirectOrigin: Rule
    /// An address up to its query that the sign-in page may send browsers back to.
    package let loginURL: Rule
    /// A URL that callbacks may be sent to.
    package let callbackURL: Rule
    /// An IP address that an access key may be bound to.
    package let address: Rule

    package init(redirectOrigin: @escaping Rule, loginURL: @escaping Rule, callbackURL: @escaping Rule, address: @escaping Rule) {
        self.redirectOrigin = redirectOrigin
        self.loginURL = loginURL
        self.callbackURL = callbackURL
        self.address = address
    }
}
