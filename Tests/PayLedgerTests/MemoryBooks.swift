import PayCore
import PayLedger

/// A store in memory for the tests: hands a batch exactly what its needs name, and nothing more, and keeps what the batch changes.
struct MemoryBooks {
    private(set) var balances: [AccountKey: Balance] = [:]
    private(set) var orders: [OrderKey: Order] = [:]
    private(set) var applications: [OrderKey: PaymentApplication] = [:]
    private(set) var references: [LedgerReference: ReferencedEntry] = [:]
    private(set) var dailyPayOuts: [String: Amount] = [:]
    private(set) var returned: [OrderID: Amount] = [:]
    private(set) var spending: [SpendingKey: Spending] = [:]
    private(set) var openHolds: [LedgerReference: LedgerCommand.Hold] = [:]
    private(set) var transactions: [LedgerTransaction] = []
    private(set) var callbacksDue: [OrderID] = []
    /// Orders that were made or ended since they were last looked at.
    var touchedOrders: Set<OrderKey> = []
    private var lastOrderID = OrderID.base
    private var lastTime = Timestamp(nanoseconds: 0)

    /// Tokens whose login has ended are taken out.
    var payTokens: [PayTokenHash: PayTokenStanding] = [:]
    var users: [UserID: UserStanding]
    var apps: [AppID: AppStanding]

    init(users: [UserID: UserStanding], apps: [AppID: AppStanding]) {
        self.users = users
        self.apps = apps
    }

    /// Runs a batch and returns what became of each command.
    mutating func run(_ commands: [LedgerCommand], now: Timestamp) -> [Result<LedgerOutcome, LedgerRefusal>] {
        var needs = LedgerNeeds(day: now.day)
        for command in commands { needs.insert(command, app: command.app.flatMap { apps[$0] }) }
        var ledger = Ledger(state: read(needs), now: now)
        let results = commands.map { command -> Result<LedgerOutcome, LedgerRefusal> in
            do throws(LedgerRefusal) { return .success(try ledger.apply(command)) } catch { return .failure(error) }
        }
        write(ledger.changes, day: now.day, lastTime: ledger.state.lastTime)
        return results
    }

    /// As the stores do it: what was taken before on the day of the last payment counts, and the row stays.
    mutating func setSpendingCap(_ cap: Amount?, of key: SpendingKey) {
        if let before = spending[key] {
            spending[key] = Spending(cap: cap, day: before.day, taken: before.taken)
        } else if cap != nil {
            let paid = orders.values.filter {
                $0.user == key.user && $0.key.app == key.app && $0.coin == key.coin && $0.direction == .userToApp && $0.type == .openToOpen
                    && $0.createTime.day == lastTime.day
            }
            let sum = paid.reduce(Int128(0)) { $0 + $1.volume.units }
            spending[key] = Spending(cap: cap, day: lastTime.day, taken: Amount(units: sum) ?? .maximum)
        }
    }

    private func read(_ needs: LedgerNeeds) -> LedgerState {
        var state = LedgerState()
        for key in needs.accounts.union(needs.sharedAccounts) { state.balances[key] = balances[key] }
        for key in needs.orders {
            state.orders[key] = orders[key]
            state.applications[key] = applications[key]
        }
        for user in needs.users { state.users[user] = users[user] }
        for reference in needs.references { state.references[reference] = references[reference] }
        for key in needs.dailyPayOuts { state.dailyPayOuts[key] = dailyPayOuts["\(key.app)/\(key.coin)/\(needs.day)"] }
        for key in needs.spending { state.spending[key] = spending[key] }
        for hash in needs.payTokens { state.payTokens[hash] = payTokens[hash] }
        for key in needs.returns { state.returned[key] = orders[key].flatMap { returned[$0.id] } }
        state.apps = apps
        state.lastOrderID = lastOrderID
        state.lastSequence = Int64(transactions.count)
        state.lastTime = lastTime
        return state
    }

    private mutating func write(_ changes: LedgerChanges, day: Int64, lastTime: Timestamp) {
        self.lastTime = lastTime
        balances.merge(changes.balances) { $1 }
        touchedOrders.formUnion(changes.newOrders.keys)
        touchedOrders.formUnion(changes.endedOrders.keys)
        orders.merge(changes.newOrders) { _, _ in preconditionFailure("a new order replaces an old one") }
        orders.merge(changes.endedOrders) { $1 }
        applications.merge(changes.applications) { $1 }
        for (key, sum) in changes.dailyPayOuts { dailyPayOuts["\(key.app)/\(key.coin)/\(day)"] = sum }
        returned.merge(changes.returned) { $1 }
        spending.merge(changes.spending) { $1 }
        for (reference, change) in changes.holds {
            openHolds[reference] = change.isOpen ? change.hold : nil
            references[reference] = .hold(change.hold, isOpen: change.isOpen)
        }
        for transaction in changes.transactions {
            if let reference = transaction.reference, transaction.kind == .transfer {
                references[reference] = Self.transfer(reference, transaction.postings)
            }
            if let reference = transaction.reference, transaction.kind == .deposit || transaction.kind == .withdrawal {
                references[reference] = .movement(
                    LedgerCommand.Movement(
                        kind: transaction.kind == .deposit ? .deposit : .withdrawal, account: transaction.postings[0].account,
                        volume: transaction.kind == .deposit ? transaction.postings[0].delta : -transaction.postings[0].delta,
                        reference: reference
                    )
                )
            }
        }
        transactions += changes.transactions
        callbacksDue += changes.callbacksDue.map(\.id)
        for order in changes.newOrders.values { lastOrderID = max(lastOrderID, order.id) }
    }

    private static func transfer(_ reference: LedgerReference, _ postings: [Posting]) -> ReferencedEntry? {
        guard case .user(let user) = postings[0].account.owner else { return nil }
        return .transfer(
            LedgerCommand.Transfer(
                user: user, coin: postings[0].account.coin, from: postings[0].account.book, to: postings[1].account.book,
                volume: postings[1].delta, reference: reference
            )
        )
    }
}
