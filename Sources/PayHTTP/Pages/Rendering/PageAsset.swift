import Crypto

/// A file that the pages load: served without a session, and cacheable for ever, since its address changes with its content.
package struct PageAsset: Hashable, Sendable {
    /// Where the file is served, such as `/assets/page.css`.
    package let path: String
    package let contentType: String
    package let bytes: [UInt8]
    /// The first 16 hex digits of the content's SHA-256; the `v` of ``address``, and fit for an `ETag`.
    package let version: String

    /// ``path`` with its version: what pages link to. Whatever `v` a request names, the file of today is the answer.
    package var address: String { "\(path)?v=\(version)" }

    /// The answer's `Cache-Control` when `v` is ``version``; any other `v` must not be cached, or an old node's file would live on
    /// under a new name.
    package static let cacheControl = "public, max-age=31536000, immutable"

    package static let styleSheet = PageAsset(
        path: "/assets/page.css", contentType: "text/css; charset=utf-8",
        bytes: PackageResources.page_css + PackageResources.account_css + PackageResources.security_css)
    package static let script = PageAsset(
        path: "/assets/page.js", contentType: "text/javascript; charset=utf-8", bytes: PackageResources.page_js)
    package static let icon = PageAsset(path: "/assets/icon.svg", contentType: "image/svg+xml", bytes: PackageResources.icon_svg)
    package static let all = [styleSheet, script, icon]

    /// - Parameter path: where the file is served.
    package init(path: String, contentType: String, bytes: [UInt8]) {
        self.path = path
        self.contentType = contentType
        self.bytes = bytes
        let hex = Array("0123456789abcdef".utf8)
        let digits = SHA256.hash(data: bytes).prefix(8).flatMap { [hex[Int($0 >> 4)], hex[Int($0 & 15)]] }
        version = String(decoding: digits, as: UTF8.self)
    }
}
