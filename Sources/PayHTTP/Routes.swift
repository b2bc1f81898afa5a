import Hummingbird
import PayDomain

/// Every path of the platform, on one screen.
package struct Routes: Sendable {
    private let platform: Platform
    private let proxies: TrustedProxies

    /// - Parameter proxies: whose word about a caller's address is believed.
    package init(_ platform: Platform, proxies: TrustedProxies = TrustedProxies()) {
        self.platform = platform
        self.proxies = proxies
    }

    /// - Parameter addFirst: adds what must stand in front of these routes: the sandbox's own.
    /// - Throws: the error of a page template that is broken, which no built program has.
    package func router(addFirst: (Router<PayContext>) -> Void = { _ in }) throws -> Router<PayContext> {
        let router = Router(context: PayContext.self)
        router.add(middleware: RefusalMiddleware())
        addFirst(router)

        // The API, as an app's server calls it (protocol, sections 3 and 5).
        serve(ApplyForPaymentEndpoint.self, on: router)
        serve(PayUserEndpoint.self, on: router)
        serve(FindOrderEndpoint.self, on: router)
        serve(ListOrdersEndpoint.self, on: router)
        serve(RedoCallbackEndpoint.self, on: router)
        serve(ListAssetsEndpoint.self, on: router)
        serve(FindAssetEndpoint.self, on: router)

        // The hosted pages (protocol, 5.2).
        try PageRoutes(platform).add(to: router)

        // For whoever watches the process.
        router.get("/health") { _, _ in HealthAnswer.alive }
        router.get("/ready") { [platform] _, context in await HealthAnswer.ready(platform, logger: context.logger) }
        for path in ["/health", "/ready"] { router.refuseOtherMethods(RouterPath(path), allowed: [.get]) }
        return router
    }

    private func serve<Endpoint: ServerEndpoint>(_ endpoint: Endpoint.Type, on router: Router<PayContext>) {
        let handler = ServerCallHandler<Endpoint>(platform, proxies: proxies)
        router.post(RouterPath(Endpoint.path)) { request, context in try await handler.handle(request, context) }
        router.refuseOtherMethods(RouterPath(Endpoint.path), allowed: [.post])
    }
}
