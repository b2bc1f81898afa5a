import PayCore
import PayDomain
import PayLedger

extension LedgerBatch {
    /// The statements that write what was decided: a fixed number of them however large the batch is, those with nothing to write left out.
    ///
    /// What was not there when the batch read it is inserted, and fails as a duplicate (23505) if another node has inserted it since; every
    /// table's keys come in one order, so that two batches which insert the same keys cannot wait for each other.
    func writes(_ write: LedgerWrite, on day: Int64) -> [PostgresCall] {
        let changes = write.changes
        return orders(changes) + applications(changes) + accounts(changes) + transactions(changes, hashes: write.hashes) + holds(changes)
            + counters(changes, day: day) + returned(changes) + spending(changes) + callbacks(changes, due: write.time) + [tip(write)]
    }

    private func orders(_ changes: LedgerChanges) -> [PostgresCall] {
        var calls: [PostgresCall] = []
        let new = changes.newOrders.values.sorted { $0.key < $1.key }
        if !new.isEmpty {
            calls.append(
                LedgerSQL.insertOrders(
                    .orders(new.map(\.id)), .apps(new.map(\.key.app)), .texts(new.map(\.key.tradeNo.text)), .users(new.map(\.user)),
                    .coins(new.map(\.coin)), .amounts(new.map(\.volume)), .amounts(new.map(\.cut)),
                    .integers(new.map(\.direction.rawValue)), .integers(new.map(\.type.rawValue)), .texts(new.map(\.texts.scene)),
                    .texts(new.map(\.texts.desc)), .texts(new.map(\.texts.device)), .timestamps(new.map(\.createTime)),
                    .integers(new.map(\.status.rawValue)), .timestamps(new.map(\.arriveTime)), .int64s(new.map { $0.original?.number })
                ))
            calls.append(counts(of: new))
        }
        let ended = changes.endedOrders.values.sorted { $0.key < $1.key }
        if !ended.isEmpty {
            calls.append(
                LedgerSQL.endOrders(
                    .orders(ended.map(\.id)), .integers(ended.map(\.status.rawValue)), .timestamps(ended.map(\.arriveTime))))
        }
        return calls
    }

    private func counts(of orders: [Order]) -> PostgresCall {
        struct Group: Hashable {
            let app: AppID
            let day: Int64
            let coin: CoinID
            let direction: Int
            let type: Int
        }
        var counts: [Group: Int64] = [:]
        for order in orders {
            let group = Group(
                app: order.key.app, day: order.createTime.day, coin: order.coin, direction: order.direction.rawValue,
                type: order.type.rawValue)
            counts[group, default: 0] += 1
        }
        let groups = Array(counts)
        return LedgerSQL.countOrders(
            .apps(groups.map(\.key.app)), .int64s(groups.map(\.key.day)), .coins(groups.map(\.key.coin)),
            .integers(groups.map(\.key.direction)), .integers(groups.map(\.key.type)), .integers(groups.map { _ in shard.index }),
            .int64s(groups.map(\.value)))
    }

    private func applications(_ changes: LedgerChanges) -> [PostgresCall] {
        var calls: [PostgresCall] = []
        let all = changes.applications.values.sorted { $0.key < $1.key }
        let new = all.filter { state.applications[$0.key] == nil }
        if !new.isEmpty {
            calls.append(
                LedgerSQL.insertApplications(
                    .apps(new.map(\.key.app)), .texts(new.map(\.key.tradeNo.text)), .coins(new.map(\.terms.coin)),
                    .amounts(new.map(\.terms.volume)), .amounts(new.map(\.cut)), .texts(new.map(\.terms.texts.scene)),
                    .texts(new.map(\.terms.texts.desc)), .texts(new.map(\.terms.texts.device)), .texts(new.map(\.terms.state)),
                    .texts(new.map(\.terms.redirectURL)), .texts(new.map(\.terms.domain)), .int64s(new.map { $0.terms.onlyUser?.number }),
                    .byteArrays(new.map(\.codeHash)), .timestamps(new.map(\.expireTime)), .timestamps(new.map(\.createTime)),
                    .bools(new.map(\.isCancelled))))
        }
        let changed = all.filter { state.applications[$0.key] != nil }
        if !changed.isEmpty {
            calls.append(
                LedgerSQL.updateApplications(
                    .apps(changed.map(\.key.app)), .texts(changed.map(\.key.tradeNo.text)), .amounts(changed.map(\.cut)),
                    .byteArrays(changed.map(\.codeHash)), .timestamps(changed.map(\.expireTime)), .timestamps(changed.map(\.createTime)),
                    .bools(changed.map(\.isCancelled))))
        }
        return calls
    }

    private func accounts(_ changes: LedgerChanges) -> [PostgresCall] {
        var new: [(account: AccountKey, stripe: Int, balance: Balance)] = []
        var changed = new
        for (account, balance) in changes.balances.sorted(by: { $0.key < $1.key }) {
            guard let stripes = accounts[account] else {
                preconditionFailure("a batch changes no account that it has not locked: \(account)")
            }
            for (stripe, share) in stripes.split(balance).sorted(by: { $0.key < $1.key }) {
                if stripes.stripes[stripe] == nil { new.append((account, stripe, share)) } else { changed.append((account, stripe, share)) }
            }
        }
        return [(LedgerSQL.insertAccounts, new), (LedgerSQL.updateAccounts, changed)].filter { !$0.1.isEmpty }.map { statement, rows in
            statement(
                .int64s(rows.map(\.account.owner.number)), .integers(rows.map(\.account.book.rawValue)), .coins(rows.map(\.account.coin)),
                .integers(rows.map(\.stripe)), .amounts(rows.map(\.balance.total)), .amounts(rows.map(\.balance.frozen)))
        }
    }

