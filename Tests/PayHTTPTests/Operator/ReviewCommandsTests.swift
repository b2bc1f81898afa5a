import PayCore
import PayDomain
import PayLedger
import Testing

@Suite struct ReviewCommandsTests {
    private func withPayOut(_ volume: String, _ body: (OperatorFixture) async throws -> Void) async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp(limits: AppCoinInput(coinCode: "usdt", reviewAbove: "100"))
            try await platform.perform(platform.deposit("1000", to: "shop-manager", reference: "in"))
            _ = try await platform.payAlice(volume, tradeNo: "t1")
            try await body(platform)
        }
    }

    private func end(_ approves: Bool, _ tradeNo: String = "t1", app: String = "shop") -> OperatorRequest {
        .endReview(EndReview.Request(appID: app, tradeNo: tradeNo, approves: approves))
    }

    private func waiting(_ platform: OperatorFixture) async throws -> [PayOutReply] {
        guard case .payOuts(let payOuts, more: false) = try await platform.operators.perform(.listReviews(limit: 10)) else { return [] }
        return payOuts
    }

    @Test func anApprovedPayOutArrivesOnce() async throws {
        try await withPayOut("150.5") { (platform) async throws in
            let list = try await waiting(platform)
            #expect(list.map(\.tradeNo) == ["t1"] && list.map(\.volume) == ["150.5"] && list.map(\.status) == [3])
            #expect(list.map(\.scene) == ["prize"] && list.map(\.desc) == ["for you"])
            #expect(try await platform.holding("shop-manager")?.frozen == "150.5")

            let approved = try await platform.perform(end(true))
            #expect(approved["status"] as? Int == 1 && approved["repeated"] as? Bool == false && approved["arrive_time"] as? Int != 0)
            #expect(try await platform.perform(end(true))["repeated"] as? Bool == true)
            #expect(try await platform.holding("alice")?.total == "150.5")
            #expect(try await platform.holding("shop-manager")?.total == "849.5")
            #expect(try await waiting(platform).isEmpty)
            #expect(await platform.refusal(end(false)).message.contains("it has succeeded"))
        }
    }

    @Test func aRejectedPayOutLeavesTheMoneyWithTheApp() async throws {
        try await withPayOut("150") { (platform) async throws in
            let rejected = try await platform.perform(end(false))
            #expect(rejected["status"] as? Int == 2 && rejected["arrive_time"] as? Int == 0)
            #expect(try await platform.perform(end(false))["repeated"] as? Bool == true)
            #expect(try await platform.holding("shop-manager")?.available == "1000")
            #expect(try await platform.holding("alice") == nil)
            #expect(await platform.refusal(end(true)).message.contains("it has failed"))
        }
    }

    @Test func belowTheLimitNothingWaits() async throws {
        try await withPayOut("100") { (platform) async throws in
            #expect(try await waiting(platform).isEmpty)
            #expect(await platform.refusal(end(false)).message.contains("it has succeeded"))
        }
    }

    @Test func aFrozenPayeeKeepsThePayOutWaiting() async throws {
        try await withPayOut("150") { (platform) async throws in
            let alice = UserSelector(name: "alice")
            try await platform.perform(.freezePayments(FreezePayments.Request(user: alice, isFrozen: true)))
            let refusal = await platform.refusal(end(true))
            #expect(refusal.code == PlatformCode.paymentsFrozen.rawValue && refusal.advice?.contains("unfreeze") == true)
            #expect(try await waiting(platform).count == 1)
            try await platform.perform(end(false))
        }
    }

    @Test func whatDoesNotExistCannotBeReviewed() async throws {
        try await withPayOut("150") { (platform) async throws in
            #expect(await platform.refusal(end(true, "t2")).code == PlatformCode.paymentUnknown.rawValue)
            #expect(await platform.refusal(end(true, "t 2")).field == "trade_no")
            #expect(await platform.refusal(end(true, app: "other")).code == PlatformCode.appUnknown.rawValue)
            #expect(await platform.refusal(.listReviews(limit: 0)).field == "limit")
        }
    }
}
