import PayCore
import PayDomain
import PayLedger

/// What a batch has read and locked, in one round trip.
///
/// Locks are taken in one order by every batch: the shard, applications, orders, accounts with their stripes, counters. So none waits for
/// another that waits for it. Reads that come after a lock see what its last holder has committed.
struct LedgerBatch: Sendable {
    /// The shard whose chain the batch goes on with.
    let shard: LedgerShard
    private(set) var state = LedgerState()
    private(set) var head = LedgerChain.origin
    /// The version of the directory at that moment.
    private(set) var directoryVersion: Int64 = 0
    private(set) var accounts: [AccountKey: AccountStripes] = [:]
    /// Whether an account got a stripe while its lock was waited for, so that what was read of it is not all.
    private(set) var isTorn = false
    /// What each counter's row of this batch holds; the others' parts are in the state's sum.
    private(set) var payOutCounters: [DailyPayOutKey: Amount] = [:]

    private let needs: LedgerNeeds

    init(_ needs: LedgerNeeds, on shard: LedgerShard, whole: Set<AccountKey>) {
        var needs = needs
        needs.accounts.formUnion(whole)
        needs.sharedAccounts.subtract(needs.accounts)
        self.needs = needs
        self.shard = shard
        for account in needs.accounts { accounts[account] = AccountStripes(.whole(spreadTo: whole.contains(account) ? shard.index : nil)) }
        for account in needs.sharedAccounts { accounts[account] = AccountStripes(.part(shard.index)) }
    }

    /// Which row a counter's batches count in.
    func counterShard(_ key: DailyPayOutKey) -> Int { needs.limitedPayOuts.contains(key) ? 0 : shard.index }

    /// Reads and locks everything.
    ///
    /// - Parameter waits: whether to wait for the shard if another batch has it.
    /// - Returns: `nil` if another has it.
    func read(_ transaction: PostgresTransaction, waits: Bool) async throws -> LedgerBatch? {
        var reads: [Read] = [readHead(waits: waits), Read(LedgerSQL.tip(), Self.takeTip)]
        if !needs.orders.isEmpty {
            let keys = needs.orders.sorted()
            let values: [PostgresValue] = [.apps(keys.map(\.app)), .texts(keys.map(\.tradeNo.text))]
            reads.append(Read(PostgresCall(statement: LedgerSQL.lockApplications, values: values), Self.takeApplication))
            reads.append(Read(PostgresCall(statement: LedgerSQL.lockOrders, values: values), Self.takeOrder))
        }
        if !accounts.isEmpty { reads += readAccounts() }
        if !needs.dailyPayOuts.isEmpty { reads += readCounters() }
        if !needs.users.isEmpty { reads.append(Read(LedgerSQL.users(.users(needs.users)), Self.takeUser)) }
        if !needs.references.isEmpty {
            let references = PostgresValue.texts(needs.references.map(\.text))
            // A hold comes last, since the transaction that made it bears the reference too.
            reads.append(Read(LedgerSQL.movements(references), Self.takeMovements))
            reads.append(Read(LedgerSQL.holds(references), Self.takeHold))
        }
        if !needs.returns.isEmpty {
            let keys = Array(needs.returns)
            reads.append(Read(LedgerSQL.returned(.apps(keys.map(\.app)), .texts(keys.map(\.tradeNo.text))), Self.takeReturned))
        }
        if !needs.payTokens.isEmpty {
            let hashes = PostgresValue.byteArrays(needs.payTokens.map(\.bytes))
            let scope = PostgresValue.int64(ScopeSet([.openUserToApp]).bits)
            reads.append(Read(LedgerSQL.payTokens(hashes, scope), Self.takePayToken))
        }
        if !needs.spending.isEmpty {
            let keys = Array(needs.spending)
            let call = LedgerSQL.spending(.users(keys.map(\.user)), .apps(keys.map(\.app)), .coins(keys.map(\.coin)))
            reads.append(Read(call, Self.takeSpending))
        }
        let results = try await transaction.run(reads.map(\.call))
        guard !results[0].isEmpty else { return nil }
        var batch = self
        for (read, rows) in zip(reads, results) { for row in rows { try read.take(&batch, row) } }
        batch.sumUp()
        return batch
    }

    /// A statement, and what its rows are to the batch.
    private struct Read {
        let call: PostgresCall
        let take: (inout LedgerBatch, PostgresRow) throws -> Void

        init(_ call: PostgresCall, _ take: @escaping (inout LedgerBatch, PostgresRow) throws -> Void) {
            self.call = call
            self.take = take
        }
    }

    private func readHead(waits: Bool) -> Read {
        let number = PostgresValue.integer(shard.index)
        return Read(waits ? LedgerSQL.waitForShard(number) : LedgerSQL.lockShard(number)) { batch, row in
            batch.state.numbering = LedgerNumbering(of: batch.shard)
            batch.state.lastSequence = try row.int64(0)
            batch.head = try row.bytes(1)
        }
    }

