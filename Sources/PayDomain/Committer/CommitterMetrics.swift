import CoreMetrics

/// What the committer counts, by handles that are made once.
struct CommitterMetrics: Sendable {
    /// Commands of each batch that was decided and, unless all of it was refused, is durable.
    let commands: Recorder
    /// Commands that the ledger's rules refused, or the directory as it was when they were decided.
    let refusedByRule: Counter
    /// Commands that were turned away because too many waited.
    let refusedForCrowding: Counter

    init(_ factory: any MetricsFactory) {
        commands = Recorder(label: "imugi_commit_commands", factory: factory)
        refusedByRule = Counter(label: "imugi_commands_refused_total", dimensions: [("reason", "rule")], factory: factory)
        refusedForCrowding = Counter(label: "imugi_commands_refused_total", dimensions: [("reason", "crowding")], factory: factory)
    }
}
