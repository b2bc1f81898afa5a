/// What a metric's name does not say. Every metric of the platform has one in ``platform``.
package struct MetricDescription: Sendable {
    package let name: String
    /// One sentence for the `HELP` line.
    package let help: String
    /// The upper bounds of a histogram's buckets, ascending, in the unit of the name; of other kinds none.
    package let buckets: [Double]

    package init(_ name: String, _ help: String, buckets: [Double] = []) {
        (self.name, self.help, self.buckets) = (name, help, buckets)
    }

    /// In seconds, for what a caller waits for.
    package static let latencies = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    /// In seconds, for what a disk does.
    package static let diskTimes = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
    /// In seconds, for what another's server does, up to the most that it is given.
    package static let attemptTimes = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15]
    /// Powers of two up to the most commands that share a transaction.
    package static let batchSizes: [Double] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]

    /// All metrics of the platform. The operators' guide says more about each.
    package static let platform = [
        // HTTP.
        MetricDescription("imugi_http_requests_total", "Requests that were answered, by the route's path and the status."),
        MetricDescription("imugi_http_refusals_total", "Requests that were refused before they reached a route, by the code."),
        MetricDescription(
            "imugi_http_request_seconds", "From a request's last byte to its answer, by its route's path.", buckets: latencies),
        MetricDescription("imugi_http_requests_in_flight", "Requests that are being worked on."),
        MetricDescription("imugi_api_answers_total", "Answers of the API, by the endpoint's path and the protocol's code."),
        // Money.
        MetricDescription("imugi_commit_commands", "Commands of the ledger that share a transaction.", buckets: batchSizes),
        MetricDescription("imugi_commands_refused_total", "Commands of the ledger that were refused, by the reason."),
        MetricDescription("imugi_commands_waiting", "Commands of the ledger that wait for their transaction."),
        MetricDescription("imugi_commit_seconds", "How long COMMIT took, which is the sync to the disk.", buckets: diskTimes),
        MetricDescription("imugi_database_connections", "Connections to PostgreSQL that stand or are in the making."),
        MetricDescription("imugi_database_waiting", "Callers that wait for a connection to PostgreSQL."),
        MetricDescription("imugi_ledger_proof_holds", "1 while the proof in the background has found nothing, 0 once it has."),
        MetricDescription("imugi_ledger_proof_breaks", "Rows that break an invariant, as found since the process began."),
        MetricDescription("imugi_ledger_proof_passes_total", "Passes over the whole ledger that have ended."),
        MetricDescription("imugi_ledger_proof_pass_seconds", "How long the last pass took."),
        MetricDescription("imugi_ledger_proof_pass_end_seconds", "When the last pass ended, in seconds since 1970."),
        MetricDescription("imugi_ledger_proof_transactions", "Transactions that the present pass has checked."),
        // Callbacks.
        MetricDescription("imugi_callbacks_delivered_total", "Attempts that were answered with 200."),
        MetricDescription("imugi_callbacks_failed_total", "Attempts that were not, by the reason."),
        MetricDescription("imugi_callback_seconds", "From an attempt's beginning to its end.", buckets: attemptTimes),
        MetricDescription("imugi_callbacks_superseded_total", "Attempts that came too late to count."),
        MetricDescription("imugi_callbacks_given_up_total", "Callbacks that were given up after 36 hours."),
        MetricDescription("imugi_callbacks_in_flight", "Attempts that are under way."),
        MetricDescription("imugi_callbacks_due", "Callbacks that are due."),
        MetricDescription("imugi_callbacks_without_url", "Callbacks of apps that have no callback URL; they wait for one."),
        MetricDescription("imugi_callbacks_waiting", "Callbacks that wait for their next attempt."),
        MetricDescription("imugi_callbacks_oldest_due_seconds", "For how long the oldest of the due ones has been due; 0 if none is."),
        MetricDescription("imugi_callbacks_app_failing_seconds", "For how long no callback of an app has arrived, from an hour on."),
        // Watching itself.
        MetricDescription("imugi_scrape_failures_total", "Collectors that failed when the metrics were asked for."),
        // The process, under the names that every Prometheus exporter gives them.
        MetricDescription("process_start_time_seconds", "When the process started, in seconds since 1970."),
        MetricDescription("process_cpu_seconds_total", "Processor time that the process has used, of user and system."),
        MetricDescription("process_resident_memory_bytes", "Memory of the process that is in RAM."),
        MetricDescription("process_open_fds", "Files and sockets that the process has open."),
        MetricDescription("process_max_fds", "Files and sockets that the process may have open."),
    ]
}
