import Foundation
import PayCore
import PayDomain
import PayLedger
import PayServer
import TestSupport
import Testing

@Suite struct CallbackCommandsTests {
    // MARK: - Lists

    @Test func undeliveredOnesAreListedWithoutOptions() async throws {
        try await withOrders(4) { (platform, orders) async throws in
            try await attempt(platform, orders[1], .answered(status: 503), next: 600)
            try await attempt(platform, orders[2], .failed(.connectionRefused, reason: "The connection was refused."), next: nil)
            try await attempt(platform, orders[3], .answered(status: 200), next: nil)
            let all = try await list(platform, ListCallbacks.Request())
            #expect(all.callbacks.map(\.tradeNo) == ["t0", "t1", "t2"] && !all.more)
            #expect(all.callbacks.map(\.state) == [.waiting, .waiting, .givenUp])
            #expect(all.callbacks.map(\.isDue) == [true, false, false] && all.callbacks.map(\.attempts) == [0, 1, 1])
            #expect(all.callbacks.map(\.lastEnding) == [nil, "HTTP 503", "The connection was refused."])
            #expect(all.callbacks.allSatisfy { $0.appID == "shop" && !$0.hasURL && $0.since > 0 })

            let two = try await list(platform, ListCallbacks.Request(appID: "shop", limit: 2))
            #expect(two.callbacks.map(\.tradeNo) == ["t0", "t1"] && two.more)
            for (state, expected) in [("waiting", ["t0", "t1"]), ("given-up", ["t2"]), ("delivered", ["t3"])] {
                #expect(try await list(platform, ListCallbacks.Request(state: state)).callbacks.map(\.tradeNo) == expected)
            }
            let text = try await platform.operators.perform(.listCallbacks(ListCallbacks.Request())).text.split(separator: "\n")
            #expect(text.count == 4 && text[0].hasPrefix("APP_ID") && text[1].contains("not tried yet") && text[2].contains("HTTP 503"))
        }
    }

    @Test func whatIsAskedWronglyIsRefused() async throws {
        try await withOrders(1) { (platform, _) async throws in
            let rows: [(OperatorRequest, Int, String)] = [
                (.listCallbacks(.init(limit: 0)), 8, "limit"), (.listCallbacks(.init(limit: 1_001)), 8, "limit"),
                (.listCallbacks(.init(state: "lost")), 8, "state"), (.listCallbacks(.init(appID: "none")), 11_003, "app_id"),
                (.showCallback(.init(appID: "none", tradeNo: "t0")), 11_003, "app_id"),
                (.showCallback(.init(appID: "shop", tradeNo: "t9")), 11_027, "trade_no"),
                (.redoCallback(.init(appID: "shop", tradeNo: "t9")), 11_027, "trade_no"),
                (.redoCallback(.init(appID: "shop", tradeNo: "a b")), 8, "trade_no"),
                (.replayCallbacks(.init(all: true)), 8, "all"), (.replayCallbacks(.init(appID: "shop", all: true)), 8, "all"),
                (.replayCallbacks(.init(since: 1, all: true)), 8, "all"), (.replayCallbacks(.init(since: .max)), 8, "since"),
                (.replayCallbacks(.init(appID: "none")), 11_003, "app_id"),
            ]
            for (request, code, field) in rows {
                let refusal = await platform.refusal(request)
                #expect(refusal.code == code && refusal.field == field, "\(request)")
            }
        }
    }

    // MARK: - One callback

