import PayCore
import PayLedger
import TestSupport
import Testing

@testable import PayStorePostgres

@Suite struct AccountStripesTests {
    @Test func aPartIsTheBatchesOwnStripeAndNoOther() {
        var part = AccountStripes(.part(3))
        #expect(part.balance == nil)
        #expect(part.split(Self.balance(5)) == [3: Self.balance(5)])
        part.add(Self.balance(7), at: 3)
        #expect(part.balance == Self.balance(7))
        #expect(part.split(Self.balance(9)) == [3: Self.balance(9)])
    }

    @Test func anAccountOfOneStripeKeepsItWhoeverComesAlong() {
        var account = AccountStripes(.whole(spreadTo: nil))
        #expect(account.split(Self.balance(5)) == [0: Self.balance(5)])
        account.add(Self.balance(7, frozen: 2), at: 4)
        #expect(account.split(Self.balance(9, frozen: 3)) == [4: Self.balance(9, frozen: 3)])
    }

    @Test func whatWasGatheredIsSpreadEvenlyToTheBatchesStripeToo() {
        var account = AccountStripes(.whole(spreadTo: 5))
        account.add(Self.balance(100, frozen: 10), at: 0)
        account.add(Self.balance(1), at: 2)
        #expect(account.balance == Self.balance(101, frozen: 10))
        // 90 - 10 = 80 available: 26 on each of three, what does not divide and what is frozen on the first.
        #expect(account.split(Self.balance(90, frozen: 10)) == [0: Self.balance(38, frozen: 10), 2: Self.balance(26), 5: Self.balance(26)])
    }

    @Test(arguments: 0..<200)
    func theStripesAlwaysSumUpAndNoneOwes(round: Int) {
        let seed = UInt64.random(in: .min ... .max)
        var random = Seeded(seed)
        var account = AccountStripes(.whole(spreadTo: Bool.random(using: &random) ? Int.random(in: 0..<16, using: &random) : nil))
        for stripe in 0..<Int.random(in: 0..<16, using: &random) where Bool.random(using: &random) {
            account.add(Self.balance(Int128(Int.random(in: 0...1_000, using: &random))), at: stripe)
        }
        let total = Int128(Int.random(in: 0...5_000, using: &random))
        let after = Self.balance(total, frozen: Int128(Int.random(in: 0...Int(total), using: &random)))
        let rows = account.stripes.merging(account.split(after)) { $1 }
        #expect(rows.values.reduce(0) { $0 + $1.total.units } == after.total.units, "seed \(seed)")
        #expect(rows.values.reduce(0) { $0 + $1.frozen.units } == after.frozen.units, "seed \(seed)")
        #expect(rows.values.allSatisfy { $0.frozen.units >= 0 && $0.frozen <= $0.total }, "seed \(seed)")
    }

    private static func balance(_ total: Int128, frozen: Int128 = 0) -> Balance {
        Balance(total: Fixture.amount(total), frozen: Fixture.amount(frozen))
    }
}
