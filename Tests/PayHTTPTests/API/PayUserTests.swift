import PayCore
import PayDomain
import PayLedger
import PaySandbox
import PayWire
import Testing

/// `app2user/do` (protocol, 5.4).
@Suite struct PayUserTests {
    @Test func paysAndTellsTheOrder() async throws {
        try await Sandbox.run { sandbox in
            let answer = try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("t1", volume: "1.50"))
            #expect(answer.code == 1)
            let order = try #require(answer.data)
            #expect(
                order.members.map(\.name) == [
                    "id", "arrive_time", "coin_code", "create_time", "direction", "status", "trade_no", "uid", "volume", "cut_volume",
                    "order_type", "open_id",
                ]
            )
            #expect(order.text("id") == "1000001")
            #expect(order.text("volume") == "1.5")
            #expect(order.text("status") == "1")
            #expect(order.text("open_id") == "59991c0e35855a48bb1157295dd63ce4")
            #expect(order.text("arrive_time") == order.text("create_time"))
            let found = try await sandbox.send(Sandbox.detail, #"{"trade_no":"t1"}"#)
            #expect(found.data == answer.data)
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func eachRefusalHasItsCodeAndChangesNothing() async throws {
        try await Sandbox.run { sandbox in
            let before = try await sandbox.platform.store.proveLedger().chainHead
            let rows: [(Int, String)] = [
                (8, Sandbox.payOutBody("bad-number")),
                (8, Sandbox.payOutBody("t", volume: "0")),
                (8, Sandbox.payOutBody("t", volume: "-1")),
                (8, Sandbox.payOutBody("t", volume: "1e3")),
                (8, Sandbox.payOutBody("t", volume: "01")),
                (8, Sandbox.payOutBody("t", volume: "0.1234567890123456789")),
                (8, Sandbox.payOutBody("t", volume: "100000000000000000000")),
                (8, Sandbox.payOutBody("t", uid: "0")),
                (8, Sandbox.payOutBody("t", uid: "-5")),
                (8, Sandbox.payOutBody("t", uid: "1.5")),
                (8, Sandbox.payOutBody("t", uid: "77")),
                (8, Sandbox.payOutBody("t", uid: "9223372036854775807")),
                (8, Sandbox.payOutBody("t", more: #","desc":"again""#)),
                (8, Sandbox.payOutBody("t", uid: "1000001", more: #","open_id":"59991c0e35855a48bb1157295dd63ce4""#)),
                (11_015, Sandbox.payOutBody("t", uid: "0", more: #","open_id":"00000000000000000000000000000000""#)),
                (11_031, Sandbox.payOutBody("t", coin: "btc")),
                (11_031, Sandbox.payOutBody("t", coin: "nope")),
                (11_030, Sandbox.payOutBody("t", uid: "900000")),
                (1_121, Sandbox.payOutBody("t", uid: "1000003")),
                (4_000, Sandbox.payOutBody("t", volume: "2000000000")),
                (4_000, Sandbox.payOutBody("t", coin: "dc")),
            ]
            for (code, body) in rows {
                let answer = try await sandbox.send(Sandbox.payOut, body)
                #expect(answer.code == code, "\(body): \(answer.message)")
                #expect(answer.data?.members.isEmpty == true)
            }
            #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("t"), app: "sandbox-limited-app").code == 11_006)
            #expect(try await sandbox.send(Sandbox.detail, #"{"trade_no":"t"}"#).code == 11_027)
            #expect(try await sandbox.platform.store.proveLedger().chainHead == before)
        }
    }

    @Test func aRepeatIsToldTheOrderAndAnotherPaymentIsNot() async throws {
        try await Sandbox.run { sandbox in
            let first = try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("t1"))
            // Both spellings of an integer are the same payment, and so is the other name of the user.
            for body in [
                Sandbox.payOutBody("t1"), Sandbox.payOutBody("t1", uid: #""1000000""#), Sandbox.payOutBody("t1", volume: "1.000"),
                Sandbox.payOutBody("t1", uid: "0", more: #","open_id":"59991c0e35855a48bb1157295dd63ce4""#),
            ] {
                let answer = try await sandbox.send(Sandbox.payOut, body)
                #expect(answer.code == 4_009)
                #expect(answer.data == first.data)
            }
            let other = try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("t1", volume: "2"))
            #expect(other.code == 4_009)
            #expect(other.data?.members.isEmpty == true)
            // Another app's number is its own.
            #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("t1"), app: "sandbox-cut-app").code == 1)
        }
    }

    @Test func sixtyFourEqualPayOutsMakeOne() async throws {
        try await Sandbox.run { sandbox in
            let codes = try await withThrowingTaskGroup(of: Int?.self) { group in
                for _ in 0..<64 { group.addTask { try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("same")).code } }
                return try await group.reduce(into: [Int?]()) { $0.append($1) }
            }
            #expect(codes.filter { $0 == 1 }.count == 1)
            #expect(codes.filter { $0 == 4_009 }.count == 63)
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func aHundredSpendsOfABalanceForTenMakeTen() async throws {
        try await Sandbox.run { sandbox in
            let codes = try await withThrowingTaskGroup(of: Int?.self) { group in
                for index in 0..<100 {
                    group.addTask {
                        try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("s\(index)", volume: "100"), app: "sandbox-cut-app").code
                    }
                }
                return try await group.reduce(into: [Int?]()) { $0.append($1) }
            }
            #expect(codes.filter { $0 == 1 }.count == 10)
            #expect(codes.filter { $0 == 4_000 }.count == 90)
            #expect(try await sandbox.ledgerHolds())
        }
    }

    @Test func limitsAndReview() async throws {
        try await Sandbox.run { sandbox in
            let id = try #require(AppID("sandbox-app"))
            var app = try #require(sandbox.platform.directory.current.apps[id])
            let coin = try #require(sandbox.platform.directory.current.coinsByCode["usdt"])
            app.coins[coin.id] = AppStanding.CoinTerms(
                dailyLimit: try Amount("100", scale: coin.scale), reviewAbove: try Amount("50", scale: coin.scale)
            )
            try await sandbox.platform.change(.updateApp(app))
            let waiting = try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("w", volume: "60"))
            #expect(waiting.code == 1)
            #expect(waiting.data?.text("status") == "3")
            #expect(waiting.data?.text("arrive_time") == "0")
            #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("over", volume: "41")).code == 11_032)
            #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("fits", volume: "40")).code == 1)
            #expect(try await sandbox.ledgerHolds())
            // Tomorrow the count begins anew.
            _ = try await sandbox.control("/sandbox/clock/advance", #"{"seconds":86400}"#)
            #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("tomorrow", volume: "41")).code == 1)
        }
    }

    @Test func anAnswerThatWasLostIsFoundByOrderDetail() async throws {
        try await Sandbox.run { sandbox in
            _ = try await sandbox.control("/sandbox/faults", #"{"path":"\#(Sandbox.payOut)","kind":"http_500_after","count":1}"#)
            _ = try await sandbox.control("/sandbox/faults", #"{"path":"\#(Sandbox.payOut)","kind":"http_500_before","count":1}"#)
            #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("lost")).status == 500)
            #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("never")).status == 500)
            #expect(try await sandbox.send(Sandbox.detail, #"{"trade_no":"lost"}"#).data?.text("status") == "1")
            #expect(try await sandbox.send(Sandbox.detail, #"{"trade_no":"never"}"#).code == 11_027)
            #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("lost")).code == 4_009)
        }
    }
}
