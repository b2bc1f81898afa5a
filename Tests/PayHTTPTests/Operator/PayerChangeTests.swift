import PayCore
import PayDomain
import PayLedger
import PayServer
import PayWire
import TestSupport
import Testing

/// A confirmation is decided on what the payer is when it commits, whichever node an operator's change comes to.
@Suite struct PayerChangeTests {
    private static let bob = UserID(1_000_001)

    /// Runs `body` with two nodes over the store of a sandbox; of the first, `interruption` is called after each password that was right.
    private func run(
        interruption: @escaping @Sendable (_ other: OperatorService, _ check: Int) async throws -> Void = { _, _ in },
        _ body: @escaping @Sendable (Sandbox, _ first: Platform, _ second: OperatorService) async throws -> Void
    ) async throws {
        try await Sandbox.run { sandbox in
            let given = sandbox.platform
            func node(_ passwords: any PasswordHasher) -> Platform {
                Platform(
                    store: given.store, directory: given.directory, clock: given.clock, passwords: passwords, settings: given.settings,
                    callbacks: .none
                )
            }
            let second = OperatorService(platform: node(given.passwords), rules: .wire(given.settings))
            let first = node(InterruptedPasswords(given.passwords) { try await interruption(second, $0) })
            try await body(sandbox, first, second)
        }
    }

    private func code(of url: String) throws -> PaymentCode {
        let query = try QueryString(parsing: String(url.drop { $0 != "?" }.dropFirst()))
        return PaymentCode(try #require(query["code"]))
    }

    private func confirm(_ url: String, at node: Platform, with password: String = "123456") async throws -> PaymentResult {
        try await ConfirmPayment(node).run(code: code(of: url), app: nil, as: #require(Self.bob), tradePassword: password)
    }

    private static let newTradePassword = SetTradePassword.Request(user: UserSelector(name: "bob"), tradePassword: "864209")

    /// What an operator does while the old trade password was found right, and whether it keeps the user from paying.
    enum Change: CaseIterable {
        case newTradePassword, disabled, frozen, newPassword

        var request: OperatorRequest {
            let bob = UserSelector(name: "bob")
            return switch self {
            case .newTradePassword: .setTradePassword(PayerChangeTests.newTradePassword)
            case .disabled: .enableUser(EnableUser.Request(user: bob, isEnabled: false))
            case .frozen: .freezePayments(FreezePayments.Request(user: bob, isFrozen: true))
            case .newPassword: .setPassword(SetPassword.Request(user: bob, password: "battery staple"))
            }
        }

        func explains(_ obstacle: PaymentObstacle?) -> Bool {
            switch (self, obstacle) {
            case (.newTradePassword, .tradePasswordChanged), (.disabled, .paymentsFrozen), (.frozen, .paymentsFrozen), (.newPassword, nil):
                true
            default: false
            }
        }
    }

    @Test(arguments: Change.allCases)
    func whatAnOperatorChangesBetweenTheCheckAndTheCommitCounts(change: Change) async throws {
        let interrupted = Locked(0)
        try await run { other, check in
            guard check == 1 else { return }
            _ = try await other.perform(change.request)
            interrupted.withLock { $0 += 1 }
        } _: { sandbox, node, _ in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            var obstacle: PaymentObstacle?
            do {
                let order = try await confirm(url, at: node).order
                #expect(order?.status == .succeeded)
            } catch let found as PaymentObstacle {
                obstacle = found
            }
            #expect(change.explains(obstacle), "\(change): \(obstacle.map { "\($0)" } ?? "paid")")
            let application = try #require(try await sandbox.platform.store.application(codeHash: code(of: url).hash))
            #expect(try await (sandbox.platform.store.order(application.key) == nil) == (obstacle != nil))
            #expect(interrupted.withLock { $0 } == 1)
            guard case .newTradePassword = change else { return }
            let bob = UserSelector(name: "bob")
            try await sandbox.operate(.freezePayments(FreezePayments.Request(user: bob, isFrozen: false)))
            #expect(try await confirm(url, at: node, with: Self.newTradePassword.tradePassword).order?.status == .succeeded)
        }
    }

    @Test func aConfirmationIsCheckedThreeTimesAtMost() async throws {
        let checks = Locked(0)
        try await run { other, _ in
            checks.withLock { $0 += 1 }
            let bob = UserSelector(name: "bob")
            for isFrozen in [true, false] {
                _ = try await other.perform(.freezePayments(FreezePayments.Request(user: bob, isFrozen: isFrozen)))
            }
        } _: { sandbox, node, _ in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            do {
                _ = try await confirm(url, at: node)
                Issue.record("it was paid although the payer changed after every check")
            } catch PaymentObstacle.busy {
                #expect(checks.withLock { $0 } == 3)
            }
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func nothingIsPaidOnceAnotherNodeHasAcknowledgedThatThePayerIsDisabled() async throws {
        let (checks, check) = AsyncStream<Int>.makeStream()
        try await run { _, number in
            check.yield(number)
        } _: { sandbox, node, other in
            let urls = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<40 { group.addTask { try await sandbox.payURL(Sandbox.applyBody("r\(number)", volume: "1")) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let confirmations = Task {
                await withTaskGroup(of: Bool.self) { group in
                    for url in urls { group.addTask { await isPaid(url, at: node) } }
                    return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                }
            }
            // Some are paid, and the others wait or are being checked.
            for await number in checks where number == 5 { break }
            _ = try await other.perform(Change.disabled.request)
            let before = try await paid(sandbox)
            #expect(await confirmations.value == before && before >= 4)
            #expect(try await paid(sandbox) == before)
            #expect(try await sandbox.ledgerHolds())
        }
    }

    private func isPaid(_ url: String, at node: Platform) async -> Bool {
        do { return try await confirm(url, at: node).order?.status == .succeeded } catch { return false }
    }

    private func paid(_ sandbox: Sandbox) async throws -> Int {
        let app = try #require(AppID("sandbox-app"))
        return Int(try await sandbox.platform.store.orders(matching: OrderFilter(app: app), offset: 0, limit: 1).total)
    }
}

/// Passwords after each of which, if it was right, something happens before the answer.
private struct InterruptedPasswords: PasswordHasher {
    private let passwords: any PasswordHasher
    private let interruption: @Sendable (_ check: Int) async throws -> Void
    private let checks = Locked(0)

    init(_ passwords: any PasswordHasher, interruption: @escaping @Sendable (_ check: Int) async throws -> Void) {
        self.passwords = passwords
        self.interruption = interruption
    }

    func hash(_ password: String) async throws -> String { try await passwords.hash(password) }

    func verify(_ password: String, for caller: PasswordCaller, against hash: () async throws -> String?) async throws -> Bool {
        guard try await passwords.verify(password, for: caller, against: hash) else { return false }
        let check = checks.withLock { checks in
            checks += 1
            return checks
        }
        try await interruption(check)
        return true
    }
}
