import Hummingbird

/// `GET /health` and `GET /ready`, for whoever watches the process.
package struct WatchingRoutes: Sendable {
    private let readiness: Readiness
    private let audience: Readiness.Audience

    package init(_ readiness: Readiness, for audience: Readiness.Audience) {
        self.readiness = readiness
        self.audience = audience
    }

    package func add(to router: Router<PayContext>) {
        router.read("/health") { _, _ in HealthAnswer.alive }
        router.read("/ready") { [readiness, audience] _, context in await readiness.answer(to: audience, logger: context.logger) }
        for path in ["/health", "/ready"] { router.refuseOtherMethods(RouterPath(path), allowed: .reading) }
    }
}
