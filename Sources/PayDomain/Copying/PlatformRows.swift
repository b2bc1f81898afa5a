import Crypto
import PayCore
import PayLedger

/// What a platform is beside its rows.
package struct PlatformIdentity: Hashable, Sendable {
    package let purpose: StorePurpose
    /// What ``KeyCheck`` has sealed when the platform was made. No two platforms have the same.
    package let keyCheck: [UInt8]
    /// The time of the last command that changed something.
    package let ledgerTime: Timestamp

    package init(purpose: StorePurpose, keyCheck: [UInt8], ledgerTime: Timestamp) {
        self.purpose = purpose
        self.keyCheck = keyCheck
        self.ledgerTime = ledgerTime
    }
}

/// How much a platform holds. A platform that goes on does not come to the same again.
package struct PlatformStanding: Hashable, Sendable {
    /// As ``LedgerProof`` has it, by the hashes that are stored.
    package let chainHead: [UInt8]
    /// How many rows each table of ``PlatformTable/all`` has.
    package let rows: [Int64]

    package init(chainHead: [UInt8], rows: [Int64]) {
        self.chainHead = chainHead
        self.rows = rows
    }
}

/// What a target keeps of the source while it is copied.
package struct CopyMark: Hashable, Sendable {
    /// The source's ``PlatformIdentity/keyCheck``.
    package let source: [UInt8]
    /// A hash over all that the source was when the copy began.
    package let standing: [UInt8]

    package init(source: [UInt8], standing: [UInt8]) {
        self.source = source
        self.standing = standing
    }

    init(_ identity: PlatformIdentity, _ standing: PlatformStanding) {
        var hash = SHA256()
        hash.update(data: standing.chainHead)
        for number in [identity.ledgerTime.nanoseconds] + standing.rows {
            withUnsafeBytes(of: number.littleEndian) { hash.update(bufferPointer: $0) }
        }
        self.init(source: identity.keyCheck, standing: Array(hash.finalize()))
    }
}

/// Reads a whole platform, table by table.
package protocol PlatformRows: Sendable {
    /// The next rows of a table.
    ///
    /// - Parameters:
    ///   - key: the key of the row behind which they come; `nil` for the first ones.
    ///   - limit: at most so many.
    /// - Returns: in ascending order of their keys, numbers by their size, text and bytes byte by byte.
    func rows(of table: PlatformTable, after key: [PlatformValue]?, limit: Int) async throws -> [PlatformRow]

    /// How much there is, out of one snapshot.
    func standing() async throws -> PlatformStanding

    /// As ``LedgerStore/proofBatch(from:rows:)``.
    func proofBatch(from position: ProofPosition, rows: Int) async throws -> ProofBatch
}

/// A platform that is copied from.
package protocol CopySource: PlatformRows {
    func identity() async throws -> PlatformIdentity
}

/// Where a platform is copied to.
package protocol CopyTarget: PlatformRows {
    /// What is there.
    func state() async throws -> CopyTargetState

    /// Makes the tables and keeps `mark`. From now on no platform can be opened or made here until ``finish(_:)``.
    ///
    /// - Throws: ``PlatformCopyError/targetTaken`` unless the state is ``CopyTargetState/empty``.
    func begin(_ mark: CopyMark) async throws

    /// The key of the last row that a table has.
    func lastKey(of table: PlatformTable) async throws -> [PlatformValue]?

    /// Writes rows in one transaction. They come behind all that the table has.
    func write(_ rows: [PlatformRow], to table: PlatformTable) async throws

    /// Is told that all rows are there, before they are proved.
    func prepareToProve() async throws

    /// Makes what was copied a platform, in one transaction: whatever is derived from the rows, the identity, and no mark any more.
    func finish(_ identity: PlatformIdentity) async throws
}

package enum CopyTargetState: Hashable, Sendable {
    case empty
    /// A copy has begun and not ended.
    case begun(CopyMark)
    /// There is a platform.
    case platform(keyCheck: [UInt8])
}
