import PayCore
import PayDomain
import PayLedger
import TestSupport

/// Random commands over the fixture's few users, apps and numbers, so that they collide in every way.
struct Workload {
    private var generator: Seeded
    private var counter = 0
    private var codes: [String: Int] = [:]
    private let openings: [OpenPayments]

    /// - Parameter openings: the users and apps between whom payments out of open accounts are made.
    init(seed: UInt64, openings: [OpenPayments]) {
        generator = Seeded(seed)
        self.openings = openings
    }

    mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }

    /// - Parameter state: what the commands before have left. As an operator does, a review names the user and the coin of the order
    ///   that it has seen.
    mutating func nextCommand(knowing state: LedgerState) -> LedgerCommand {
        let app = pick(2) == 0 ? Fixture.shop : Fixture.fair
        switch pick(17) {
        case 0: return .deposit(volume() * 4, to: user(), coin(), as: reference("d"))
        case 1: return .withdrawal(volume(), from: user(), as: reference("d"))
        case 2: return .hold(volume(), of: user(), as: reference("h"))
        case 3: return release(state)
        case 4, 5, 6: return .pay(volume(), to: user(), coin(), by: app, as: tradeNo("p"))
        case 7: return review(state)
        case 8, 9:
            let tradeNo = tradeNo("a")
            counter += 1
            codes[tradeNo] = counter
            // Some are for more than anybody has, so that their confirmations fail.
            let units = pick(2) == 0 ? volume() * 1_000 : volume()
            return .apply(units, by: app, as: tradeNo, code: counter, only: pick(8) == 0 ? user() : nil)
        case 12: return giveBack(state)
        case 13, 14: return .transfer(volume(), of: user(), from: pick(3) == 0 ? .open : .spot, as: reference("t"))
        case 15, 16: return openings[pick(openings.count)].pay(volume(), as: tradeNo("o"))
        default:
            let isCancelled = pick(6) == 0
            // Now and then the payer was changed since the confirmation was checked.
            let age = pick(12) == 0 ? Int64(1) : 0
            return answer(tradeNo("a")) { tradeNo, code, user in
                if isCancelled { return .cancel(tradeNo, code: code, by: user) }
                return .confirm(tradeNo, of: app, code: code, by: user, version: (state.users[user]?.version ?? 0) - age)
            }
        }
    }

    /// Mostly any hold and any user, and now and then the two that belong together.
    private mutating func release(_ state: LedgerState) -> LedgerCommand {
        let open = state.references.values.compactMap { entry -> LedgerCommand.Hold? in
            guard case .hold(let hold, isOpen: true) = entry else { return nil }
            return hold
        }
        guard pick(8) == 0, let hold = open.max(by: { $0.reference.text < $1.reference.text }), case .user(let user) = hold.account.owner
        else { return .release(reference("h"), of: user()) }
        return .release(hold.reference.text, of: user)
    }

    /// Part of a payment that somebody has made, or of one that nobody has.
    private mutating func giveBack(_ state: LedgerState) -> LedgerCommand {
        let paid = state.orders.values.filter { $0.direction == .userToApp }.sorted { $0.id < $1.id }
        guard let order = paid.last, pick(6) != 0 else { return .give(1, back: "unknown", as: tradeNo("b")) }
        return .give(
            1 + Int128(pick(200)), back: order.key.tradeNo.text, as: tradeNo("b"), of: order.key.app, to: order.user,
            in: order.type.payerBook)
    }

    /// A user limits what an app may take, or no longer does.
    mutating func nextCap() -> (key: SpendingKey, cap: Amount?) {
        let opening = openings[pick(openings.count)]
        let key = SpendingKey(user: opening.user, app: opening.app, coin: Fixture.gold)
        return (key, pick(4) == 0 ? nil : Fixture.amount(Int128(pick(2_000))))
    }

    private mutating func review(_ state: LedgerState) -> LedgerCommand {
        let seen = state.orders.values.filter { $0.key.app == Fixture.fair && $0.direction == .appToUser }.sorted { $0.id < $1.id }
        let waiting = seen.filter { $0.status == .transferring }
        guard let order = waiting.first ?? seen.last, pick(4) != 0 else { return .review("unknown", approve: true) }
        return .review(order.key.tradeNo.text, approve: pick(2) == 0, user: order.user, order.coin)
    }

    private mutating func answer(_ tradeNo: String, _ make: (String, Int, UserID) -> LedgerCommand) -> LedgerCommand {
        make(tradeNo, codes[tradeNo] ?? 0, user())
    }

    /// Mostly a number that was not used yet, so that the ledger grows, and often a recent one.
    private mutating func number() -> Int {
        if pick(2) == 0 { counter += 1 }
        return max(0, counter - pick(30))
    }

    private mutating func tradeNo(_ prefix: String) -> String { "\(prefix)\(number())" }
    private mutating func reference(_ prefix: String) -> String { "\(prefix):\(number())" }
    private mutating func volume() -> Int128 { 1 + Int128(pick(600)) }
    private mutating func coin() -> CoinID { pick(4) == 0 ? Fixture.dust : Fixture.gold }
    private mutating func user() -> UserID { [Fixture.manager, Fixture.fairManager, Fixture.alice, Fixture.bob, Fixture.alice][pick(5)] }
}