    private func transactions(_ changes: LedgerChanges, hashes: [[UInt8]]) -> [PostgresCall] {
        let new = changes.transactions
        precondition(hashes.count == new.count, "each transaction has its hash")
        guard !new.isEmpty else { return [] }
        let lines = new.flatMap { transaction in transaction.postings.enumerated().map { (transaction.sequence, $0.offset, $0.element) } }
        return [
            LedgerSQL.insertTransactions(
                .int64s(new.map(\.sequence)), .integers(new.map(\.kind.rawValue)), .timestamps(new.map(\.time)),
                .int64s(new.map { $0.order?.id.number }), .texts(new.map { $0.reference?.text }), .byteArrays(hashes)),
            LedgerSQL.insertPostings(
                .int64s(lines.map(\.0)), .integers(lines.map(\.1)), .int64s(lines.map(\.2.account.owner.number)),
                .integers(lines.map(\.2.account.book.rawValue)), .coins(lines.map(\.2.account.coin)), .amounts(lines.map(\.2.delta)),
                .amounts(lines.map(\.2.frozenDelta))),
        ]
    }

    private func holds(_ changes: LedgerChanges) -> [PostgresCall] {
        var calls: [PostgresCall] = []
        let all = changes.holds.sorted { $0.key.text < $1.key.text }
        let new = all.filter(\.value.isNew)
        if !new.isEmpty {
            calls.append(
                LedgerSQL.insertHolds(
                    .texts(new.map(\.key.text)), .int64s(new.map(\.value.hold.account.owner.number)),
                    .integers(new.map(\.value.hold.account.book.rawValue)), .coins(new.map(\.value.hold.account.coin)),
                    .amounts(new.map(\.value.hold.volume)), .bools(new.map(\.value.isOpen))))
        }
        let changed = all.filter { !$0.value.isNew }
        if !changed.isEmpty {
            calls.append(LedgerSQL.updateHolds(.texts(changed.map(\.key.text)), .bools(changed.map(\.value.isOpen))))
        }
        return calls
    }

    private func counters(_ changes: LedgerChanges, day: Int64) -> [PostgresCall] {
        let all = changes.dailyPayOuts.sorted { ($0.key.app.text, $0.key.coin) < ($1.key.app.text, $1.key.coin) }
        return [(LedgerSQL.insertCounters, false), (LedgerSQL.updateCounters, true)].compactMap { statement, isThere in
            let rows = all.filter { (payOutCounters[$0.key] != nil) == isThere }
            guard !rows.isEmpty else { return nil }
            return statement(
                .apps(rows.map(\.key.app)), .coins(rows.map(\.key.coin)), .int64s(rows.map { _ in day }),
                .integers(rows.map { counterShard($0.key) }),
                .amounts(rows.map { counted($0.key, sum: $0.value) }))
        }
    }

    /// What the batch's row of a counter is to hold, so that all rows together hold `sum`.
    private func counted(_ key: DailyPayOutKey, sum: Amount) -> Amount {
        let before = (state.dailyPayOuts[key] ?? .zero).units
        guard let own = Amount(units: (payOutCounters[key]?.units ?? 0) + sum.units - before) else {
            preconditionFailure("a part of a counter is no more than its sum")
        }
        return own
    }

    private func returned(_ changes: LedgerChanges) -> [PostgresCall] {
        let all = changes.returned.sorted { $0.key < $1.key }
        return all.isEmpty ? [] : [LedgerSQL.writeReturned(.orders(all.map(\.key)), .amounts(all.map(\.value)))]
    }

    private func spending(_ changes: LedgerChanges) -> [PostgresCall] {
        let all = Array(changes.spending)
        guard !all.isEmpty else { return [] }
        return [
            LedgerSQL.updateSpending(
                .users(all.map(\.key.user)), .apps(all.map(\.key.app)), .coins(all.map(\.key.coin)), .int64s(all.map(\.value.day)),
                .amounts(all.map(\.value.taken)))
        ]
    }

    private func callbacks(_ changes: LedgerChanges, due now: Timestamp) -> [PostgresCall] {
        let all = changes.callbacksDue.sorted { $0.id < $1.id }
        guard !all.isEmpty else { return [] }
        // The ledger's time goes on from its last one when the clock has been set back; its callbacks do not wait for it.
        let due = all.map { order in order.arriveTime.map { min($0, now) } ?? now }
        return [LedgerSQL.writeCallbacks(.orders(all.map(\.id)), .apps(all.map(\.key.app)), .timestamps(due))]
    }

    private func tip(_ write: LedgerWrite) -> PostgresCall {
        let changes = write.changes
        return LedgerSQL.moveShard(
            .integer(shard.index), .int64(changes.transactions.last?.sequence ?? state.lastSequence), .bytes(write.hashes.last ?? head),
            .int64(changes.newOrders.values.map(\.id).max()?.number ?? 0), .int64(changes.lastTime?.nanoseconds ?? 0))
    }
}