    @Test func everythingOfAnAttemptIsShownAndNothingOfItReachesTheTerminal() async throws {
        try await withOrders(1) { (platform, orders) async throws in
            let exchange = CallbackExchange(
                url: "https://shop.example/callback", address: "203.0.113.7:443",
                requestHeaders: [CallbackHeader(name: "webhook-id", value: "order-1")],
                answerHeaders: [CallbackHeader(name: "x-evil", value: "\u{1B}]0;owned\u{7}\u{9B}31m")],
                answerStart: Array("first\n\u{1B}[2J\r\nAttempt 9, delivered\u{202E}".utf8) + [0xFF], ending: .answered(status: 503),
                durationNanoseconds: 12_000_000
            )
            try await attempt(platform, orders[0], exchange, next: 600)
            let reply = try await platform.operators.perform(.showCallback(OrderSelector(appID: "shop", tradeNo: "t0")))
            guard case .callback(let history) = reply else { return }
            #expect(history.callback.attempts == 1 && history.attempts.count == 1 && !history.more)
            let shown = history.attempts[0]
            #expect(shown.status == 503 && shown.failure == nil && shown.address == "203.0.113.7:443" && !shown.isSuperseded)
            #expect(shown.requestHeaders.map(\.name) == ["webhook-id"] && shown.nextTime != nil)

            let text = reply.text
            #expect(text.contains("https://shop.example/callback at 203.0.113.7:443") && text.contains("HTTP 503, after 12 ms"))
            #expect(text.contains("    | webhook-id: order-1") && text.contains("    | first\n"))
            #expect(text.contains(#"    | \u{1B}[2J\r"#) && text.contains(#"x-evil: \u{1B}]0;owned\u{7}\u{9B}31m"#))
            #expect(text.contains("    | Attempt 9, delivered\\u{202E}"))
            let json = try reply.json()
            let read = try JSONDecoder().decode(CallbackHistoryReply.self, from: Data(json.utf8))
            #expect(read == history)
            for scalar in json.unicodeScalars where scalar != "\n" { #expect(scalar.properties.generalCategory != .control) }
            for scalar in text.unicodeScalars where scalar != "\n" {
                #expect(![.control, .format].contains(scalar.properties.generalCategory))
            }
            #expect(text.split(separator: "\n").filter { $0.hasPrefix("Attempt ") }.count == 1)
        }
    }

    @Test func aRedoMakesItDueWithANewSchedule() async throws {
        let woken = Locked<[Set<AppID>]>([])
        try await withOrders(1, woken: woken) { (platform, orders) async throws in
            try await attempt(platform, orders[0], .answered(status: 200), next: nil)
            woken.withLock { $0 = [] }
            let redone = try await platform.perform(.redoCallback(OrderSelector(appID: "shop", tradeNo: "t0")))
            #expect(redone["state"] as? String == "waiting" && redone["due"] as? Bool == true)
            #expect(woken.withLock { $0 }.map { $0.map(\.text) } == [["shop"]])
            let claimed = try await claim(platform)
            #expect(claimed.map(\.schedule) == [1] && claimed.map(\.firstAttemptTime) == [nil])
        }
    }

    // MARK: - Replays

    @Test func manyAreReplayedInStepsThatLeaveNothingOut() async throws {
        let woken = Locked<[Set<AppID>]>([])
        try await withOrders(2_500, woken: woken) { (platform, orders) async throws in
            try await record(platform, claim(platform), .answered(status: 500), next: 600)
            woken.withLock { $0 = [] }
            let counted = try await replay(platform, ReplayCallbacks.Request(isDryRun: true))
            #expect(counted.map(\.replayed) == [1_000, 1_000, 500] && counted[0].total == 2_500)
            #expect(woken.withLock { $0 }.isEmpty)
            #expect(try await claim(platform).isEmpty)

            let done = try await replay(platform, ReplayCallbacks.Request(appID: "shop"))
            #expect(done.map(\.replayed) == [1_000, 1_000, 500] && done.map(\.examined) == [1_000, 1_000, 500])
            #expect(woken.withLock { $0 }.count == 3)
            // Repeating it finds nothing: everything is due.
            #expect(try await replay(platform, ReplayCallbacks.Request()).map(\.examined) == [0])
            let claimed = try await claim(platform)
            #expect(Set(claimed.map(\.order.id)) == Set(orders.map(\.id)) && claimed.allSatisfy { $0.schedule == 1 })
            // What is under way is left alone.
            #expect(try await replay(platform, ReplayCallbacks.Request()).map(\.replayed) == [0])
            #expect(try await platform.platform.store.proveLedger().holds)
        }
    }

    @Test func aReplayThatWasBrokenOffGoesOnWhenRepeated() async throws {
        try await withOrders(1_200) { (platform, _) async throws in
            try await record(platform, claim(platform), .answered(status: 500), next: nil)
            guard case .replayedCallbacks(let first) = try await platform.operators.perform(.replayCallbacks(.init())) else { return }
            #expect(first.replayed == 1_000 && first.cursor != nil)
            #expect(try await replay(platform, ReplayCallbacks.Request()).map(\.replayed) == [200])
        }
    }

    @Test func allSendsAgainWhatWasDeliveredSinceThen() async throws {
        try await withOrders(3) { (platform, orders) async throws in
            for order in orders { try await attempt(platform, order, .answered(status: 200), next: nil) }
            let request = ReplayCallbacks.Request(appID: "shop", since: orders[1].createTime.nanoseconds, all: true)
            #expect(try await replay(platform, request).map(\.replayed) == [2])
            #expect(try await claim(platform).map(\.order.id) == orders.dropFirst().map(\.id))
            let again = try await replay(platform, request)
            #expect(again.map(\.replayed) == [0] && again.map(\.alreadyDue) == [2])
            #expect(again[0].summary(isDryRun: false).contains("2 callbacks are due already"))
        }
    }

    // MARK: - Time

    @Test(
        arguments: [
            ("0", 0), ("90", 90), ("90s", 90), ("30m", 1_800), ("24h", 86_400), ("7d", 604_800), ("", nil), ("h", nil), ("-1", nil),
            ("1.5h", nil),
            ("1w", nil), ("24 h", nil), ("24H", nil), ("９h", nil), ("1234567890123", nil),
        ] as [(String, Int64?)])
    func lengthsOfTimeAreRead(_ text: String, _ seconds: Int64?) { #expect(TimeInput.seconds(text) == seconds) }

    @Test(
        arguments: [
            ("1551351330", 1_551_351_330), ("2h", 1_800_000_000 - 7_200), ("3d", 1_800_000_000 - 259_200),
            ("2019-02-28T10:55:30Z", 1_551_351_330), ("2019-02-28 10:55:30Z", 1_551_351_330), ("2019-02-28T19:55:30+09:00", 1_551_351_330),
            ("2019-02-28T05:25:30-05:30", 1_551_351_330), ("2000-02-29T00:00:00Z", 951_782_400), ("1970-01-01T00:00:00Z", 0),
            ("2100-03-01T00:00:00Z", 4_107_542_400),
            ("2019-02-29T00:00:00Z", nil), ("2100-02-29T00:00:00Z", nil), ("2019-13-01T00:00:00Z", nil), ("2019-01-01T24:00:00Z", nil),
            ("2019-01-01T00:00:00", nil), ("2019-01-01", nil), ("yesterday", nil), ("2019-01-01T00:00:00Zx", nil),
            ("2019-01-01T00:00:00.Z", nil), ("2019-01-01T00:00:00+9:00", nil), ("", nil),
        ] as [(String, Int64?)])
    func momentsAreRead(_ text: String, _ seconds: Int64?) {
        #expect(TimeInput.moment(text, now: Timestamp(seconds: 1_800_000_000)) == seconds.map { Timestamp(seconds: $0) })
    }

    @Test func momentsHaveFractions() {
        let time = TimeInput.moment("2019-02-28T10:55:30.25Z", now: Timestamp(seconds: 0))
        #expect(time?.nanoseconds == 1_551_351_330_250_000_000)
    }

    // MARK: - Short ways

    /// A platform on which the app `shop` has paid alice `count` times, `t0` first.
    private func withOrders(
        _ count: Int, woken: Locked<[Set<AppID>]>? = nil, _ body: (OperatorFixture, [Order]) async throws -> Void
    ) async throws {
        let signal = CallbackSignal(fellDue: { apps in woken?.withLock { $0.append(apps) } }, changed: {})
        try await OperatorFixture.run { (fixture) async throws in
            let running = fixture.platform
            let platform = Platform(
                store: running.store, directory: running.directory, clock: running.clock, passwords: running.passwords,
                settings: running.settings, callbacks: signal
            )
            let fixture = OperatorFixture(
                folder: fixture.folder, platform: platform, operators: OperatorService(platform: platform, rules: .wire(running.settings))
            )
            try await fixture.setUp()
            try await fixture.perform(fixture.deposit("100000", to: "shop-manager", reference: "in"))
            let orders = try await withThrowingTaskGroup(of: Order.self) { group in
                let commands = try await Self.payments(count, platform)
                if count < 10 {
                    var orders: [Order] = []
                    for command in commands { orders.append(try await Self.order(command, platform)) }
                    return orders
                }
                for command in commands { group.addTask { try await Self.order(command, platform) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            try await body(fixture, orders)
        }
    }

    private static func payments(_ count: Int, _ platform: Platform) async throws -> [LedgerCommand] {
        let app = try #require(AppID("shop"))
        let coin = try #require(platform.directory.current.coinsByCode["usdt"])
        let alice = try #require(try await platform.store.user(named: "alice"))
        let volume = try Amount("1", scale: coin.scale)
        return try (0..<count).map { number in
            .payUser(
                LedgerCommand.PayUser(
                    key: OrderKey(app: app, tradeNo: try #require(TradeNo("t\(number)"))), user: alice.id, book: .spot, coin: coin.id,
                    volume: volume, texts: OrderTexts(scene: "", desc: "", device: "12345678")
                )
            )
        }
    }

    private static func order(_ command: LedgerCommand, _ platform: Platform) async throws -> Order {
        guard case .order(let order) = try await platform.committer.submit(command, admission: { _ in nil }) else {
            throw CancellationError()
        }
        return order
    }

    private func list(_ platform: OperatorFixture, _ request: ListCallbacks.Request) async throws -> (
        callbacks: [CallbackReply], more: Bool
    ) {
        guard case .callbacks(let callbacks, let more) = try await platform.operators.perform(.listCallbacks(request)) else {
            return ([], false)
        }
        return (callbacks, more)
    }

    /// Every step to the end. Each cursor goes over the wire and comes back.
    private func replay(_ platform: OperatorFixture, _ request: ReplayCallbacks.Request) async throws -> [ReplayCallbacks.Reply] {
        var request = request
        var steps: [ReplayCallbacks.Reply] = []
        repeat {
            let wire = try JSONDecoder().decode(OperatorRequest.self, from: JSONEncoder().encode(OperatorRequest.replayCallbacks(request)))
            guard case .replayedCallbacks(let step) = try await platform.operators.perform(wire) else { break }
            steps.append(step)
            request.cursor = step.cursor
        } while request.cursor != nil
        return steps
    }

    private func claim(_ platform: OperatorFixture) async throws -> [ClaimedCallback] {
        let now = platform.platform.clock.now()
        let claim = CallbackTurn.Claim(app: try #require(AppID("shop")), limit: 10_000)
        return try await platform.platform.store.take(CallbackTurn(claims: [claim], now: now, leaseEnd: now.advanced(bySeconds: 600)))
            .claimed
    }

    /// One attempt of one order, whatever else is due.
    private func attempt(_ platform: OperatorFixture, _ order: Order, _ exchange: CallbackExchange, next: Int64?) async throws {
        let claimed = try await claim(platform)
        let now = platform.platform.clock.now()
        let others = claimed.filter { $0.order.id != order.id }.map(\.lease)
        _ = try await platform.platform.store.take(CallbackTurn(released: others, now: now, leaseEnd: now))
        try await record(platform, claimed.filter { $0.order.id == order.id }, exchange, next: next)
    }

    private func attempt(_ platform: OperatorFixture, _ order: Order, _ ending: CallbackExchange.Ending, next: Int64?) async throws {
        try await attempt(
            platform, order, CallbackExchange(url: "https://shop.example/", ending: ending, durationNanoseconds: 1), next: next
        )
    }

    private func record(
        _ platform: OperatorFixture, _ callbacks: [ClaimedCallback], _ ending: CallbackExchange.Ending, next: Int64?
    ) async throws {
        try await record(
            platform, callbacks, CallbackExchange(url: "https://shop.example/", ending: ending, durationNanoseconds: 1), next: next
        )
    }

    private func record(_ platform: OperatorFixture, _ callbacks: [ClaimedCallback], _ exchange: CallbackExchange, next: Int64?)
        async throws
    {
        let now = platform.platform.clock.now()
        let results = callbacks.map { callback in
            CallbackResult(
                lease: callback.lease, app: callback.order.key.app, schedule: callback.schedule, time: now, exchange: exchange,
                firstAttemptTime: now, nextTime: next.map { now.advanced(bySeconds: $0) }
            )
        }
        #expect(!results.isEmpty)
        _ = try await platform.platform.store.take(CallbackTurn(results: results, now: now, leaseEnd: now))
    }
}
