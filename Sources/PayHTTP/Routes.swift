import Hummingbird
import PayDomain

/// Every path of the platform, on one screen.
package struct Routes: Sendable {
    private let platform: Platform
    private let proxies: TrustedProxies
    private let watching: WatchingRoutes

    /// - Parameters:
    ///   - proxies: whose word about a caller's address is believed.
    ///   - watching: the routes for whoever watches the process; `nil` for those that tell whether the store answers.
    package init(_ platform: Platform, proxies: TrustedProxies = TrustedProxies(), watching: WatchingRoutes? = nil) {
        self.platform = platform
        self.proxies = proxies
        self.watching = watching ?? WatchingRoutes(Readiness(platform.store), for: .anybody)
    }

    /// - Parameter addFirst: adds what must stand in front of these routes: the sandbox's own.
    /// - Throws: the error of a page template that is broken, which no built program has.
    package func router(addFirst: (Router<PayContext>) -> Void = { _ in }) throws -> Router<PayContext> {
        let router = Router(context: PayContext.self)
        router.add(middleware: RequestMetrics(platform.metrics))
        router.add(middleware: RefusalMiddleware())
        addFirst(router)

        for endpoint in Self.endpoints { serve(endpoint, on: router) }

        // The hosted pages (protocol, 5.2).
        try PageRoutes(platform, proxies: proxies).add(to: router)

        // For whoever watches the process.
        watching.add(to: router)
        return router
    }

    /// The API. What each needs and in which modes it answers, its file says.
    package static let endpoints: [any Endpoint.Type] = [
        // Payments (protocol, section 5).
        ApplyForPaymentEndpoint.self,
        PayUserEndpoint<SpotBook>.self,
        FindOrderEndpoint.self,
        ListOrdersEndpoint.self,
        RedoCallbackEndpoint.self,
        ListAssetsEndpoint<SpotBook>.self,
        FindAssetEndpoint<SpotBook>.self,
        // Sign-in (section 6).
        LogInEndpoint.self,
        RefreshLoginEndpoint.self,
        LogOutEndpoint.self,
        ShowTokenEndpoint.self,
        FindUserEndpoint.self,
        // Returns, open accounts, the manager's assets, the market (section 7).
        ReturnPaymentEndpoint.self,
        PayAppEndpoint.self,
        PayUserEndpoint<OpenBook>.self,
        ListAssetsEndpoint<OpenBook>.self,
        FindAssetEndpoint<OpenBook>.self,
        ListManagerAssetsEndpoint<SpotBook>.self,
        FindManagerAssetEndpoint<SpotBook>.self,
        ListManagerAssetsEndpoint<OpenBook>.self,
        FindManagerAssetEndpoint<OpenBook>.self,
        ListPricesEndpoint.self,
    ]

    private func serve<E: Endpoint>(_ endpoint: E.Type, on router: Router<PayContext>) {
        let handler = CallHandler<E>(platform, proxies: proxies)
        let methods = CallHandler<E>.methods
        for method in methods {
            router.on(RouterPath(E.path), method: method) { request, context in try await handler.handle(request, context) }
        }
        router.refuseOtherMethods(RouterPath(E.path), allowed: methods)
    }
}
