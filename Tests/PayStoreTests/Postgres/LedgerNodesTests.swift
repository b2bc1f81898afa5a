import PayCore
import PayDomain
import PayLedger
import PayStorePostgres
import TestSupport
import Testing

/// One ledger, written by several nodes at the same time.
@Suite(.timeLimit(.minutes(4))) struct LedgerNodesTests {
    @Test func eachNodeGoesOnWithAChainOfItsOwnAndOrderNumbersAndTimesGrowAllTheSame() async throws {
        try await Nodes.with { nodes in
            try await nodes.first.submit(.deposit(1_000, to: Fixture.manager, as: "d"))
            // The second node finds the first shard taken and stays with the next one.
            let there = try await nodes.holding("SELECT 1 FROM ledger_shard WHERE shard = 0") {
                try await nodes.second.order(.pay(1, as: "there"))
            }
            var orders = [there]
            for number in 0..<6 { orders.append(try await (number % 2 == 0 ? nodes.first : nodes.second).order(.pay(1, as: "p\(number)"))) }
            #expect(orders.map { $0.id.number % 16 } == [1, 0, 1, 0, 1, 0, 1])
            #expect(orders.map { $0.createTime.nanoseconds % 16 } == [1, 0, 1, 0, 1, 0, 1])
            #expect(zip(orders, orders.dropFirst()).allSatisfy { $0.id < $1.id && $0.createTime < $1.createTime })
            #expect(try await nodes.number("SELECT count(*) FROM ledger_transaction WHERE sequence > 281474976710656") == 4)
            let proof = try await nodes.first.store.proveLedger()
            #expect(proof.holds && proof.transactions == 8)
            #expect(try await nodes.second.store.proveLedger().chainHead == proof.chainHead)
            let page = try await nodes.first.store.orders(matching: OrderFilter(app: Fixture.shop), offset: 0, limit: 10)
            #expect(page.total == 7 && page.orders.map(\.id) == orders.map(\.id).reversed())
        }
    }

    @Test func creditsOfSeveralNodesGoToStripesAndADebitGathersThem() async throws {
        try await Nodes.with { nodes in
            try await nodes.first.submit(.deposit(300, to: Fixture.alice, as: "d"))
            try await nodes.first.pay(100, as: "a", code: 1)
            _ = try await nodes.holding("SELECT 1 FROM ledger_shard WHERE shard = 0") {
                try await nodes.second.pay(50, as: "b", code: 2)
            }
            try await nodes.expect(Fixture.manager, [0: 100, 1: 50])
            #expect(try await nodes.first.store.spot(Fixture.manager) == 150)
            #expect(try await nodes.first.store.balances(of: Fixture.manager, in: .spot)[Fixture.gold]?.total.units == 150)

            // What its own stripe covers is taken from there.
            try await nodes.second.order(.pay(20, as: "c"))
            try await nodes.expect(Fixture.manager, [0: 100, 1: 30])
            // What it does not is taken from all, and the rest is spread.
            try await nodes.second.order(.pay(90, as: "d"))
            try await nodes.expect(Fixture.manager, [0: 20, 1: 20])
            // And no more than there is.
            #expect(try await nodes.second.isTooMuch(.pay(41, as: "e")))
            try await nodes.second.order(.pay(40, as: "f"))
            #expect(try await nodes.first.store.spot(Fixture.manager) == 0)
            #expect(broken(try await nodes.first.store.proveLedger()) == [])
        }
    }

    @Test func whatIsFrozenOnOneNodeIsFreedOnAnother() async throws {
        try await Nodes.with { nodes in
            try await nodes.first.submit(.deposit(1_000, to: Fixture.fairManager, as: "d"))
            let waiting = try await nodes.holding("SELECT 1 FROM ledger_shard WHERE shard = 0") {
                try await nodes.second.order(.pay(500, by: Fixture.fair, as: "w"))
            }
            #expect(waiting.status == .transferring)
            let account = AccountKey.user(Fixture.fairManager, .spot, Fixture.gold)
            #expect(try await nodes.first.store.balance(of: account)?.frozen.units == 500)
            #expect(try await nodes.first.isTooMuch(.withdrawal(501, from: Fixture.fairManager, as: "x")))
            let ended = try await nodes.first.order(.review("w", approve: true))
            #expect(ended.status == .succeeded)
            #expect(try await nodes.second.store.balance(of: account)?.total.units == 500)
            #expect(try await nodes.second.store.balance(of: account)?.frozen.units == 0)
            #expect(broken(try await nodes.first.store.proveLedger()) == [])
        }
    }

    /// Whoever waits for the lock of a row sees what its holder has left there, but not the rows that the holder has added.
    @Test func aStripeThatIsAddedWhileTheAccountIsWaitedForIsNotMissed() async throws {
        try await Nodes.with { nodes in
            try await nodes.first.submit(.deposit(1_000, to: Fixture.manager, as: "d"))
            let account = "owner = \(Fixture.manager.number) AND book = 1 AND coin = 1"
            let withdrawn = try await nodes.pool.withTransaction { transaction in
                _ = try await transaction.run([Nodes.statement("SELECT total FROM account WHERE \(account) FOR UPDATE")()])
                let withdrawal = Task { try await nodes.first.submit(.withdrawal(700, from: Fixture.manager, as: "w")) }
                try await nodes.waiters(1)
                try await transaction.commit(after: [
                    Nodes.statement("UPDATE account SET total = 400 WHERE \(account)")(),
                    Nodes.statement("INSERT INTO account VALUES (\(Fixture.manager.number), 1, 1, 5, 600, 0)")(),
                ])
                return withdrawal
            }
            _ = try await withdrawn.value
            #expect(try await nodes.second.store.spot(Fixture.manager) == 300)
            #expect(broken(try await nodes.first.store.proveLedger()) == [])
        }
    }

    /// A database that was set back would give numbers again that were acknowledged.
    @Test func aNodeNoticesThatItsLedgerWasSetBack() async throws {
        try await Nodes.with { nodes in
            try await nodes.first.submit(.deposit(1_000, to: Fixture.manager, as: "d"))
            try await nodes.first.order(.pay(1, as: "p"))
            _ = try await nodes.pool.read([Nodes.statement("UPDATE ledger_shard SET last_sequence = 1 WHERE shard = 0")()])
            await #expect(throws: PostgresStoreError.ledgerWentBack(written: 2, found: 1)) { try await nodes.first.order(.pay(1, as: "q")) }
        }
    }

    @Test func noTradeNumberIsUsedTwiceAndBothSidesLearnTheOrder() async throws {
        try await Nodes.with { nodes in
            try await nodes.first.submit(.deposit(1_000, to: Fixture.manager, as: "d"))
            let outcomes = try await nodes.race(40) { node, number in
                do {
                    return try await node.order(.pay(10, as: "p\(number / 2)")).id
                } catch LedgerRefusal.paymentExists(let repeated?) {
                    return repeated.id
                }
            }
            #expect(Set(outcomes).count == 20)
            #expect(try await nodes.first.store.spot(Fixture.alice) == 200)
            #expect(broken(try await nodes.first.store.proveLedger()) == [])
        }
    }

    @Test func aCodeIsPaidOnceHoweverManyNodesItIsConfirmedOn() async throws {
        try await Nodes.with { nodes in
            try await nodes.first.submit(.deposit(1_000, to: Fixture.alice, as: "d"))
            for number in 0..<10 { try await nodes.first.submit(.apply(10, as: "a\(number)", code: number)) }
            let outcomes = try await nodes.race(40) { node, number -> OrderID in
                do {
                    return try await node.order(.confirm("a\(number / 4)", code: number / 4)).id
                } catch LedgerRefusal.alreadyAnswered(let made) {
                    return made.id
                }
            }
            #expect(Set(outcomes).count == 10)
            #expect(try await nodes.first.store.spot(Fixture.manager) == 100)
            #expect(broken(try await nodes.first.store.proveLedger()) == [])
        }
    }

    @Test func limitsHoldOverAllNodes() async throws {
        try await Nodes.with { nodes in
            try await nodes.first.submit(.deposit(10_000, to: Fixture.fairManager, as: "d"))
            let paid = try await nodes.race(40) { node, number -> Bool in
                do {
                    try await node.order(.pay(50, by: Fixture.fair, as: "p\(number)"))
                    return true
                } catch LedgerRefusal.dailyLimit {
                    return false
                }
            }
            // The app's limit is 1,000 a day.
            #expect(paid.count { $0 } == 20)
            #expect(try await nodes.first.store.spot(Fixture.alice) == 1_000)

            try await nodes.first.submit(.deposit(500, to: Fixture.bob, as: "b"))
            let original = try await nodes.first.pay(100, as: "original", code: 1, by: Fixture.bob)
            let returned = try await nodes.race(12) { node, number -> Bool in
                do {
                    try await node.order(.give(30, back: "original", as: "r\(number)", to: Fixture.bob))
                    return true
                } catch LedgerRefusal.returnsExceedVolume {
                    return false
                }
            }
            #expect(returned.count { $0 } == 3)
            #expect(try await nodes.second.store.returnedVolume(of: original.id)?.units == 90)
            #expect(broken(try await nodes.first.store.proveLedger()) == [])
        }
    }

    @Test func anAccountThatTwoNodesOpenAtOnceHoldsWhatBothHavePaid() async throws {
        try await Nodes.with { nodes in
            let users = (0..<12).map { Fixture.user(100 + Int64($0)) }
            for user in users { try await nodes.first.store.change(.addUser(Fixture.makeUser(user))) { _ in } }
            try await nodes.first.submit(.deposit(1_000, to: Fixture.manager, as: "d"))
            _ = try await nodes.race(48) { node, number in
                try await node.order(.pay(1, to: users[number / 4], as: "p\(number)"))
            }
            for user in users { #expect(try await nodes.second.store.spot(user) == 4) }
            #expect(broken(try await nodes.first.store.proveLedger()) == [])
        }
    }

    @Test func theSumIsTheSameInEveryReadWhateverNodesDo() async throws {
        let seed = UInt64.random(in: .min ... .max)
        try await Nodes.with { nodes in
            for user in [Fixture.manager, Fixture.fairManager, Fixture.alice, Fixture.bob] {
                try await nodes.first.submit(.deposit(5_000, to: user, as: "d\(user)"))
            }
            let done = Finished()
            async let reads: Int = {
                var count = 0
                while !done.isSet {
                    let proof = try await nodes.first.store.proveLedger()
                    #expect(broken(proof) == [] && proof.coins.map(\.issued.units) == [20_000], "seed \(seed)")
                    count += 1
                }
                return count
            }()
            let kept = try await nodes.race(16) { node, worker in try await Self.work(on: node, worker, seed: seed) }
            done.set()
            #expect(try await reads > 0)
            for order in kept.flatMap({ $0 }) {
                #expect(try await nodes.second.store.order(order.key)?.id == order.id, "seed \(seed)")
            }
            #expect(broken(try await nodes.second.store.proveLedger()) == [], "seed \(seed)")
            #expect(try await nodes.number("SELECT count(*) FROM account WHERE stripe > 0") > 0)
        }
    }

    /// Random payments, pay-outs, returns and transfers; what was refused for good reason does no harm.
    private static func work(on node: Node, _ worker: Int, seed: UInt64) async throws -> [Order] {
        var random = Seeded(seed &+ UInt64(worker))
        var orders: [Order] = []
        for number in 0..<25 {
            let name = "w\(worker)_\(number)"
            let volume = Int128(Int.random(in: 1...700, using: &random))
            let user = Bool.random(using: &random) ? Fixture.alice : Fixture.bob
            let app = Int.random(in: 0..<3, using: &random) == 0 ? Fixture.fair : Fixture.shop
            do {
                switch Int.random(in: 0..<5, using: &random) {
                case 0, 1: orders.append(try await node.pay(volume, as: name, code: worker * 1_000 + number, of: app, by: user))
                case 2: orders.append(try await node.order(.pay(volume, to: user, by: app, as: name)))
                case 3: try await node.submit(.transfer(volume, of: user, from: .spot, as: name))
                default:
                    guard let last = orders.last, last.direction == .userToApp else { continue }
                    let back = LedgerCommand.give(1, back: last.key.tradeNo.text, as: name, of: last.key.app, to: last.user)
                    orders.append(try await node.order(back))
                }
            } catch is LedgerRefusal {
                // A balance or a limit was in the way, or the payment to be given back had failed.
            }
        }
        return orders
    }
}

/// Told once, asked often.
private final class Finished: Sendable {
    private let flag = Locked(false)

    var isSet: Bool { flag.withLock { $0 } }
    func set() { flag.withLock { $0 = true } }
}

extension Node {
    @discardableResult
    fileprivate func submit(_ command: LedgerCommand) async throws -> LedgerOutcome { try await platform.committer.submit(command) }

    @discardableResult
    fileprivate func order(_ command: LedgerCommand) async throws -> Order { try await platform.committer.order(command) }

    /// Whether the command is refused for want of money.
    fileprivate func isTooMuch(_ command: LedgerCommand) async throws -> Bool {
        do {
            try await submit(command)
            return false
        } catch LedgerRefusal.balanceTooSmall {
            return true
        }
    }

    /// A payment of a user into an app, applied for and confirmed.
    @discardableResult
    fileprivate func pay(
        _ units: Int128, as tradeNo: String, code: Int, of app: AppID = Fixture.shop, by user: UserID = Fixture.alice
    ) async throws -> Order {
        try await submit(.apply(units, by: app, as: tradeNo, code: code))
        return try await order(.confirm(tradeNo, of: app, code: code, by: user))
    }
}

extension Nodes {
    fileprivate func expect(
        _ user: UserID, _ expected: [Int64: Int128], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let stripes = try await stripes(of: user)
        #expect(stripes == expected, sourceLocation: sourceLocation)
    }

    /// What each stripe of a user's gold on the spot account holds.
    fileprivate func stripes(of user: UserID) async throws -> [Int64: Int128] {
        let sql = "SELECT stripe, total FROM account WHERE owner = \(user.number) AND book = 1 AND coin = 1"
        var stripes: [Int64: Int128] = [:]
        for row in try await pool.read([Self.statement(sql)()])[0] { stripes[try row.int64(0)] = try row.numeric(1) }
        return stripes
    }
}
