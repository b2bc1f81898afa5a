import Hummingbird
import PayCallbacks
import PayCore
import PayDomain
import PayHTTP
import PayWire

/// Everything under `/sandbox/` (protocol, section 9). Mounted by the sandbox only; under `imugi serve` none of it exists.
package struct SandboxRoutes: Sendable {
    private let platform: Platform
    private let clock: SandboxClock
    private let faults: Faults
    private let shop: DemoShop?

    /// - Parameter shop: run as a service beside the routes; `nil` to do without.
    package init(_ platform: Platform, clock: SandboxClock, shop: DemoShop? = nil) {
        self.platform = platform
        self.clock = clock
        self.shop = shop
        faults = Faults()
    }

    /// Adds the routes, and the faults in front of all routes that are added afterwards.
    package func add(to router: Router<PayContext>) {
        router.add(middleware: FaultMiddleware(faults))

        let credentials = ShowCredentials(platform)
        router.get("/sandbox/credentials") { _, _ in await credentials.answer() }

        let apps = ChangeSandboxApp(platform)
        router.post("/sandbox/apps/:app_id") { request, context in
            try await Self.plainErrors { try await apps.answer(context.parameters.get("app_id"), JSONBody.read(request)) }
        }

        let deposits = DepositToUser(platform)
        router.post("/sandbox/users/:uid/deposit") { request, context in
            try await Self.plainErrors { try await deposits.answer(context.parameters.get("uid"), JSONBody.read(request)) }
        }

        let payments = SimulatePayment(platform)
        router.post("/sandbox/pay") { request, _ in
            try await Self.plainErrors { try await payments.answer(JSONBody.read(request)) }
        }

        let logins = SimulateLogin(platform)
        router.post("/sandbox/login") { request, _ in
            try await Self.plainErrors { try await logins.answer(JSONBody.read(request)) }
        }

        let callbacks = ListCallbackAttempts(platform)
        router.get("/sandbox/callbacks") { request, _ in
            try await Self.plainErrors { try await callbacks.answer(request.targetParts.query) }
        }

        let clockRoutes = MoveClock(platform, clock: clock)
        router.get("/sandbox/clock") { _, _ in clockRoutes.present() }
        router.post("/sandbox/clock/advance") { request, _ in
            try await Self.plainErrors { try await clockRoutes.advance(JSONBody.read(request)) }
        }

        let faultRoutes = InjectFaults(faults)
        router.post("/sandbox/faults") { request, _ in
            try await Self.plainErrors { try await faultRoutes.answer(JSONBody.read(request)) }
        }

        let proof = ShowLedgerProof(platform)
        router.get("/sandbox/ledger") { _, _ in try await proof.answer() }

        refuseOtherMethods(on: router)

        if let shop { ShopRoutes(shop).add(to: router) }
    }

    private func refuseOtherMethods(on router: Router<PayContext>) {
        for path in ["credentials", "callbacks", "clock", "ledger"] {
            router.refuseOtherMethods(RouterPath("/sandbox/\(path)"), allowed: [.get])
        }
        for path in ["apps/:app_id", "users/:uid/deposit", "pay", "login", "clock/advance", "faults"] {
            router.refuseOtherMethods(RouterPath("/sandbox/\(path)"), allowed: [.post])
        }
    }

    /// Turns a refusal into plain JSON with an ordinary status.
    static func plainErrors(_ body: () async throws -> Response) async throws -> Response {
        do {
            return try await body()
        } catch let error as PlatformError {
            return SandboxAnswer.error(error, status: error.code == .appUnknown ? .notFound : .badRequest)
        } catch is DirectoryUnconfirmed {
            throw Refusal.unavailable
        } catch let failure as any StoreFailure {
            return SandboxAnswer.error(failure.kind.platformError, status: .internalServerError)
        }
    }
}
