import PayCore
import PayDomain
import PayLedger
import Testing

@testable import PayCallbacks

/// What the plan decides, over simulated time: receivers that hang, however many, keep no other app waiting.
@Suite struct DeliveryPlanTests {
    /// A process with its store and receivers that answer after a time of their own.
    private struct Simulation {
        var plan: DeliveryPlan
        var books = CallbackBooks()
        var now = Fixture.start
        /// How each app's receiver answers, and after how many milliseconds.
        var receivers: [AppID: (ending: CallbackExchange.Ending, milliseconds: Int64)] = [:]
        var posts: [(order: OrderID, app: AppID, start: Timestamp, end: Timestamp)] = []
        var orders: Int64 = 0
        var mostUnderWay = 0
        var arrived: [OrderID: Timestamp] = [:]

        init(_ limits: CallbackLimits = CallbackLimits(), failing: Set<AppID> = []) {
            plan = DeliveryPlan(limits, failing: failing)
        }

        mutating func add(_ app: AppID, _ ending: CallbackExchange.Ending, milliseconds: Int64) {
            receivers[app] = (ending, milliseconds)
            let hosts = Dictionary(uniqueKeysWithValues: receivers.keys.map { ($0, "https://\($0.text).example") })
            plan.know(hosts, next: books.next(of: Array(hosts.keys), now: now))
        }

        @discardableResult
        mutating func pay(_ app: AppID, times: Int = 1) throws -> OrderID {
            for _ in 0..<times {
                orders += 1
                books.insert(try Fixture.order(orders, of: app.text, time: now))
            }
            plan.fellDue([app], at: now)
            return OrderID(OrderID.base.number + orders)
        }

        /// Ten milliseconds at a time, with as many turns as there is something to do.
        mutating func run(milliseconds: Int64) {
            let end = now.advanced(byNanoseconds: milliseconds * 1_000_000)
            while now < end {
                for post in posts where post.end <= now {
                    guard let receiver = receivers[post.app] else { continue }
                    let exchange = CallbackExchange(
                        url: "", ending: receiver.ending, durationNanoseconds: receiver.milliseconds * 1_000_000
                    )
                    plan.ended(post.order, time: post.start, exchange)
                    if exchange.isDelivered { arrived[post.order] = post.end }
                }
                posts.removeAll { $0.end <= now }
                let turn = plan.turn(at: now)
                if !turn.isEmpty {
                    for callback in plan.took(turn, books.take(turn), at: now) {
                        let app = callback.order.key.app
                        let time = receivers[app]?.milliseconds ?? 0
                        posts.append((callback.order.id, app, now, now.advanced(byNanoseconds: time * 1_000_000)))
                    }
                }
                mostUnderWay = max(mostUnderWay, plan.underWay.count)
                now = now.advanced(byNanoseconds: 10_000_000)
            }
        }

        func underWay(of app: AppID) -> Int { plan.underWay.values.count { $0.app == app } }
    }

    private static let hangs = CallbackExchange.Ending.failed(.answerTimeout, reason: "")
    private static let ok = CallbackExchange.Ending.answered(status: 200)

