import PayCore
import PayDomain
import PayLedger

/// Reads the next rows of a proof, out of the snapshot of its transaction, in a few round trips.
///
/// The chains come first in every batch. Orders follow once each is read up to its head, then holds, then balances: see ``ProofBatch``.
struct ProofReader {
    private let transaction: PostgresTransaction
    private var batch: ProofBatch
    /// How many rows may still be read.
    private var room: Int

    static func batch(_ transaction: PostgresTransaction, from position: ProofPosition, rows: Int) async throws -> ProofBatch {
        precondition(rows > 0, "a batch without rows leads nowhere")
        var reader = ProofReader(transaction: transaction, batch: ProofBatch(from: position), room: rows)
        try await reader.read()
        return reader.batch
    }

    private mutating func read() async throws {
        guard try await takeTransactions(), try await takeOrders(), try await takeHolds(), try await takeBalances() else { return }
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

    private func run(_ call: PostgresCall) async throws -> PostgresRows { try await transaction.run([call])[0] }

    // MARK: - Transactions

    private mutating func takeTransactions() async throws -> Bool {
        let firsts = batch.position.transactions
        let rows = try await run(
            ProofSQL.transactions(.int64s(firsts), .int64s(LedgerShard.all.map(\.last)), .integer(room)))
        var found: [(transaction: LedgerTransaction?, sequence: Int64, hash: [UInt8])] = []
        for row in rows { found.append((try transaction(row), try row.int64(0), try row.bytes(5))) }
        for row in found { batch.position.transactions[LedgerShard(of: row.sequence).index] = row.sequence }
        let isLast = count(found.count)
        // Postings of higher numbers than the last transaction's belong to none.
        let lasts = isLast ? LedgerShard.all.map(\.last) : lastsRead(found.last?.sequence)
        var postings = try await postings(after: firsts, upTo: lasts)
        for row in found {
            let lines = postings.removeValue(forKey: row.sequence) ?? []
            guard let transaction = row.transaction else { continue }
            batch.transactions.append(StoredTransaction(transaction: transaction.with(lines), hash: row.hash))
        }
        for (sequence, lines) in postings { unreadable("\(lines.count) postings of transaction \(sequence), which does not exist") }
        return isLast
    }

    /// Up to where each shard was read, if the reading stopped at a transaction: shards before its own are at their end, those behind it
    /// were not read.
    private func lastsRead(_ stop: Int64?) -> [Int64] {
        guard let stop else { return batch.position.transactions }
        let shard = LedgerShard(of: stop)
        return LedgerShard.all.map { $0 < shard ? $0.last : batch.position.transactions[$0.index] }
    }

    /// The transaction without its postings.
    private mutating func transaction(_ row: PostgresRow) throws -> LedgerTransaction? {
        let sequence = try row.int64(0)
        guard let kind = LedgerTransaction.Kind(rawValue: try row.integer(1)) else {
            unreadable("transaction \(sequence): the kind \(try row.integer(1)) is unknown")
            return nil
        }
        var order: Order?
        if try row.isNull(6) {
            if try !row.isNull(3) { unreadable("transaction \(sequence): its order \(try row.int64(3)) does not exist") }
        } else {
            order = try readOrder(row, at: 6)
        }
        let reference = try row.optional(4, row.text).map(LedgerReference.init(stored:))
        return LedgerTransaction(
            sequence: sequence, kind: kind, time: try row.timestamp(2), order: order, reference: reference, postings: [])
    }

    private mutating func postings(after firsts: [Int64], upTo lasts: [Int64]) async throws -> [Int64: [Posting]] {
        var postings: [Int64: [Posting]] = [:]
        for row in try await run(ProofSQL.postings(.int64s(firsts), .int64s(lasts))) {
            let name = "posting \(try row.int64(1)) of transaction \(try row.int64(0))"
            let (delta, frozenDelta) = (amount(row, 5, of: name), amount(row, 6, of: name))
            do {
                let posting = Posting(account: try row.account(2), delta: delta, frozenDelta: frozenDelta)
                postings[try row.int64(0), default: []].append(posting)
            } catch {
                unreadable("\(name): \(error)")
            }
        }
        return postings
    }

    // MARK: - Orders

    private mutating func takeOrders() async throws -> Bool {
        let first = batch.position.order
        let rows = try await run(ProofSQL.orders(.int64(first), .integer(room)))
        var orders: [(order: Order, row: PostgresRow)] = []
        for row in rows {
            batch.position.order = try row.int64(0)
            if let order = try readOrder(row, at: 0) { orders.append((order, row)) }
        }
        let originals = try await originals(of: orders.map(\.order))
        let sums = try await sumsOfReturns(of: orders.filter { try $0.row.bool(Order.columnCount + 4) }.map(\.order))
        for (order, row) in orders {
            let next = Order.columnCount
            batch.orders.append(
                StoredOrder(
                    order: order, settlements: try row.integer(next), callbacks: try row.integer(next + 1),
                    namesakes: try row.integer(next + 2), returned: amount(row, next + 3, of: "what was given back of order \(order.id)"),
                    sumOfReturns: sums[order.id.number] ?? 0, original: order.original.flatMap { originals[$0.number] }))
        }
        let isLast = count(rows.count)
        let last = isLast ? .max : batch.position.order
        let range: [PostgresValue] = [.int64(first), .int64(last), .integer(LedgerProof.maximumBreaks)]
        let strays = try await transaction.run([
            PostgresCall(statement: ProofSQL.callbacksOfNoOrder, values: range),
            PostgresCall(statement: ProofSQL.returnsOfNoOrder, values: range),
        ])
        for row in strays[0] { unreadable("the callback of order \(try row.int64(0)), which does not exist") }
        for row in strays[1] { unreadable("what was given back of order \(try row.int64(0)), which does not exist") }
        return isLast
    }

    private mutating func originals(of orders: [Order]) async throws -> [Int64: Order] {
        let ids = orders.compactMap(\.original)
        guard !ids.isEmpty else { return [:] }
        var originals: [Int64: Order] = [:]
        for row in try await run(ProofSQL.ordersByID(.orders(ids))) {
            if let order = try readOrder(row, at: 0) { originals[order.id.number] = order }
        }
        return originals
    }

    /// What the returns of each order add up to, modulo 2^128.
    private mutating func sumsOfReturns(of orders: [Order]) async throws -> [Int64: Int128] {
        guard !orders.isEmpty else { return [:] }
        var sums: [Int64: Int128] = [:]
        for row in try await run(ProofSQL.returns(.orders(orders.map(\.id)))) {
            let original = try row.int64(0)
            sums[original, default: 0] &+= amount(row, 1, of: "a return of order \(original)").units
        }
        return sums
    }

    private mutating func readOrder(_ row: PostgresRow, at first: Int) throws -> Order? {
        let name = "order \(try row.int64(first))"
        let (volume, cut) = (amount(row, first + 5, of: name), amount(row, first + 6, of: name))
        do {
            return try Order(row, at: first) { column throws(PostgresError) in column == first + 5 ? volume : cut }
        } catch {
            unreadable("\(name): \(error)")
            return nil
        }
    }

    // MARK: - Holds and balances

    private mutating func takeHolds() async throws -> Bool {
        guard let next = batch.position.nextHold else { return true }
        // A zero byte at its end stands for "behind this text".
        let last = next.last == 0 ? next.dropLast() : next[...]
        let rows = try await run(ProofSQL.holds(.text(String(decoding: last, as: UTF8.self)), .integer(room)))
        for row in rows {
            let reference = try row.text(0)
            batch.position.nextHold = Array(reference.utf8) + [0]
            guard try row.bool(5) else { continue }
            let volume = amount(row, 4, of: "hold \(reference)")
            do {
                let account = try row.account(1)
                batch.holds.append(LedgerCommand.Hold(account: account, volume: volume, reference: LedgerReference(stored: reference)))
            } catch {
                unreadable("hold \(reference): \(error)")
            }
        }
        guard count(rows.count) else { return false }
        batch.position.nextHold = nil
        return true
    }

    private mutating func takeBalances() async throws -> Bool {
        let first = batch.position.account
        let rows = try await run(
            ProofSQL.balances(.int64(first.owner), .int64(first.book), .int64(first.coin), .integer(room)))
        for row in rows {
            batch.position.account = ProofPosition.Account(owner: try row.int64(0), book: try row.int64(1), coin: try row.int64(2))
            let name = "account \(try row.int64(0))/\(try row.int64(1))/\(try row.int64(2))"
            let (total, frozen) = (amount(row, 3, of: name), amount(row, 4, of: name))
            do {
                batch.balances.append((try row.account(0), Balance(total: total, frozen: frozen)))
            } catch {
                unreadable("\(name): \(error)")
            }
        }
        return count(rows.count)
    }

    /// An amount that is none is told, and counted as zero.
    private mutating func amount(_ row: PostgresRow, _ column: Int, of name: String) -> Amount {
        do {
            return try row.amount(column)
        } catch {
            unreadable("\(name): \(error)")
            return .zero
        }
    }
}
