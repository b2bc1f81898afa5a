import PayCallbacks
import PayCore
import PayDomain
import PayLedger
import Testing

/// Several apps, their URLs and their lanes.
@Suite(.timeLimit(.minutes(1))) struct CallbackServiceAppsTests {
    static let shop = "https://shop.example/cb"
    static let other = "https://other.example/cb"

    @Test func deadAppDoesNotStopAnother() async throws {
        let surroundings = ServiceSurroundings(
            try Fixture.directory(try Fixture.app(callbackURL: Self.shop), try Fixture.app("other", callbackURL: Self.other))
        )
        let store = surroundings.store
        for number in 1...40 as ClosedRange<Int64> { store.insert(try Fixture.order(number)) }
        store.insert(try Fixture.order(41, of: "other", time: Fixture.start))
        let deliverer = FakeDeliverer()
        deliverer.hang(Self.shop)
        try await surroundings.run(deliverer) { _ in
            await store.observed.wait { $0.attempts.count == 1 }
            #expect(store.attempts.first?.app.text == "other")
            await deliverer.observed.wait { $0.held[Self.shop] == 2 }
            deliverer.release(Self.shop)
            await store.observed.wait { $0.attempts.count == 41 }
        }
        #expect(deliverer.observed.state.mostUnderWay <= 33)
        #expect(Set(deliverer.sent.map(\.message.id)).count == 41)
    }

    @Test func attemptsInAllAreBounded() async throws {
        let names = (1...20).map { "app\($0)" }
        var apps: [App] = []
        for name in names { apps.append(try Fixture.app(name, callbackURL: "https://\(name).example/")) }
        let directory = DirectoryHolder(Directory(companies: [], apps: apps, keys: [], coins: [try Fixture.coin()]))
        let surroundings = ServiceSurroundings(directory)
        let store = surroundings.store
        let deliverer = FakeDeliverer()
        for (index, name) in names.enumerated() {
            deliverer.hang("https://\(name).example/")
            for number in 0..<10 as Range<Int64> { store.insert(try Fixture.order(Int64(index) * 10 + number, of: name)) }
        }
        var limits = ServiceSurroundings.limits
        limits.attempts = 16
        limits.reservedAttempts = 0
        limits.firstAttempts = 2
        limits.attemptsPerApp = 2
        try await surroundings.run(deliverer, limits: limits) { _ in
            await deliverer.observed.wait { $0.underWay == 16 }
            for name in names { deliverer.release("https://\(name).example/") }
            await store.observed.wait { $0.attempts.count == 200 }
        }
        #expect(deliverer.observed.state.mostUnderWay == 16)
        #expect(Set(store.attempts.map(\.order)).count == 200)
    }

    @Test func laneThatFallsFreeGoesToTheAppWithTheFewest() async throws {
        let surroundings = ServiceSurroundings(
            try Fixture.directory(try Fixture.app(callbackURL: Self.shop), try Fixture.app("other", callbackURL: Self.other))
        )
        let store = surroundings.store
        for number in 1...40 as ClosedRange<Int64> { store.insert(try Fixture.order(number)) }
        let deliverer = FakeDeliverer()
        deliverer.hang(Self.shop)
        var limits = ServiceSurroundings.limits
        limits.attempts = 4
        limits.firstAttempts = 4
        limits.reservedAttempts = 0
        try await surroundings.run(deliverer, limits: limits) { service in
            await deliverer.observed.wait { $0.held[Self.shop] == 4 }
            store.insert(try Fixture.order(41, of: "other"))
            service.wake()
            deliverer.release(Self.shop)
            await store.observed.wait { $0.attempts.count == 41 }
        }
        // It was the last to come, and did not wait for the 36 before it.
        #expect(deliverer.sent.prefix(20).contains { $0.url == Self.other })
    }

    @Test func appWithoutURLWaitsAndItsScheduleWithIt() async throws {
        let surroundings = ServiceSurroundings(try Fixture.directory(try Fixture.app(callbackURL: nil)))
        let store = surroundings.store
        store.insert(try Fixture.order())
        let deliverer = FakeDeliverer()
        deliverer.answer(Self.shop, with: .answered(status: 500))
        try await surroundings.run(deliverer) { service in
            for _ in 0..<1_000 {
                service.wake()
                await Task.yield()
            }
            // Nobody listens, so the store was never asked.
            #expect(store.observed.state.queries == 0)

            surroundings.clock.advance(bySeconds: 100 * 3_600)
            try surroundings.setCallbackURL(Self.shop)
            service.wake()
            await store.observed.wait { $0.attempts.count == 1 }
            let first = Fixture.start.advanced(bySeconds: 100 * 3_600)
            #expect(store.attempts.first?.firstAttemptTime == first)
            #expect(store.attempts.first?.nextTime == first.advanced(bySeconds: 600))
        }
    }

    @Test func eachAttemptGoesToTheURLThatIsSetThen() async throws {
        let surroundings = ServiceSurroundings(try Fixture.directory(try Fixture.app(callbackURL: Self.shop)))
        let store = surroundings.store
        store.insert(try Fixture.order())
        let deliverer = FakeDeliverer()
        deliverer.answer(Self.shop, with: .answered(status: 404))
        try await surroundings.run(deliverer) { service in
            await store.observed.wait { $0.attempts.count == 1 }
            try surroundings.setCallbackURL(nil)
            surroundings.clock.advance(bySeconds: 600)
            service.wake()
            try surroundings.setCallbackURL("https://new.example/cb")
            service.wake()
            await store.observed.wait { $0.attempts.count == 2 }
        }
        #expect(store.attempts.map(\.exchange.url) == [Self.shop, "https://new.example/cb"])
        #expect(store.attempts.last?.exchange.isDelivered == true)
    }

    @Test func orderIsAttemptedOnceAtATime() async throws {
        let surroundings = ServiceSurroundings(try Fixture.directory(try Fixture.app(callbackURL: Self.shop)))
        let store = surroundings.store
        let order = try Fixture.order()
        store.insert(order)
        let deliverer = FakeDeliverer()
        deliverer.hang(Self.shop)
        try await surroundings.run(deliverer) { service in
            await deliverer.observed.wait { $0.underWay == 1 }
            // A redo while an attempt is under way: the row is due again, and waits until the attempt has ended.
            try await store.redoCallback(of: order, now: surroundings.clock.now())
            for _ in 0..<3 {
                let queries = store.observed.state.queries
                service.wake()
                await store.observed.wait { $0.queries > queries }
            }
            #expect(deliverer.sent.count == 1)
            deliverer.release(Self.shop)
            await store.observed.wait { $0.attempts.count == 2 }
        }
        #expect(deliverer.observed.state.mostUnderWay == 1)
        #expect(store.attempts.map(\.schedule) == [0, 1])
    }
}
