import PayCore
import PayDomain

/// Gives the demo shop its app, its keys and its money when the shop is first opened, and its addresses whenever the sandbox is reached at
/// others than before. Whoever never opens the shop has the fixed data of every sandbox and nothing else.
actor OpenShop {
    private static let metadataName = "sandbox.shop.filled"
    private let platform: Platform
    private var isFilled = false

    init(_ platform: Platform) { self.platform = platform }

    /// Opening an open shop changes nothing.
    ///
    /// - Throws: errors of the store and of the directory.
    func run() async throws {
        let address = ShopAddress(origin: platform.settings.publicURL)
        if !isFilled {
            if try await platform.store.metadata(Self.metadataName) == nil {
                try await FillSandbox(platform).addShop(reached: address)
                try await platform.store.setMetadata(Self.metadataName, to: "1")
            } else {
                // Another node may have been first.
                try await platform.directory.refresh(from: platform.store)
            }
            isFilled = true
        }
        try await move(to: address)
    }

    /// A kept sandbox may start on another port. A callback URL that somebody has set stays.
    private func move(to address: ShopAddress) async throws {
        guard let app = Self.app(in: platform.directory.current), app.isElsewhere(than: address) else { return }
        try await platform.change { directory in
            guard var app = Self.app(in: directory) else { throw PlatformError(.appUnknown, "The demo shop has no app.") }
            app.callbackURL = address.callback
            app.redirectOrigins = RedirectOrigins(origins: [address.origin], allowsLoopback: true)
            app.loginURLs = [address.signedIn]
            return .updateApp(app)
        }
    }

    private static func app(in directory: Directory) -> App? { AppID(SandboxData.shop.id).flatMap { directory.apps[$0] } }
}

extension App {
    fileprivate func isElsewhere(than address: ShopAddress) -> Bool {
        guard let callbackURL, callbackURL.hasSuffix(ShopAddress.callbackPath) else { return false }
        return !callbackURL.utf8.elementsEqual(address.callback.utf8)
    }
}
