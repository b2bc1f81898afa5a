import CoreMetrics

/// How long the last round trip of a transaction takes, in which its writes and COMMIT travel together.
struct PostgresCommitTimers: Sendable {
    let ledger: Timer

    init(_ factory: any MetricsFactory) {
        ledger = Timer(label: "imugi_commit_seconds", dimensions: [("subject", "ledger")], factory: factory)
    }
}
