import PayCore
import PayLedger

extension LedgerProver {
    /// The next transaction of its shard's chain.
    mutating func take(_ stored: StoredTransaction) {
        let transaction = stored.transaction
        let name = "transaction \(transaction.sequence)"
        checkChain(stored, named: name)
        var sums: [CoinID: Int128] = [:]
        for posting in transaction.postings {
            sums[posting.account.coin, default: 0] &+= posting.delta.units
            add(posting)
        }
        for (coin, sum) in sums where sum != 0 { breaks.record(.transactionsSumToZero, "\(name) sums to \(sum) in coin \(coin)") }
        if let hold = transaction.hold, position.isPast(hold) {
            for posting in transaction.postings { accounts[posting.account]?.held &+= posting.frozenDelta.units }
        }
        if transaction.kind.settlesOrder, let order = transaction.order { check(transaction, settling: order, named: name) }
    }

    private mutating func checkChain(_ stored: StoredTransaction, named name: String) {
        let transaction = stored.transaction
        let shard = LedgerShard(of: transaction.sequence)
        var chain = chains[shard] ?? Chain(shard)
        if transaction.sequence != chain.lastSequence &+ 1 { breaks.record(.chainIsWhole, "\(name) follows \(chain.lastSequence)") }
        chain.lastSequence = transaction.sequence
        chain.head = LedgerChain.head(after: transaction, from: chain.head)
        if chain.head != stored.hash {
            breaks.record(.chainIsWhole, "\(name) does not have the hash that is stored with it")
            chain.head = stored.hash
        }
        if let last = chain.lastTime, transaction.time <= last {
            breaks.record(.chainIsWhole, "\(name) is not later than the one before")
        }
        chain.lastTime = transaction.time
        chains[shard] = chain
    }

    private mutating func add(_ posting: Posting) {
        let account = posting.account
        var standing = accounts[account] ?? Standing(isDone: position.isPast(account))
        standing.total &+= posting.delta.units
        standing.frozen &+= posting.frozenDelta.units
        accounts[account] = standing
        add(posting.delta.units, to: account)
    }

    /// Adds to the sums of the account's coin.
    mutating func add(_ units: Int128, to account: AccountKey) {
        coins[account.coin, default: (0, 0)].all &+= units
        if account.owner != .issuance { coins[account.coin, default: (0, 0)].issued &+= units }
    }

    private mutating func check(_ transaction: LedgerTransaction, settling order: Order, named name: String) {
        var payer: Int128 = 0
        var payee: Int128 = 0
        var cut: Int128 = 0
        for posting in transaction.postings {
            let delta = posting.delta.units
            if case .commission = posting.account.owner { cut &+= delta } else if delta < 0 { payer &-= delta } else { payee &+= delta }
        }
        let owners = Set(transaction.postings.map(\.account.owner))
        if owners.count != transaction.postings.count { breaks.record(.sidesDiffer, "\(name) names one account twice") }
        if payer != order.volume.units || cut != order.cut.units || payee != payer &- cut || cut < 0 {
            breaks.record(.grossIsNetAndCut, "\(name) takes \(payer), pays \(payee) and keeps \(cut) for order \(order.id)")
        }
        if order.arriveTime != transaction.time {
            breaks.record(.timesAreInOrder, "order \(order.id) did not arrive when \(name) was made")
        }
    }
}

extension LedgerTransaction {
    /// The hold that it has made or ended.
    fileprivate var hold: LedgerReference? {
        switch kind {
        case .payOutHeld, .payOutApproved, .payOutRejected: order.map { LedgerReference(holdOf: $0.id) }
        case .hold, .holdReleased: reference
        case .payment, .payOut, .deposit, .withdrawal, .transfer, .paymentReturn: nil
        }
    }
}