    private func readAccounts() -> [Read] {
        let keys = accounts.keys.sorted()
        let stripes = keys.map { key -> Int64? in if case .part(let stripe) = accounts[key]?.lock { Int64(stripe) } else { nil } }
        let call = PostgresCall(statement: LedgerSQL.lockAccounts, values: .accounts(keys) + [.int64s(stripes)])
        let locks = Read(call) { batch, row in
            let account = try row.account(0)
            batch.accounts[account]?.add(Balance(total: try row.amount(4), frozen: try row.amount(5)), at: try row.integer(3))
        }
        let whole = keys.filter { if case .whole = accounts[$0]?.lock { true } else { false } }
        guard !whole.isEmpty else { return [locks] }
        let check = Read(PostgresCall(statement: LedgerSQL.stripes, values: .accounts(whole))) { batch, row in
            if batch.accounts[try row.account(0)]?.stripes[try row.integer(3)] == nil { batch.isTorn = true }
        }
        return [locks, check]
    }

    private func readCounters() -> [Read] {
        let keys = needs.dailyPayOuts.sorted { ($0.app.text, $0.coin) < ($1.app.text, $1.coin) }
        let values: [PostgresValue] = [.apps(keys.map(\.app)), .coins(keys.map(\.coin)), .int64s(keys.map { _ in needs.day })]
        let shards = PostgresValue.int64s(keys.map { Int64(counterShard($0)) })
        return [
            Read(PostgresCall(statement: LedgerSQL.lockCounters, values: values + [shards])) { batch, row in
                batch.payOutCounters[DailyPayOutKey(app: try row.app(0), coin: try row.coin(1))] = try row.amount(2)
            },
            Read(PostgresCall(statement: LedgerSQL.sumCounters, values: values)) { batch, row in
                batch.state.dailyPayOuts[DailyPayOutKey(app: try row.app(0), coin: try row.coin(1))] = try row.amount(2)
            },
        ]
    }

    private static func takeTip(_ batch: inout LedgerBatch, _ row: PostgresRow) throws {
        batch.state.lastOrderID = try row.order(0)
        batch.state.lastTime = try row.timestamp(1)
        batch.directoryVersion = try row.int64(2)
    }

    private static func takeApplication(_ batch: inout LedgerBatch, _ row: PostgresRow) throws {
        let application = try PaymentApplication(row)
        batch.state.applications[application.key] = application
    }

    private static func takeOrder(_ batch: inout LedgerBatch, _ row: PostgresRow) throws {
        let order = try Order(row)
        batch.state.orders[order.key] = order
    }

    private static func takeUser(_ batch: inout LedgerBatch, _ row: PostgresRow) throws {
        batch.state.users[try row.user(0)] = UserStanding(
            paymentsFrozen: try row.bool(1), paymentsFrozenUntil: try row.optional(2, row.timestamp), version: try row.int64(3))
    }

    private static func takeHold(_ batch: inout LedgerBatch, _ row: PostgresRow) throws {
        let reference = LedgerReference(stored: try row.text(0))
        let hold = LedgerCommand.Hold(account: try row.account(1), volume: try row.amount(4), reference: reference)
        batch.state.references[reference] = .hold(hold, isOpen: try row.bool(5))
    }

    private static func takeMovements(_ batch: inout LedgerBatch, _ row: PostgresRow) throws {
        let reference = LedgerReference(stored: try row.text(0))
        let posting = Posting(account: try row.account(1), delta: try row.amount(4))
        // The second row of a transfer completes it.
        let earlier = batch.movements[reference] ?? []
        batch.movements[reference] = earlier + [posting]
        batch.state.references[reference] = ReferencedEntry(reference, postings: earlier + [posting])
    }

    private var movements: [LedgerReference: [Posting]] = [:]

    private static func takeReturned(_ batch: inout LedgerBatch, _ row: PostgresRow) throws {
        batch.state.returned[OrderKey(app: try row.app(0), tradeNo: try row.tradeNo(1))] = try row.amount(2)
    }

    private static func takePayToken(_ batch: inout LedgerBatch, _ row: PostgresRow) throws {
        batch.state.payTokens[PayTokenHash(try row.bytes(0))] = PayTokenStanding(
            app: try row.app(1), user: try row.user(2), expireTime: try row.timestamp(3))
    }

    private static func takeSpending(_ batch: inout LedgerBatch, _ row: PostgresRow) throws {
        let key = SpendingKey(user: try row.user(0), app: try row.app(1), coin: try row.coin(2))
        batch.state.spending[key] = try Spending(row, at: 3)
    }

    private mutating func sumUp() {
        for (account, stripes) in accounts {
            state.balances[account] = stripes.balance
            if case .part = stripes.lock { state.partial.insert(account) }
        }
    }
}
