import GRDB
import GRDBSQLite
import PayCore
import PayDomain
import PayLedger

/// Reads the next rows of a proof, out of the snapshot that the connection stands on.
///
/// The chains come first in every batch. Orders follow once each is read up to its head, then holds, then balances: see
/// ``ProofBatch``.
struct ProofReader {
    private let db: Database
    private var batch: ProofBatch
    /// How many rows may still be read.
    private var room: Int

    /// - Throws: errors of SQLite, but not those that say that the file is damaged: they end the batch, and the proof with it.
    static func batch(_ db: Database, from position: ProofPosition, rows: Int) throws -> ProofBatch {
        precondition(rows > 0, "a batch without rows leads nowhere")
        var reader = ProofReader(db: db, batch: ProofBatch(from: position), room: rows)
        do {
            try reader.read()
        } catch StoreError.failed(let failure) where failure.saysDamaged {
            reader.unreadable("the database file: \(failure.message)")
            reader.batch.end = .damaged
        }
        return reader.batch
    }

    private mutating func read() throws {
        guard try takeTransactions(), try takeOrders(), try takeHolds(), try takeBalances() else { return }
        batch.end = .complete
    }

    /// Counts rows that a statement has read, which was to read all that there is room for.
    ///
    /// - Returns: whether they were the last ones.
    private mutating func count(_ rows: Int) -> Bool {
        room -= rows
        return room > 0
    }

    private mutating func unreadable(_ row: String) { batch.unreadable.append(row) }

    // MARK: - Transactions

    private mutating func takeTransactions() throws -> Bool {
        try LedgerShard.all.allSatisfy { try takeTransactions(of: $0) }
    }

    private mutating func takeTransactions(of shard: LedgerShard) throws -> Bool {
        let first = batch.position.transactions[shard.index]
        var rows: [(transaction: LedgerTransaction?, sequence: Int64, hash: [UInt8])] = []
        try PreparedStatement(db, ProofStatements.transactions).each([.integer(first), .integer(shard.last), .integer(room)]) { row in
            rows.append((transaction(row), row.integer(0), row.bytes(5)))
        }
        if let last = rows.last { batch.position.transactions[shard.index] = last.sequence }
        let isLast = count(rows.count)
        // Postings of higher numbers than the last transaction's belong to none.
        var postings = try postings(after: first, upTo: isLast ? shard.last : batch.position.transactions[shard.index])
        for row in rows {
            let lines = postings.removeValue(forKey: row.sequence) ?? []
            guard let transaction = row.transaction else { continue }
            batch.transactions.append(StoredTransaction(transaction: transaction.with(lines), hash: row.hash))
        }
        for (sequence, lines) in postings { unreadable("\(lines.count) postings of transaction \(sequence), which does not exist") }
        return isLast
    }

    /// The transaction without its postings.
    private mutating func transaction(_ row: Row) -> LedgerTransaction? {
        let sequence = row.integer(0)
        guard let kind = LedgerTransaction.Kind(rawValue: Int(row.integer(1))) else {
            unreadable("transaction \(sequence): the kind \(row.integer(1)) is unknown")
            return nil
        }
        var order: Order?
        if row.isNull(6) {
            if !row.isNull(3) { unreadable("transaction \(sequence): its order \(row.integer(3)) does not exist") }
        } else {
            order = readOrder(row, at: 6)
        }
        let reference = row.optional(4, row.text).map(LedgerReference.init(stored:))
        return LedgerTransaction(sequence: sequence, kind: kind, time: row.time(2), order: order, reference: reference, postings: [])
    }

    private mutating func postings(after first: Int64, upTo last: Int64) throws -> [Int64: [Posting]] {
        var postings: [Int64: [Posting]] = [:]
        try PreparedStatement(db, ProofStatements.postings).each([.integer(first), .integer(last)]) { row in
            let name = "posting \(row.integer(1)) of transaction \(row.integer(0))"
            do {
                let delta = amount(row, 5, of: name)
                postings[row.integer(0), default: []].append(
                    Posting(account: try row.account(2), delta: delta, frozenDelta: amount(row, 6, of: name))
                )
            } catch {
                unreadable("\(name): \(error)")
            }
        }
        return postings
    }

    // MARK: - Orders