/// The ledger in memory: everything that the commands so far have left.
struct MemoryLedger {
    private(set) var state = LedgerState()
    private(set) var transactions: [LedgerTransaction] = []
    /// How often a payment was refused for what its user has set, or for a new trade password.
    private(set) var refusals: [Refusal: Int] = [:]
    private var day: Int64 = 0

    /// Starts with the fixture's users and apps.
    init(_ directory: Directory, numbering: LedgerNumbering = .all, openings: [OpenPayments] = []) {
        state.numbering = numbering
        for opening in openings {
            state.payTokens[opening.token.ledgerHash] = PayTokenStanding(
                app: opening.app, user: opening.user, expireTime: OpenPayments.expireTime
            )
        }
        for user in [Fixture.manager, Fixture.fairManager, Fixture.alice, Fixture.bob] {
            state.users[user] = UserStanding(paymentsFrozen: false, version: 0)
        }
        state.apps = directory.apps.mapValues(\.standing)
    }

    /// What was taken before on the day of the last payment counts.
    mutating func setCap(_ cap: Amount?, of key: SpendingKey) {
        if let before = state.spending[key] {
            state.spending[key] = Spending(cap: cap, day: before.day, taken: before.taken)
        } else if cap != nil {
            let day = state.lastTime.day
            state.spending[key] = Spending(cap: cap, day: day, taken: Fixture.amount(taken(by: key, on: day)))
        }
    }

    /// What the orders say.
    func taken(by key: SpendingKey, on day: Int64) -> Int128 {
        state.orders.values.filter { order in
            order.user == key.user && order.key.app == key.app && order.coin == key.coin && order.direction == .userToApp
                && order.type == .openToOpen && order.createTime.day == day
        }.reduce(0) { $0 + $1.volume.units }
    }

    /// As an operator does it: letting payments go on ends the freeze after a change of the trade password too.
    mutating func freeze(_ user: UserID, _ frozen: Bool) {
        let before = state.users[user]
        state.users[user] = UserStanding(
            paymentsFrozen: frozen, paymentsFrozenUntil: frozen ? before?.paymentsFrozenUntil : nil, version: (before?.version ?? 0) + 1
        )
    }

    /// The user has another trade password.
    mutating func freeze(_ user: UserID, until end: Timestamp) {
        let before = state.users[user]
        state.users[user] = UserStanding(
            paymentsFrozen: before?.paymentsFrozen ?? false, paymentsFrozenUntil: max(before?.paymentsFrozenUntil ?? end, end),
            version: (before?.version ?? 0) + 1
        )
    }

    enum Refusal: String, CaseIterable { case spendingCap, tradePasswordChanged }

    /// What becomes of each command of one batch.
    mutating func run(_ batch: [LedgerCommand], now: Timestamp) -> [String] {
        if now.day != day { state.dailyPayOuts = [:] }
        day = now.day
        var ledger = Ledger(state: state, now: now)
        let results = batch.map { command in describe { () throws(LedgerRefusal) in try ledger.apply(command) } }
        for result in results {
            for refusal in Refusal.allCases where result.hasPrefix("refused \(refusal.rawValue)") { refusals[refusal, default: 0] += 1 }
        }
        state = ledger.state
        transactions += ledger.changes.transactions
        return results
    }
}

/// What becomes of a command, with every figure of it.
func describe(_ run: () throws(LedgerRefusal) -> LedgerOutcome) -> String {
    do {
        switch try run() {
        case .application(let application): return "application \(application.values)"
        case .order(let order): return "order \(order.values)"
        case .entered(let isRepeat): return "entered \(isRepeat)"
        case .cancelled(let application): return "cancelled \(application.values)"
        }
    } catch {
        return describe(error)
    }
}

func describe(_ refusal: LedgerRefusal) -> String {
    switch refusal {
    case .paymentExists(let order?), .alreadyAnswered(let order): "refused for \(order.values)"
    default: "refused \(refusal)"
    }
}
