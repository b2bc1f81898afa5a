import PayCore
import PayDomain
import PayLedger
import Testing

/// A user's cap on what an app takes out of the open account in a day.
@Suite struct SpendingCapTests {
    private static func set(
        _ units: Int128?, on store: any Store, app: AppID = Fixture.shop, user: UserID = Fixture.alice, coin: CoinID = Fixture.gold
    ) async throws {
        try await store.change(.setSpendingCap(app: app, user: user, coin: coin, cap: units.map(Fixture.amount))) { _ in }
    }

    /// App, coin, cap and what was taken at `time`.
    private static func caps(_ store: any Store, of user: UserID = Fixture.alice, at time: Timestamp) async throws -> [String] {
        try await store.spendingCaps(of: user).map { "\($0.app) \($0.coin) \($0.cap.units) \($0.taken(at: time).units)" }
    }

    @Test(arguments: StoreFactory.all)
    func whatWasTakenBeforeOnTheSameDayCounts(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let clock = TestClock()
            let committer = try await Fixture.committer(store, clock: clock)
            let open = try await OpenPayments(store)
            try await open.fund(committer, 10_000)
            func pay(_ units: Int128, as tradeNo: String) async -> String { await outcome(committer, open.pay(units, as: tradeNo)) }
            // Of another day, another book and another direction: none of these counts.
            #expect(await pay(500, as: "yesterday") == "order")
            clock.set(Fixture.after(86_400))
            try await committer.submit(.deposit(1_000, to: Fixture.alice, as: "d"))
            try await committer.submit(.apply(300, as: "a", code: 1))
            _ = try await committer.order(.confirm("a", code: 1))
            _ = try await committer.order(.pay(20, as: "p"))
            #expect(await pay(30, as: "t1") == "order")
            #expect(await pay(31, as: "t2") == "order")

            try await Self.set(100, on: store)
            #expect(try await Self.caps(store, at: clock.now()) == ["shop 1 100 61"])
            #expect(await pay(40, as: "t3") == "spendingCap")
            #expect(await pay(39, as: "t3") == "order")
            #expect(await pay(1, as: "t4") == "spendingCap")
            // What was made before is answered as ever, and what is given back stays counted.
            #expect(await pay(39, as: "t3") == "repeated")
            _ = try await committer.order(.give(39, back: "t3", as: "r", in: .open))
            #expect(await pay(1, as: "t4") == "spendingCap")
            #expect(try await Self.caps(store, at: clock.now()) == ["shop 1 100 100"])

            // The next day begins with nothing.
            clock.set(Fixture.after(2 * 86_400))
            #expect(try await Self.caps(store, at: clock.now()) == ["shop 1 100 0"])
            #expect(await pay(101, as: "n1") == "spendingCap")
            #expect(await pay(100, as: "n1") == "order")
            #expect(try await Self.caps(store, at: clock.now()) == ["shop 1 100 100"])
            #expect(broken(try await store.proveLedger()) == [])
        }
    }

    @Test(arguments: StoreFactory.all)
    func aCapThatWasTakenBackAndSetAgainCountsTheWholeDay(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let committer = try await Fixture.committer(store)
            let open = try await OpenPayments(store)
            try await open.fund(committer, 10_000)
            func pay(_ units: Int128, as tradeNo: String) async -> String { await outcome(committer, open.pay(units, as: tradeNo)) }
            // Taking back what is not there changes nothing.
            try await Self.set(nil, on: store)
            #expect(try await Self.caps(store, at: Fixture.start) == [])
            #expect(await pay(10, as: "t1") == "order")
            try await Self.set(0, on: store)
            #expect(await pay(1, as: "t2") == "spendingCap")
            try await Self.set(nil, on: store)
            #expect(try await Self.caps(store, at: Fixture.start) == [])
            #expect(await pay(500, as: "t2") == "order")
            try await Self.set(515, on: store)
            #expect(try await Self.caps(store, at: Fixture.start) == ["shop 1 515 510"])
            #expect(await pay(6, as: "t3") == "spendingCap")
            #expect(await pay(5, as: "t3") == "order")
            try await Self.set(600, on: store)
            #expect(await pay(86, as: "t4") == "spendingCap")
            #expect(await pay(85, as: "t4") == "order")
            // A payment that fails for want of money counts nothing, and the cap is looked at before the balance.
            try await Self.set(Amount.maximumUnits, on: store)
            #expect(await pay(9_401, as: "t5") == "balanceTooSmall")
            #expect(try await Self.caps(store, at: Fixture.start) == ["shop 1 \(Amount.maximumUnits) 600"])
            try await Self.set(9_000, on: store)
            #expect(await pay(9_401, as: "t5") == "spendingCap")
        }
    }

    @Test(arguments: StoreFactory.all)
    func aCapIsForOneUserAppAndCoin(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let committer = try await Fixture.committer(store)
            let open = try await OpenPayments(store)
            let fair = try await OpenPayments(store, at: Fixture.fair)
            let bobs = try await OpenPayments(store, of: Fixture.bob)
            try await open.fund(committer, 100)
            try await open.fund(committer, 100, Fixture.dust, as: "dust")
            try await bobs.fund(committer, 100, as: "bob")
            try await Self.set(5, on: store, coin: Fixture.dust)
            try await Self.set(5, on: store)
            try await Self.set(7, on: store, app: Fixture.fair)
            #expect(try await Self.caps(store, at: Fixture.start) == ["fair 1 7 0", "shop 1 5 0", "shop 2 5 0"])
            #expect(try await Self.caps(store, of: Fixture.bob, at: Fixture.start) == [])
            #expect(await outcome(committer, open.pay(5, as: "a")) == "order")
            #expect(await outcome(committer, open.pay(1, as: "b")) == "spendingCap")
            #expect(await outcome(committer, open.pay(4, Fixture.dust, as: "c")) == "order")
            #expect(await outcome(committer, fair.pay(7, as: "d")) == "order")
            #expect(await outcome(committer, bobs.pay(100, as: "e")) == "order")
            #expect(try await Self.caps(store, at: Fixture.start) == ["fair 1 7 7", "shop 1 5 5", "shop 2 5 4"])
        }
    }

    @Test(arguments: StoreFactory.all)
    func paymentsAtTheSameTimeDoNotPassTheCapTogether(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let committer = try await Fixture.committer(store)
            let open = try await OpenPayments(store)
            try await open.fund(committer, 10_000)
            try await Self.set(100, on: store)
            let outcomes = await withTaskGroup(of: String.self) { group in
                for number in 0..<50 { group.addTask { await outcome(committer, open.pay(10, as: "p\(number)")) } }
                return await group.reduce(into: [:]) { counts, result in counts[result, default: 0] += 1 }
            }
            #expect(outcomes == ["order": 10, "spendingCap": 40])
            #expect(try await Self.caps(store, at: Fixture.start) == ["shop 1 100 100"])
            #expect(try await store.balance(of: .user(Fixture.alice, .open, Fixture.gold))?.total.units == 9_900)
        }
    }

    /// What races the change is decided by the order of the commits.
    @Test(arguments: StoreFactory.all)
    func nothingAboveTheCapIsPaidOnceItWasAcknowledged(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let committer = try await Fixture.committer(store)
            let open = try await OpenPayments(store)
            try await open.fund(committer, 10_000)
            let payments = Task {
                await withTaskGroup(of: String.self) { group in
                    for number in 0..<200 { group.addTask { await outcome(committer, open.pay(1, as: "p\(number)")) } }
                    return await group.reduce(into: [:]) { counts, result in counts[result, default: 0] += 1 }
                }
            }
            try await Self.set(1, on: store)
            let taken = 10_000 - (try await store.balance(of: .user(Fixture.alice, .open, Fixture.gold))?.total.units ?? 0)
            let outcomes = await payments.value
            let paid = outcomes["order", default: 0]
            #expect(paid + outcomes["spendingCap", default: 0] == 200 && Int128(paid) <= max(taken, 1), "\(outcomes)")
            #expect(try await Self.caps(store, at: Fixture.start) == ["shop 1 1 \(paid)"])
            #expect(broken(try await store.proveLedger()) == [])
        }
    }

    @Test(arguments: StoreFactory.all)
    func aUserSetsAndSeesTheCaps(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let clock = TestClock()
            let platform = Platform(
                store: store, directory: DirectoryHolder(try await store.loadDirectory()), clock: clock, passwords: PlainPasswords(),
                settings: PlatformSettings(publicURL: "https://pay.example.com", domains: []), callbacks: .none
            )
            let open = try await OpenPayments(store)
            try await open.fund(platform.committer, 100)
            let gold = platform.directory.current.knownCoin(Fixture.gold)
            let setting = SetSpendingCap(platform)
            try await setting.run(Fixture.amount(50), of: gold, at: Fixture.shop, as: Fixture.alice)
            try await platform.committer.submit(open.pay(40, as: "t"))
            func entry() async throws -> ListSpendingCaps.Entry? { try await ListSpendingCaps(platform).run(of: Fixture.alice).first }
            let before = try #require(try await entry())
            #expect(before.app.id == Fixture.shop && before.coin.code == "gold" && before.cap.units == 50)
            #expect(before.takenToday.units == 40 && before.remaining.units == 10)
            try await setting.run(Fixture.amount(30), of: gold, at: Fixture.shop, as: Fixture.alice)
            #expect(try await entry()?.remaining.units == 0)
            clock.set(Fixture.after(86_400))
            #expect(try await entry()?.takenToday.units == 0)
            try await setting.run(nil, of: gold, at: Fixture.shop, as: Fixture.alice)
            #expect(try await entry() == nil)
            await #expect(throws: PlatformError.self) {
                try await setting.run(-Fixture.amount(1), of: gold, at: Fixture.shop, as: Fixture.alice)
            }
            await #expect(throws: DirectoryConflict.unknown) {
                try await setting.run(.zero, of: gold, at: Fixture.app("stranger"), as: Fixture.alice)
            }
        }
    }
}
