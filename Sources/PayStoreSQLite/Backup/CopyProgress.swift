import PayDomain

/// How far a backup or a restore has come.
package enum CopyProgress: Sendable {
    case copied(bytes: Int64, of: Int64)
    /// SQLite looks through the copy, which takes as long as reading it.
    case checking
    /// The ledger is being proved in the copy; rows of every kind.
    case proved(rows: Int64, of: Int64)
}

/// A whole and proved copy of a platform.
package struct PlatformCopy: Sendable {
    package let purpose: StorePurpose
    package let bytes: Int64
    /// How many transactions the ledger has.
    package let transactions: Int64
    /// The chain's last hash.
    package let chainHead: [UInt8]
}