    private mutating func takeOrders() throws -> Bool {
        let first = batch.position.order
        var rows = 0
        try PreparedStatement(db, ProofStatements.orders).each([.integer(first), .integer(room)]) { row in
            rows += 1
            batch.position.order = row.integer(0)
            if let order = readOrder(row, at: 0) { batch.orders.append(try stored(order, row)) }
        }
        let isLast = count(rows)
        let last = isLast ? .max : batch.position.order
        let range: [SQLValue] = [.integer(first), .integer(last), .integer(LedgerProof.maximumBreaks)]
        try PreparedStatement(db, ProofStatements.callbacksOfNoOrder).each(range) { row in
            unreadable("the callback of order \(row.integer(0)), which does not exist")
        }
        try PreparedStatement(db, ProofStatements.returnsOfNoOrder).each(range) { row in
            unreadable("what was given back of order \(row.integer(0)), which does not exist")
        }
        return isLast
    }

    private mutating func stored(_ order: Order, _ row: Row) throws -> StoredOrder {
        let next = Order.columnCount
        let returned = amount(row, next + 3, of: "what was given back of order \(order.id)")
        var sumOfReturns: Int128 = 0
        if row.flag(next + 4) {
            try PreparedStatement(db, ProofStatements.returns).each([.order(order.id)]) { volume in
                sumOfReturns &+= amount(volume, 0, of: "a return of order \(order.id)").units
            }
        }
        var original: Order?
        if let id = order.original {
            original = try PreparedStatement(db, ProofStatements.order).first([.order(id)]) { readOrder($0, at: 0) } ?? nil
        }
        return StoredOrder(
            order: order, settlements: Int(row.integer(next)), callbacks: Int(row.integer(next + 1)),
            namesakes: Int(row.integer(next + 2)), returned: returned, sumOfReturns: sumOfReturns, original: original
        )
    }

    private mutating func readOrder(_ row: Row, at first: Int32) -> Order? {
        let name = "order \(row.integer(first))"
        do {
            return try Order(row, at: first) { column in amount(row, column, of: name) }
        } catch {
            unreadable("\(name): \(error)")
            return nil
        }
    }

    // MARK: - Holds and balances

    private mutating func takeHolds() throws -> Bool {
        guard let first = batch.position.nextHold else { return true }
        var rows = 0
        try PreparedStatement(db, ProofStatements.holds).each([first.isEmpty ? .null : .bytes(first), .integer(room)]) { row in
            rows += 1
            // No text lies between another and the same with a zero byte after it.
            batch.position.nextHold = row.bytes(0) + [0]
            guard row.flag(5) else { return }
            let name = "hold \(row.text(0))"
            do {
                let account = try row.account(1)
                let volume = amount(row, 4, of: name)
                batch.holds.append(LedgerCommand.Hold(account: account, volume: volume, reference: LedgerReference(stored: row.text(0))))
            } catch {
                unreadable("\(name): \(error)")
            }
        }
        guard count(rows) else { return false }
        batch.position.nextHold = nil
        return true
    }

    private mutating func takeBalances() throws -> Bool {
        let first = batch.position.account
        var rows = 0
        let values: [SQLValue] = [.integer(first.owner), .integer(first.book), .integer(first.coin), .integer(room)]
        try PreparedStatement(db, ProofStatements.balances).each(values) { row in
            rows += 1
            batch.position.account = ProofPosition.Account(owner: row.integer(0), book: row.integer(1), coin: row.integer(2))
            let name = "account \(row.integer(0))/\(row.integer(1))/\(row.integer(2))"
            do {
                let account = try row.account(0)
                let total = amount(row, 3, of: name)
                batch.balances.append((account, Balance(total: total, frozen: amount(row, 4, of: name))))
            } catch {
                unreadable("\(name): \(error)")
            }
        }
        return count(rows)
    }

    /// An amount that prints otherwise than it is stored is told, and counted as what it says, so that it breaks no other invariant.
    private mutating func amount(_ row: Row, _ column: Int32, of name: String) -> Amount {
        let text = row.text(column)
        if let amount = Amount(unitsText: text) { return amount }
        unreadable("\(name): its \(row.name(column)) is not an amount as imugi writes it")
        return Int128(text).flatMap(Amount.init(units:)) ?? .zero
    }
}
