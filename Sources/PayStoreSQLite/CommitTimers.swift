import CoreMetrics

/// How long COMMIT takes: the sync to the disk and, now and then, the copying of the log into the database file.
struct CommitTimers: Sendable {
    private let ledger: Timer
    private let other: Timer

    init(_ factory: any MetricsFactory) {
        func timer(_ subject: String) -> Timer {
            Timer(label: "imugi_commit_seconds", dimensions: [("subject", subject)], factory: factory)
        }
        (ledger, other) = (timer("ledger"), timer("other"))
    }

    subscript(subject: SQLiteStore.Subject) -> Timer {
        switch subject {
        case .ledger: ledger
        case .other: other
        }
    }
}
