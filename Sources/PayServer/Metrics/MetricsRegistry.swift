import CoreMetrics
import Logging
import Synchronization

/// Keeps every figure of the process and tells them in the Prometheus text format.
///
/// Handles that are made from it with the swift-metrics API are kept here until they are destroyed; asking twice for one name and one set
/// of labels gives the same figure. Updating one takes well under a microsecond, allocates nothing and never waits for a scrape.
///
/// Names and labels are our own constants: a name that the format does not allow, and one name for two kinds of metric, are faults of the
/// program and end it. No label may have a value that a caller chose: each value costs memory for ever.
package final class MetricsRegistry: MetricsFactory {
    /// Figures that exist only when somebody asks for them, computed at each scrape.
    package typealias Collector = @Sendable (inout Scrape) async throws -> Void

    private struct Family {
        let kind: MetricKind
        var series: [Labels: any MetricSeries] = [:]
    }

    private struct State {
        var families: [String: Family] = [:]
        var collectors: [(name: String, failures: CounterSeries, collect: Collector)] = []
    }

    private let logger: Logger
    private let descriptions: [String: MetricDescription]
    private let state = Mutex(State())

    /// - Parameter descriptions: of histograms, which have no buckets otherwise, and of what is to have a `HELP` line.
    package init(_ descriptions: [MetricDescription] = MetricDescription.platform, logger: Logger) {
        self.descriptions = Dictionary(descriptions.map { ($0.name, $0) }) { first, _ in first }
        self.logger = logger
    }

    /// Runs `collect` at each scrape, one collector after the other. What it adds is told in that scrape only. The scrape waits for it, so
    /// it must end by itself and soon; two scrapes may run at once.
    ///
    /// When it throws, nothing that it has added is told; the scrape goes on, the error is logged, and
    /// `imugi_scrape_failures_total` counts it.
    ///
    /// - Parameter name: says in the log and in that counter which collector it was.
    package func onScrape(_ name: String, _ collect: @escaping Collector) {
        let failures = counter("imugi_scrape_failures_total", [("collector", name)])
        state.withLock { $0.collectors.append((name, failures, collect)) }
    }

    /// The whole text: metrics by name, and each by its labels.
    package func render() async -> String {
        var scraped: [String: Family] = [:]
        for collector in state.withLock({ $0.collectors }) {
            var scrape = Scrape()
            do {
                try await collector.collect(&scrape)
                for sample in scrape.samples {
                    let series = NumberSeries()
                    series.set(sample.value)
                    scraped[sample.name, default: Family(kind: sample.kind)].series[sample.labels] = series
                }
            } catch {
                collector.failures.increment(by: 1)
                logger.error("A collector of metrics failed", metadata: ["collector": "\(collector.name)", "error": "\(error)"])
            }
        }
        let kept = state.withLock { $0.families }
        return write(
            kept.merging(scraped) { kept, scraped in
                Family(kind: kept.kind, series: kept.series.merging(scraped.series) { kept, _ in kept })
            }
        )
    }

    private func write(_ families: [String: Family]) -> String {
        var text = ExpositionText()
        for (name, family) in families.sorted(by: { $0.key < $1.key }) where !family.series.isEmpty {
            text.header(name, family.kind, help: descriptions[name]?.help)
            for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) { series.write(to: &text, name, labels.pairs) }
        }
        return text.text
    }
}

// MARK: - swift-metrics

extension MetricsRegistry {
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler { counter(label, dimensions) }

    package func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        series(label, dimensions, .counter) { NumberSeries() }
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, .gauge) { NumberSeries() }
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        aggregate ? histogram(label, dimensions) : series(label, dimensions, .gauge) { NumberSeries() }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { histogram(label, dimensions) }

    package func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }
    package func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { remove(handler) }

    private func counter(_ label: String, _ dimensions: [(String, String)]) -> CounterSeries {
        series(label, dimensions, .counter) { CounterSeries() }
    }

    private func histogram(_ label: String, _ dimensions: [(String, String)]) -> HistogramSeries {
        series(label, dimensions, .histogram) { HistogramSeries(bounds: descriptions[label]?.buckets ?? []) }
    }

    private func series<Series: MetricSeries>(
        _ name: String, _ dimensions: [(String, String)], _ kind: MetricKind, make: () -> Series
    ) -> Series {
        let labels = Labels(dimensions)
        precondition(MetricName.isName(name) && labels.areAllowed(for: kind), "\(name) and its labels must be names that the format allows")
        return state.withLock { state in
            var family = state.families[name] ?? Family(kind: kind)
            precondition(family.kind == kind, "\(name) is a \(family.kind) and cannot be a \(kind) too")
            let kept = family.series[labels] ?? make()
            guard let series = kept as? Series else { preconditionFailure("\(name) is kept as another kind of figure") }
            family.series[labels] = series
            state.families[name] = family
            return series
        }
    }

    private func remove(_ handler: AnyObject) {
        state.withLock { state in
            state.families = state.families.mapValues { family in
                Family(kind: family.kind, series: family.series.filter { $1 !== handler })
            }
        }
    }
}
