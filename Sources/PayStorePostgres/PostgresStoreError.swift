import PayDomain

/// Why the platform in a database cannot be opened, or what became of a write that nobody knows. The database's own errors are
/// ``PostgresError``.
package enum PostgresStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No platform was ever made in the database.
    case noPlatform
    /// A platform was being copied into the database, and that did not come to its end.
    case copyUnfinished
    /// Nodes are connected to the database, and it was to be copied.
    case nodesRunning(connections: Int64)
    /// The schema is of a version before this program's.
    case schemaTooOld(found: Int64)
    /// The schema is further ahead than this program can work with.
    case schemaTooNew(found: Int64)
    /// The platform was made for the other purpose.
    case purposeDiffers(stored: String, wanted: String)
    /// The platform's secrets were sealed under another master key.
    case wrongMasterKey
    /// The database was set back to an older state than this node has written.
    case ledgerWentBack(written: Int64, found: Int64)
    /// Other nodes were first with the same keys again and again.
    case crowdedOut
    /// Whether a batch was committed could not be found out in time: it has happened as a whole or not at all.
    case outcomeUnknown(reason: String)

    package var description: String {
        switch self {
        case .noPlatform:
            "There is no platform in the database. Check its address, or make a platform there with: imugi migrate --database …"
        case .copyUnfinished:
            "A platform was being copied into the database, and that was broken off. Repeat imugi copy, which goes on from there, or drop the "
                + "database."
        case .nodesRunning(let connections):
            "An imugi runs on the database (its connections: \(connections)). Stop every one of them, and repeat the command."
        case .schemaTooOld(let found):
            "The database's schema has version \(found) and this imugi needs \(Schema.current). Run, once: imugi migrate --database …"
        case .schemaTooNew(let found):
            "The database's schema has version \(found), and this imugi works with \(Schema.current) and \(Schema.current + 1). "
                + "Run the newer imugi."
        case .purposeDiffers(let stored, let wanted):
            "The platform in the database was made by imugi \(stored) and does not serve imugi \(wanted). Name another database."
        case .wrongMasterKey:
            "Wrong master key: the secrets in the database were sealed under another one. Start with the key that made it."
        case .ledgerWentBack(let written, let found):
            "The ledger in the database ends at transaction \(found), and this node has written \(written). If the database was restored, start "
                + "imugi anew; otherwise find out what it is connected to."
        case .crowdedOut: "Other nodes were first again and again; the batch was given up, and nothing of it has happened."
        case .outcomeUnknown(let reason): "Whether the batch was committed is not known, and could not be read back: \(reason)"
        }
    }
}

extension PostgresStoreError: StoreFailure {
    package var kind: StoreFailureKind {
        switch self {
        case .crowdedOut: .crowded
        case .outcomeUnknown: .unknown
        case .noPlatform, .copyUnfinished, .nodesRunning, .schemaTooOld, .schemaTooNew, .purposeDiffers, .wrongMasterKey, .ledgerWentBack:
            .unavailable
        }
    }
}
