/// A link back to the app: the address of the redirect that the payer would have followed.
package struct ReturnLink: Hashable, Sendable {
    package let url: String
    /// The app's name, as the link shows it.
    package let app: String
    /// After how many seconds a browser with script goes there by itself; `nil` if only the payer does.
    package let inSeconds: Int?

    /// - Returns: `nil` unless the URL is `http://` or `https://`: a `javascript:` address must never become a link, whoever stored it.
    package init?(url: String, app: String, inSeconds: Int? = nil) {
        guard ["https://", "http://"].contains(where: { url.utf8.starts(with: $0.utf8) }) else { return nil }
        self.url = url
        self.app = app
        self.inSeconds = inSeconds
    }
}
