import PayCore
import PayDomain
import PayLedger
import Testing

/// What ``LedgerStore`` promises, through the real committer.
@Suite struct LedgerStoreTests {
    @Test(arguments: StoreFactory.all)
    func aBatchIsWrittenAndReadBack(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let committer = try await Fixture.committer(store)
            try await committer.submit(.deposit(1_000, to: Fixture.manager, as: "d1"))
            let paid = try await committer.order(.pay(300, as: "p1"))
            #expect(paid.id.number == factory.numbering.first(from: OrderID.base.number + 1))
            #expect(try await store.spot(Fixture.manager) == 700)
            #expect(try await store.spot(Fixture.alice) == 300)
            #expect(try await store.balance(of: .issuance(Fixture.gold))?.total.units == -1_000)
            #expect(try await store.balance(of: .user(Fixture.bob, .spot, Fixture.gold)) == nil)

            let stored = try #require(try await store.order(Fixture.key("p1")))
            #expect(stored.values == paid.values)
            #expect(try await store.proveLedger().holds)
        }
    }

    @Test(arguments: StoreFactory.all)
    func balancesOfAUserAreByCoinAndBook(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let committer = try await Fixture.committer(store)
            try await committer.submit(.deposit(5, to: Fixture.alice, as: "a"))
            try await committer.submit(.deposit(7, to: Fixture.alice, Fixture.dust, as: "b"))
            try await committer.submit(.deposit(9, to: Fixture.bob, as: "c"))
            try await committer.submit(.hold(2, of: Fixture.alice, as: "h"))
            let spot = try await store.balances(of: Fixture.alice, in: .spot)
            #expect(spot.mapValues(\.total.units) == [Fixture.gold: 5, Fixture.dust: 7])
            #expect(spot[Fixture.gold]?.frozen.units == 2)
            #expect(try await store.balances(of: Fixture.alice, in: .open).isEmpty)
        }
    }

    @Test(arguments: StoreFactory.all)
    func amountsOf38DigitsAreKept(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let committer = try await Fixture.committer(store)
            try await committer.submit(.deposit(Amount.maximumUnits, to: Fixture.manager, as: "all"))
            try await committer.submit(.pay(Amount.maximumUnits, as: "p"))
            #expect(try await store.spot(Fixture.alice) == Amount.maximumUnits)
            #expect(try await store.spot(Fixture.manager) == 0)
            await #expect(throws: LedgerRefusal.self) { try await committer.submit(.deposit(1, to: Fixture.alice, as: "more")) }
            #expect(try await store.proveLedger().holds)
        }
    }

    @Test(arguments: StoreFactory.all)
    func aTradeNumberMakesOneOrderUnder64ConcurrentCalls(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let committer = try await Fixture.committer(store)
            try await committer.submit(.deposit(1_000, to: Fixture.manager, as: "d"))
            let results = await withTaskGroup(of: String.self) { group in
                for _ in 0..<64 { group.addTask { await outcome(committer, .pay(10, as: "same")) } }
                return await group.reduce(into: [:]) { counts, result in counts[result, default: 0] += 1 }
            }
            #expect(results == ["order": 1, "repeated": 63])
            #expect(try await store.spot(Fixture.alice) == 10)
            #expect(try await store.proveLedger().transactions == 2)
        }
    }

    @Test(arguments: StoreFactory.all)
    func oneBalanceIsNotSpentTwice(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let committer = try await Fixture.committer(store)
            try await committer.submit(.deposit(100, to: Fixture.manager, as: "d"))
            let results = await withTaskGroup(of: String.self) { group in
                for number in 0..<100 { group.addTask { await outcome(committer, .pay(10, as: "p\(number)")) } }
                return await group.reduce(into: [:]) { counts, result in counts[result, default: 0] += 1 }
            }
            #expect(results == ["order": 10, "balanceTooSmall": 90])
            #expect(try await store.spot(Fixture.manager) == 0)
            #expect(try await store.proveLedger().holds)
        }
    }

    @Test(arguments: StoreFactory.all)
    func aBatchThatChangesNothingWritesNothing(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let needs = LedgerNeeds(day: 1)
            let head = try await store.commit(needs) { _, head in
                (LedgerWrite(changes: LedgerChanges(), hashes: [], time: Fixture.start), head)
            }
            #expect(head == LedgerChain.origin)
            #expect(try await store.proveLedger().transactions == 0)
        }
    }

    @Test(arguments: StoreFactory.all)
    func timeGoesOnFromTheLastChangeWhenTheClockGoesBack(factory: StoreFactory) async throws {
        let folder = try TestFolder()
        let store = try await factory.open(folder)
        try await Fixture.fill(store)
        // An application is the one change that leaves no transaction and no order behind.
        let applied = try await Fixture.committer(store).submit(.apply(5, as: "a", code: 1))
        guard case .application(let application) = applied else { throw Unexpected(outcome: "no application") }
        try await store.close()

        let again = try await factory.open(folder)
        let committer = try await Fixture.committer(again, clock: TestClock(Fixture.after(-3_600)))
        try await committer.submit(.deposit(100, to: Fixture.manager, as: "d"))
        let order = try await committer.order(.pay(1, as: "p"))
        let deposit = factory.numbering.first(from: application.createTime.nanoseconds + 1)
        #expect(order.createTime.nanoseconds == factory.numbering.first(from: deposit + 1))
        try await again.close()
    }

    @Test(arguments: StoreFactory.all)
    func reviewsHoldsAndDailyLimitsAreRemembered(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let committer = try await Fixture.committer(store)
            try await committer.submit(.deposit(10_000, to: Fixture.fairManager, as: "d"))
            let waiting = try await committer.order(.pay(500, by: Fixture.fair, as: "w1"))
            #expect(waiting.status == .transferring)
            #expect(try await store.balance(of: .user(Fixture.fairManager, .spot, Fixture.gold))?.frozen.units == 500)
            _ = try await committer.order(.pay(450, by: Fixture.fair, as: "w2"))
            #expect(await outcome(committer, .pay(51, by: Fixture.fair, as: "w3")) == "dailyLimit")
            #expect(try await store.ordersUnderReview(limit: 10).map(\.key.tradeNo.text) == ["w1", "w2"])
            #expect(try await store.ordersUnderReview(limit: 1).map(\.key.tradeNo.text) == ["w1"])
            #expect(try await store.proveLedger().holds)

            let approved = try await committer.order(.review("w1", approve: true))
            let rejected = try await committer.order(.review("w2", approve: false))
            #expect(try await store.order(approved.key)?.values == approved.values)
            #expect(try await store.order(rejected.key)?.values == rejected.values)
            #expect(try await store.ordersUnderReview(limit: 10).isEmpty)
            #expect(await outcome(committer, .review("w1", approve: true)) == "notWaitingForReview")
            #expect(try await store.spot(Fixture.alice) == 500)
            #expect(try await store.proveLedger().holds)
        }
    }

    @Test(arguments: StoreFactory.all)
    func referencesAreRememberedWithWhatTheyStandFor(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let committer = try await Fixture.committer(store)
            #expect(await outcome(committer, .deposit(100, to: Fixture.alice, as: "r")) == "entered")
            #expect(await outcome(committer, .deposit(100, to: Fixture.alice, as: "r")) == "repeated")
            #expect(await outcome(committer, .deposit(101, to: Fixture.alice, as: "r")) == "referenceUsed")
            #expect(await outcome(committer, .deposit(100, to: Fixture.bob, as: "r")) == "referenceUsed")
            #expect(await outcome(committer, .withdrawal(100, from: Fixture.alice, as: "r")) == "referenceUsed")
            #expect(await outcome(committer, .hold(100, of: Fixture.alice, as: "r")) == "referenceUsed")
            #expect(await outcome(committer, .withdrawal(40, from: Fixture.alice, as: "w")) == "entered")
            #expect(await outcome(committer, .withdrawal(40, from: Fixture.alice, as: "w")) == "repeated")
            #expect(await outcome(committer, .hold(60, of: Fixture.alice, as: "h")) == "entered")
            #expect(await outcome(committer, .hold(60, of: Fixture.alice, as: "h")) == "repeated")
            #expect(await outcome(committer, .withdrawal(1, from: Fixture.alice, as: "x")) == "balanceTooSmall")
            #expect(await outcome(committer, .release("h", of: Fixture.bob)) == "holdUnknown")
            #expect(await outcome(committer, .release("r", of: Fixture.alice)) == "holdUnknown")
            #expect(await outcome(committer, .release("h", of: Fixture.alice)) == "entered")
            #expect(await outcome(committer, .release("h", of: Fixture.alice)) == "repeated")
            #expect(await outcome(committer, .hold(60, of: Fixture.alice, as: "h")) == "referenceUsed")
            #expect(try await store.balance(of: .user(Fixture.alice, .spot, Fixture.gold))?.available.units == 60)
            #expect(try await store.proveLedger().holds)
        }
    }

    @Test(arguments: StoreFactory.all)
    func whatIsClosedIsThereAfterOpeningAgainAndTheChainGoesOn(factory: StoreFactory) async throws {
        let folder = try TestFolder()
        let first = try await factory.open(folder)
        try await Fixture.fill(first)
        let committer = try await Fixture.committer(first)
        try await committer.submit(.deposit(1_000, to: Fixture.manager, as: "d"))
        for number in 1...20 { try await committer.submit(.pay(1, as: "p\(number)")) }
        let before = try await first.proveLedger()
        #expect(before.holds)
        try await first.close()

        let second = try await factory.open(folder)
        let reopened = try await second.proveLedger()
        #expect(reopened.chainHead == before.chainHead && reopened.transactions == 21)
        let order = try await Fixture.committer(second).order(.pay(1, as: "p21"))
        let earlier = OrderKey(app: Fixture.shop, tradeNo: try #require(TradeNo("p20")))
        let last = try #require(try await second.order(earlier))
        #expect(order.id > last.id)
        let after = try await second.proveLedger()
        #expect(after.holds && after.transactions == 22)
        try await second.close()
    }

    @Test(arguments: StoreFactory.all)
    func anErrorBeforeTheCommitUndoesTheBatch(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let committer = try await Fixture.committer(store)
            try await committer.submit(.deposit(100, to: Fixture.manager, as: "d"))
            try await committer.submit(.pay(1, as: "p"))
            // A batch decided on nothing: it makes the order of "p" again under a number that is taken.
            let commands = [LedgerCommand.deposit(100, to: Fixture.manager, as: "e"), .pay(1, as: "p")]
            let needs = commands.reduce(into: LedgerNeeds(day: 0)) { $0.insert($1, app: emptyState().apps[Fixture.shop]) }
            await #expect(throws: (any Error).self) {
                try await store.commit(needs) { _, _ in
                    var ledger = Ledger(state: emptyState(), now: Fixture.start)
                    for command in commands {
                        do { _ = try ledger.apply(command) } catch { preconditionFailure("\(error)") }
                    }
                    let hashes = ledger.changes.transactions.map { _ in [UInt8](repeating: 1, count: 32) }
                    return (LedgerWrite(changes: ledger.changes, hashes: hashes, time: Fixture.start), ())
                }
            }
            #expect(try await store.spot(Fixture.manager) == 99)
            let proof = try await store.proveLedger()
            #expect(proof.holds && proof.transactions == 2)
            _ = try await committer.order(.pay(1, as: "q"))
        }
    }

    private func emptyState() -> LedgerState {
        var state = LedgerState()
        for user in [Fixture.manager, Fixture.alice] { state.users[user] = UserStanding(paymentsFrozen: false, version: 0) }
        state.apps[Fixture.shop] = Fixture.makeApp(Fixture.shop, manager: Fixture.manager).standing
        return state
    }
}

