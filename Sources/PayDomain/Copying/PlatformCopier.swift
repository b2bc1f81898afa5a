import PayLedger

/// Copies a whole platform from one store into another, and proves that both hold the same.
///
/// How far the copy has come is what the target holds: rows are written in the order of their keys, each batch in one transaction, so a copy that
/// was broken off goes on behind the last row. The target becomes a platform in its last transaction, after everything was proved.
package struct PlatformCopier: Sendable {
    /// How far a copy has come. Each counts from 0 to its total.
    package enum Progress: Hashable, Sendable {
        case provedSource(rows: Int64, of: Int64)
        case copied(rows: Int64, of: Int64)
        case compared(rows: Int64, of: Int64)
        case provedTarget(rows: Int64, of: Int64)
    }

    /// A copy that is proved.
    package struct Outcome: Sendable {
        package let purpose: StorePurpose
        /// How many rows the platform has.
        package let rows: Int64
        /// How many of them this run has written: fewer if it went on with a copy that was broken off.
        package let written: Int64
        /// The target's; the source's says the same.
        package let proof: LedgerProof
    }

    /// How many rows are in memory at a time, twice.
    package static let standardRowsAtOnce = 4_000
    private static let rowsProvedAtOnce = 1_000

    private let source: any CopySource
    private let target: any CopyTarget
    private let rowsAtOnce: Int
    private let progress: @Sendable (Progress) -> Void

    /// - Parameter progress: told from the task that works.
    package init(
        from source: any CopySource, to target: any CopyTarget, rowsAtOnce: Int = standardRowsAtOnce,
        progress: @Sendable @escaping (Progress) -> Void = { _ in }
    ) {
        self.source = source
        self.target = target
        self.rowsAtOnce = rowsAtOnce
        self.progress = progress
    }

    /// Copies what the target does not have yet. If the target is a whole copy already, which a command that was killed at its very end does
    /// not know, only the proofs are made.
    ///
    /// - Throws: ``PlatformCopyError``; errors of the stores, after which it may be run again.
    package func run() async throws -> Outcome {
        let identity = try await source.identity()
        let standing = try await source.standing()
        let isFinished = try await begin(identity, standing)
        let (written, proof): (Int64, LedgerProof)
        do {
            (written, proof) = try await copyAndProve(standing, isFinished)
        } catch {
            // Rows of another moment do not fit together, and that is told in many ways.
            try await requireUnchanged(identity, standing)
            throw error
        }
        try await requireUnchanged(identity, standing)
        if !isFinished { try await target.finish(identity) }
        return Outcome(purpose: identity.purpose, rows: standing.rows.reduce(0, +), written: written, proof: proof)
    }

    /// - Parameter isFinished: whether there is nothing left to copy.
    private func copyAndProve(_ standing: PlatformStanding, _ isFinished: Bool) async throws -> (written: Int64, proof: LedgerProof) {
        let proof = try await prove(source, standing) { .provedSource(rows: $0, of: $1) }
        guard proof.holds else { throw PlatformCopyError.sourceBroken(proof.firstBreaks) }
        var written: Int64 = 0
        if !isFinished {
            written = try await copyTables(standing)
            try await compareTables(standing)
        }
        try await compare(proof, standing)
        return (written, proof)
    }

    private func requireUnchanged(_ identity: PlatformIdentity, _ standing: PlatformStanding) async throws {
        guard try await source.standing() == standing, try await source.identity() == identity else {
            throw PlatformCopyError.sourceHasGoneOn
        }
    }

    /// - Returns: whether there is nothing left to copy.
    private func begin(_ identity: PlatformIdentity, _ standing: PlatformStanding) async throws -> Bool {
        let mark = CopyMark(identity, standing)
        switch try await target.state() {
        case .empty: try await target.begin(mark)
        case .begun(mark): break
        case .begun(let other):
            throw other.source == mark.source ? PlatformCopyError.sourceHasGoneOn : PlatformCopyError.otherSource
        case .platform(keyCheck: identity.keyCheck):
            guard try await target.standing() == standing else { throw PlatformCopyError.targetTaken }
            return true
        case .platform: throw PlatformCopyError.targetTaken
        }
        return false
    }

    private func copyTables(_ standing: PlatformStanding) async throws -> Int64 {
        let total = standing.rows.reduce(0, +)
        var done = try await target.standing().rows.reduce(0, +)
        let before = done
        for table in PlatformTable.all { try await copy(table, &done, of: total) }
        try await target.prepareToProve()
        return done - before
    }

    private func copy(_ table: PlatformTable, _ done: inout Int64, of total: Int64) async throws {
        var rows = try await source.rows(of: table, after: try await target.lastKey(of: table), limit: rowsAtOnce)
        while let last = rows.last {
            let key = table.key(of: last)
            let isLast = rows.count < rowsAtOnce
            // The next ones are read while these are written.
            async let next = isLast ? [] : source.rows(of: table, after: key, limit: rowsAtOnce)
            try await target.write(rows, to: table)
            done += Int64(rows.count)
            progress(.copied(rows: done, of: total))
            rows = try await next
        }
    }

    /// What was copied by an earlier run may have changed in the source since, in places of which the chain and the numbers of rows say nothing.
    private func compareTables(_ standing: PlatformStanding) async throws {
        let compared = zip(PlatformTable.all, standing.rows).filter { !Self.isProved($0.0) }
        let total = compared.reduce(0) { $0 + $1.1 }
        var done: Int64 = 0
        for (table, _) in compared {
            var key: [PlatformValue]?
            while true {
                let last = key
                async let copied = target.rows(of: table, after: last, limit: rowsAtOnce)
                let rows = try await source.rows(of: table, after: last, limit: rowsAtOnce)
                guard try await copied == rows else { throw PlatformCopyError.copyDiffers("other rows of \(table.name)") }
                done += Int64(rows.count)
                progress(.compared(rows: done, of: total))
                guard rows.count == rowsAtOnce, let last = rows.last else { break }
                key = table.key(of: last)
            }
        }
    }

    /// Whether the head of the chain stands for each row of the table.
    private static func isProved(_ table: PlatformTable) -> Bool { ["ledger_transaction", "posting"].contains(table.name) }

    private func compare(_ proof: LedgerProof, _ standing: PlatformStanding) async throws {
        let copied = try await target.standing()
        for (table, (rows, expected)) in zip(PlatformTable.all, zip(copied.rows, standing.rows)) where rows != expected {
            throw PlatformCopyError.copyDiffers("\(rows) rows of \(table.name) where the source has \(expected)")
        }
        let copy = try await prove(target, copied) { .provedTarget(rows: $0, of: $1) }
        guard copy.holds else { throw PlatformCopyError.copyBroken(copy.firstBreaks) }
        guard copy.chainHead == proof.chainHead else { throw PlatformCopyError.copyDiffers("another head of the chain") }
        guard copy.transactions == proof.transactions else { throw PlatformCopyError.copyDiffers("\(copy.transactions) transactions") }
        guard copy.coins == proof.coins else { throw PlatformCopyError.copyDiffers("other sums of coins") }
    }

    private func prove(
        _ store: any PlatformRows, _ standing: PlatformStanding, _ made: (_ rows: Int64, _ total: Int64) -> Progress
    ) async throws -> LedgerProof {
        let proved: Set = ["ledger_transaction", "orders", "account"]
        let total = zip(PlatformTable.all, standing.rows).reduce(0) { $0 + (proved.contains($1.0.name) ? $1.1 : 0) }
        var prover = LedgerProver()
        while !prover.isFinished {
            prover.take(try await store.proofBatch(from: prover.position, rows: Self.rowsProvedAtOnce))
            progress(made(Int64(prover.progress.transactions + prover.progress.orders + prover.progress.accounts), total))
        }
        return prover.finish()
    }
}

extension LedgerProof {
    fileprivate var firstBreaks: [String] { Array(checks.flatMap(\.breaks).prefix(Self.maximumBreaks)) }
}
