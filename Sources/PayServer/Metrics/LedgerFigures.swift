import PayCore
import PayDomain
import PayHTTP
import PayWire

/// What is told of the proof in the background to whoever asks.
struct LedgerFigures: Sendable {
    let watch: LedgerWatch

    func register(with metrics: MetricsRegistry) {
        metrics.onScrape("ledger proof") { scrape in
            let state = watch.state
            scrape.gauge("imugi_ledger_proof_holds", state.holds ? 1 : 0)
            scrape.gauge("imugi_ledger_proof_breaks", Double(state.breaks.count))
            scrape.counter("imugi_ledger_proof_passes_total", Double(state.passes))
            scrape.gauge("imugi_ledger_proof_transactions", Double(state.progress.transactions))
            guard let pass = state.lastPass else { return }
            scrape.gauge("imugi_ledger_proof_pass_seconds", pass.length / .seconds(1))
            scrape.gauge("imugi_ledger_proof_pass_end_seconds", Double(pass.end.seconds))
        }
    }

    /// Money that does not add up is served to nobody before somebody has looked.
    var readiness: ReadinessDetail {
        ReadinessDetail("ledger_proof", .decides) {
            let state = watch.state
            return ReadinessReport(isGood: state.holds) { writer in
                writer.beginObject()
                writer.member("holds", state.holds)
                writer.member("passes", Int64(state.passes))
                writer.member("breaks", Int64(state.breaks.count))
                writer.endObject()
            }
        }
    }
}