    /// Several hundred apps whose receivers hang, each with more callbacks than it can have under way: at every moment a healthy app's
    /// callback begins within a second.
    @Test(arguments: [40, 300])
    func hangingReceiversDelayNobodyBeyondASecond(dead: Int) throws {
        var simulation = Simulation()
        let healthy = try Fixture.appID("healthy")
        simulation.add(healthy, Self.ok, milliseconds: 20)
        for index in 0..<dead {
            let app = try Fixture.appID("dead\(index)")
            simulation.add(app, Self.hangs, milliseconds: 15_000)
            try simulation.pay(app, times: 4)
        }
        for _ in 0..<40 {
            simulation.run(milliseconds: 700)
            let order = try simulation.pay(healthy)
            let paid = simulation.now
            simulation.run(milliseconds: 1_000)
            let arrival = try #require(simulation.arrived[order], "at \(paid.seconds - Fixture.start.seconds) s")
            #expect(arrival < paid.advanced(bySeconds: 1))
        }
        #expect(simulation.mostUnderWay <= CallbackLimits().attempts)
        // Each that has timed out is probed by one at a time.
        for app in simulation.receivers.keys where app != healthy { #expect(simulation.underWay(of: app) <= 1) }
    }

    /// A receiver that takes its time, and answers, does not wait for the places of those that do not answer.
    @Test func hangingReceiversDelayNoSlowOne() throws {
        let apps = try (0..<600).map { try Fixture.appID("dead\($0)") }
        var simulation = Simulation(failing: Set(apps))
        let slow = try Fixture.appID("slow")
        simulation.add(slow, Self.ok, milliseconds: 700)
        try simulation.pay(slow)
        simulation.run(milliseconds: 1_000)
        #expect(simulation.arrived.count == 1)
        for app in apps {
            simulation.add(app, Self.hangs, milliseconds: 15_000)
            try simulation.pay(app, times: 4)
        }
        for _ in 0..<20 {
            simulation.run(milliseconds: 700)
            let order = try simulation.pay(slow)
            simulation.run(milliseconds: 1_000)
            #expect(simulation.arrived[order] != nil)
        }
        #expect(simulation.mostUnderWay <= CallbackLimits().attempts)
    }

    /// Receivers that were quick, and so have a wide window each, all hang from one moment on.
    @Test func manyQuickReceiversThatHangAtOnceLeavePlacesForOthers() throws {
        var simulation = Simulation()
        let healthy = try Fixture.appID("healthy")
        simulation.add(healthy, Self.ok, milliseconds: 20)
        let apps = try (0..<40).map { try Fixture.appID("quick\($0)") }
        for app in apps {
            simulation.add(app, Self.ok, milliseconds: 10)
            try simulation.pay(app, times: 60)
        }
        simulation.run(milliseconds: 3_000)
        #expect(simulation.arrived.count == apps.count * 60)
        for app in apps {
            simulation.receivers[app] = (Self.hangs, 15_000)
            try simulation.pay(app, times: 60)
        }
        for _ in 0..<20 {
            simulation.run(milliseconds: 500)
            let order = try simulation.pay(healthy)
            simulation.run(milliseconds: 1_000)
            #expect(simulation.arrived[order] != nil)
        }
        #expect(simulation.mostUnderWay <= CallbackLimits().attempts)
    }

    @Test func aWindowIsEarnedAndLost() throws {
        let limits = CallbackLimits()
        var pace = AppPace(limits, isFailing: false)
        func exchange(_ ending: CallbackExchange.Ending, milliseconds: Int64 = 10) -> CallbackExchange {
            CallbackExchange(url: "", ending: ending, durationNanoseconds: milliseconds * 1_000_000)
        }
        #expect(pace.window == limits.firstAttempts)
        for _ in 0..<100 { pace.ended(exchange(Self.ok), limits) }
        #expect(pace.window == limits.attemptsPerApp && pace.condition == .quick)
        pace.ended(exchange(.answered(status: 503)), limits)
        #expect(pace.window == limits.attemptsPerApp / 2)
        pace.ended(exchange(Self.ok, milliseconds: 2_000), limits)
        #expect(pace.window == limits.slowAttemptsPerApp && pace.condition == .slow)
        pace.ended(exchange(Self.hangs, milliseconds: 15_000), limits)
        #expect(pace.window == 1 && pace.condition == .timedOut)
        pace.ended(exchange(.failed(.connectionRefused, reason: "")), limits)
        #expect(pace.window == 2 && pace.condition == .quick)
        pace.ended(exchange(Self.ok), limits)
        #expect(pace.window == 3)
        #expect(AppPace(limits, isFailing: true).window == 1)
    }

    /// A day of downtime: what is due goes out in the order in which it fell due, from a narrow window on, and never beyond the limits.
    @Test func aBacklogDrainsInOrderOfDueTimeWithoutABurst() throws {
        var simulation = Simulation()
        let shop = try Fixture.appID()
        for number in 1...600 as ClosedRange<Int64> {
            let due = Fixture.start.advanced(bySeconds: number * 140)
            simulation.books.insert(try Fixture.order(601 - number, time: due))
        }
        simulation.now = Fixture.start.advanced(bySeconds: 86_400)
        simulation.add(shop, Self.ok, milliseconds: 10)
        var begun: [OrderID] = []
        var counts: [Int] = []
        while simulation.arrived.count < 600 {
            let before = Set(simulation.posts.map(\.order))
            simulation.run(milliseconds: 10)
            begun += simulation.posts.map(\.order).filter { !before.contains($0) }
            counts.append(simulation.posts.count)
            if counts.count > 2_000 { break }
        }
        #expect(begun == begun.sorted(by: >))
        #expect(begun.count == 600)
        #expect(counts.first == CallbackLimits().firstAttempts)
        #expect(counts.max() == CallbackLimits().attemptsPerApp, "\(counts)")
    }

    @Test func appsOfOneHostShareItsPlaces() throws {
        var plan = DeliveryPlan(CallbackLimits())
        var books = CallbackBooks()
        var hosts: [AppID: String] = [:]
        for index in 0..<100 as Range<Int64> {
            let app = try Fixture.appID("app\(index)")
            hosts[app] = "https://one.example"
            for number in 0..<3 as Range<Int64> { books.insert(try Fixture.order(index * 3 + number, of: app.text)) }
        }
        plan.know(hosts, next: books.next(of: Array(hosts.keys), now: Fixture.start))
        let turn = plan.turn(at: Fixture.start)
        let begun = plan.took(turn, books.take(turn), at: Fixture.start)
        #expect(begun.count == CallbackLimits().attemptsPerHost)
        // Everybody in turn before anybody twice.
        #expect(Set(begun.map(\.order.key.app)).count == begun.count)
    }

    @Test func aDisagreementWithTheStoreIsNoSpin() throws {
        var plan = DeliveryPlan(CallbackLimits())
        let shop = try Fixture.appID()
        plan.know([shop: "https://shop.example"], next: [shop: Fixture.start])
        let turn = plan.turn(at: Fixture.start)
        #expect(turn.claims == [CallbackTurn.Claim(app: shop, limit: 2)])
        var outcome = CallbackTurn.Outcome()
        outcome.next[shop] = Fixture.start
        #expect(plan.took(turn, outcome, at: Fixture.start).isEmpty)
        #expect(plan.turn(at: Fixture.start).isEmpty)
        #expect(plan.nextLook(after: Fixture.start) == Fixture.start.advanced(bySeconds: 1))
    }

    @Test func anAppThatLosesItsURLWaits() throws {
        var plan = DeliveryPlan(CallbackLimits())
        let shop = try Fixture.appID()
        plan.know([shop: "https://shop.example"], next: [shop: Fixture.start])
        plan.know([:], next: [:])
        plan.fellDue([shop], at: Fixture.start)
        #expect(plan.turn(at: Fixture.start).isEmpty && plan.nextLook(after: Fixture.start) == nil)
    }
}