/// What becomes of a command, in one word.
func outcome(_ committer: Committer, _ command: LedgerCommand) async -> String {
    do {
        switch try await committer.submit(command) {
        case .application: return "application"
        case .order: return "order"
        case .entered(let isRepeat): return isRepeat ? "repeated" : "entered"
        case .cancelled: return "cancelled"
        }
    } catch LedgerRefusal.paymentExists(.some) {
        return "repeated"
    } catch {
        return String("\(error)".prefix { $0 != "(" })
    }
}

extension Order {
    /// Every field, for comparing. Texts go byte by byte.
    var values: [String] {
        [
            "\(id)", "\(key.app)", "\(key.tradeNo)", "\(user)", "\(coin)", volume.unitsText, cut.unitsText, "\(direction)", "\(type)",
            "\(Array(texts.scene.utf8))", "\(Array(texts.desc.utf8))", "\(Array(texts.device.utf8))", "\(createTime)", "\(status)",
            "\(String(describing: arriveTime))",
        ]
    }
}

extension PaymentApplication {
    /// Every field, for comparing.
    var values: [String] {
        [
            "\(key.app)", "\(key.tradeNo)", "\(terms.coin)", terms.volume.unitsText, cut.unitsText, "\(Array(terms.texts.scene.utf8))",
            "\(Array(terms.texts.desc.utf8))", "\(Array(terms.texts.device.utf8))", terms.state, terms.redirectURL,
            terms.domain ?? "none", "\(String(describing: terms.onlyUser))", "\(codeHash)", "\(expireTime)", "\(createTime)",
            "\(isCancelled)",
        ]
    }
}
