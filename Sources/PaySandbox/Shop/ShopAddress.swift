/// Where the demo shop is reached.
struct ShopAddress: Sendable {
    /// The path of the shop's page, under which everything else of it is.
    static let root = "/sandbox/shop"
    static let callbackPath = "\(root)/callback"

    /// `scheme://host[:port]`.
    let origin: String

    /// Where the platform calls back.
    var callback: String { origin + Self.callbackPath }
    /// Where the browser comes back to from the pay page.
    var payReturn: String { "\(origin)\(Self.root)/return" }
    /// Where the browser comes back to from the sign-in page.
    var signedIn: String { "\(origin)\(Self.root)/signed-in" }
}
