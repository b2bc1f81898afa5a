import PayCore
import PayDomain
import PayLedger
import PayStorePostgres
import Testing

/// The answer to a commit may be lost, and then what was recorded is recorded again: it counts once.
@Suite(.timeLimit(.minutes(2))) struct CallbackRecordTests {
    @Test func whatIsRecordedTwiceCountsOnce() async throws {
        try await CallbackNodes.with { nodes in
            try await nodes.addOrders(1...3)
            let claimed = try await nodes.first.claim(at: 10)
            let results = [claimed[0].ended(500, at: 10, next: 610), claimed[1].ended(200, at: 11)]
            func expectRecorded(_ outcome: CallbackTurn.Outcome) async throws {
                #expect(outcome.superseded.isEmpty && outcome.next == [Fixture.shop: Fixture.after(70)])
                #expect(try await nodes.attempts().map(\.number) == [1, 1])
                let standings = try await [1, 2].asyncMap { try await nodes.second.callback(of: OrderID($0)) }
                #expect(standings.map { $0?.attempts } == [1, 1])
                #expect(standings.map { $0?.dueTime } == [Fixture.after(610), nil])
                #expect(standings.map { $0?.deliveredTime } == [nil, Fixture.after(11)])
            }
            try await expectRecorded(nodes.first.record(results, at: 12))
            try await expectRecorded(nodes.first.record(results, at: 13))
            // Whichever node it comes through, and together with what is new.
            let new = claimed[2].ended(404, at: 14, next: 614)
            let outcome = try await nodes.second.record(results + [new], at: 14)
            #expect(outcome.superseded.isEmpty && outcome.next == [Fixture.shop: Fixture.after(610)])
            #expect(try await nodes.attempts().map(\.order.number) == [1, 2, 3])
        }
    }

    @Test func aRepetitionChangesNothingThatHasHappenedSince() async throws {
        try await CallbackNodes.with { nodes in
            try await nodes.addOrders(1...2)
            let claimed = try await nodes.first.claim(at: 10)
            let failure = claimed[0].ended(500, at: 10, next: 20)
            _ = try await nodes.first.record([failure], at: 11)
            // Another node attempts it again meanwhile, and an app that failed recovers.
            let again = try await nodes.second.claim(at: 20)[0]
            _ = try await nodes.second.record([claimed[1].ended(200, at: 21)], at: 21)
            #expect(try await nodes.second.failingApps().isEmpty)

            let repeated = try await nodes.first.record([failure], at: 22)
            #expect(repeated.superseded.isEmpty && repeated.next == [Fixture.shop: Fixture.after(80)])
            #expect(try await nodes.second.claim(at: 23).isEmpty)
            #expect(try await nodes.second.failingApps().isEmpty)
            #expect(try await nodes.second.record([again.ended(200, at: 24)], at: 24).superseded.isEmpty)
            #expect(try await nodes.attempts().map(\.number) == [1, 1, 2])

            // A success that is told again ends no failing that began after it.
            try await nodes.addOrders(3...3)
            let other = try await nodes.first.claim(at: 30)[0]
            _ = try await nodes.first.record([other.ended(500, at: 30, next: 630)], at: 30)
            _ = try await nodes.second.record([again.ended(200, at: 24)], at: 31)
            #expect(try await nodes.second.failingApps() == [Fixture.shop: Fixture.after(30)])
        }
    }

    @Test func whatCameTooLateIsSaidAgainToHaveCome() async throws {
        try await CallbackNodes.with { nodes in
            try await nodes.addOrders(1...1)
            let paused = try await nodes.first.claim(at: 10)[0]
            _ = try await nodes.second.claim(at: 70)
            for time in [71, 72] as [Int64] {
                #expect(try await nodes.first.record([paused.ended(500, at: 69, next: 669)], at: time).superseded == [paused.order.id])
            }
            #expect(try await nodes.attempts().map(\.isSuperseded) == [true])
            #expect(try await nodes.first.callback(of: paused.order.id)?.attempts == 1)
        }
    }

    /// Its first result waited for the store so long that it was leased and attempted again.
    @Test func oneTurnMayBringTwoAttemptsOfAnOrder() async throws {
        try await CallbackNodes.with { nodes in
            try await nodes.addOrders(1...2)
            let (early, late) = (try await nodes.first.claim(at: 10), try await nodes.first.claim(at: 70))
            let results = [early[0].ended(500, at: 10, next: 610), early[1].ended(200, at: 11), late[0].ended(200, at: 71)]
            let outcome = try await nodes.first.record(results, at: 72)
            #expect(outcome.superseded == early.map(\.order.id))
            #expect(try await nodes.first.callback(of: early[0].order.id)?.state == .delivered)
            let attempts = try await nodes.attempts().filter { $0.order == early[0].order.id }
            #expect(attempts.map(\.number) == [1, 2] && attempts.map(\.isSuperseded) == [true, false])
        }
    }

    @Test func anAppThatFailsAfterItsSuccessFails() async throws {
        try await CallbackNodes.with { nodes in
            try await nodes.addOrders(1...3)
            try await nodes.addOrders(4...5, of: Fixture.fair)
            let (shop, fair) = (try await nodes.first.claim(at: 1), try await nodes.first.claim(Fixture.fair, at: 1))
            _ = try await nodes.first.record(
                [
                    shop[0].ended(500, at: 2, next: 602), shop[1].ended(200, at: 3), shop[2].ended(500, at: 4, next: 604),
                    fair[0].ended(500, at: 5, next: 605), fair[1].ended(200, at: 6),
                ], at: 7)
            #expect(try await nodes.first.failingApps() == [Fixture.shop: Fixture.after(4)])
        }
    }

    /// PostgreSQL's text has no zero byte; a receiver that sends one must not keep everybody's results from being recorded.
    @Test func whatAReceiverSentIsKeptWithItsZeroBytes() async throws {
        try await CallbackNodes.with { nodes in
            try await nodes.addOrders(1...1)
            let exchange = CallbackExchange(
                url: "https://example.com/\0", answerHeaders: [CallbackHeader(name: "X", value: "a\0b")], answerStart: [0, 1],
                ending: .failed(.notHTTP, reason: "\0\u{1A}0é"), durationNanoseconds: 5)
            let result = try await nodes.first.claim(at: 1)[0].ended(exchange, at: 1)
            _ = try await nodes.first.record([result], at: 2)
            let kept = try #require(try await nodes.attempts().first?.exchange)
            #expect(kept.url == "https://example.com/\0" && kept.ending == .failed(.notHTTP, reason: "\0\u{1A}0é"))
            #expect(kept.answerHeaders == [CallbackHeader(name: "X", value: "a\0b")] && kept.answerStart == [0, 1])
        }
    }

    /// Both nodes look after the same attempts.
    @Test func whatAnotherForgetsIsPassedOver() async throws {
        try await CallbackNodes.with(lockMax: .milliseconds(500)) { nodes in
            try await nodes.addOrders(1...4)
            let claimed = try await nodes.first.claim(at: 1)
            let results = claimed.map { $0.ended(200, at: $0.order.id.number) }
            _ = try await nodes.first.record(results, at: 9)
            try await nodes.pool.withTransaction { transaction in
                let hold = PostgresStatement("test_hold", "SELECT id FROM callback_attempt WHERE order_id <= 2 FOR UPDATE")
                _ = try await transaction.run([hold()])
                #expect(try await nodes.first.forgetCallbackAttempts(of: Fixture.shop, before: Fixture.after(9), limit: 1) == 1)
            }
            #expect(try await nodes.attempts().map(\.order.number) == [1, 2, 4])
            #expect(try await nodes.second.forgetCallbackAttempts(of: Fixture.shop, before: Fixture.after(4), limit: 9) == 2)
        }
    }

    /// Two nodes' batches may give their orders one time, and a time is a place in the walk.
    @Test func aReplayLeavesOutNoOrderOfAPagesLastTime() async throws {
        try await CallbackNodes.with { nodes in
            try await nodes.addOrders(1...6)
            let claimed = try await nodes.first.claim(at: 1)
            _ = try await nodes.first.record(claimed.map { $0.ended(200, at: 1) }, at: 1)
            try await nodes.run("ALTER TABLE orders DISABLE TRIGGER order_never_changes")
            try await nodes.run("UPDATE orders SET create_time = create_time + 4 - id WHERE id IN (3, 4, 5)")
            let replay = CallbackReplay(app: Fixture.shop, since: nil, start: Fixture.after(2))
            var place: CallbackReplayPlace? = .orders(created: Timestamp(nanoseconds: 0))
            var examined: [Int] = []
            while let here = place {
                let page = try await nodes.first.replayCallbacks(replay, from: here, now: Fixture.after(2), limit: 3, isDryRun: false)
                examined.append(page.examined)
                #expect(page.replayed == page.examined)
                place = page.next
            }
            #expect(examined == [5, 1])
            #expect(try await nodes.first.callbackBacklog(of: [Fixture.shop], now: Fixture.after(2)).due == 6)
        }
    }
}

extension Array {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
