import CoreMetrics
import Logging
import PayServer
import TestSupport
import Testing

/// The Prometheus text format, from handles of swift-metrics.
@Suite struct MetricsRegistryTests {
    private static let descriptions = [
        MetricDescription("test_requests_total", "Requests\nby \"path\", and a \\."),
        MetricDescription("test_seconds", "How long.", buckets: [0.001, 0.25, 1]),
        MetricDescription("test_size", "How many.", buckets: [1, 10]),
    ]

    private func registry() -> MetricsRegistry { MetricsRegistry(Self.descriptions, logger: .silent) }

    @Test func everyKindIsWritten() async throws {
        let registry = registry()
        // Made in an order that is not the text's.
        let timer = CoreMetrics.Timer(label: "test_seconds", dimensions: [("path", "/b")], factory: registry)
        let second = Counter(label: "test_requests_total", dimensions: [("status", "200"), ("path", "/b")], factory: registry)
        let first = Counter(label: "test_requests_total", dimensions: [("path", "/a"), ("status", "404")], factory: registry)
        let gauge = Gauge(label: "test_level", factory: registry)
        let meter = Meter(label: "test_in_flight", factory: registry)
        let size = Recorder(label: "test_size", factory: registry)
        let fractions = FloatingPointCounter(label: "test_fractions_total", factory: registry)
        let unseen = Counter(label: "test_unseen_total", factory: registry)

        timer.recordNanoseconds(1_000_000)  // Exactly on a bound, and so within it.
        timer.recordNanoseconds(1_000_001)
        timer.recordSeconds(2)
        second.increment(by: 3)
        first.increment()
        gauge.record(2.5)
        meter.increment(by: 2.0)
        meter.decrement(by: 1.0)
        for value in [1, 7, 11] { size.record(value) }
        fractions.increment(by: 0.25)
        fractions.increment(by: 0.5)
        _ = unseen

        let text = await registry.render()
        #expect(
            text == """
                # TYPE test_fractions_total counter
                test_fractions_total 0.75
                # TYPE test_in_flight gauge
                test_in_flight 1
                # TYPE test_level gauge
                test_level 2.5
                # HELP test_requests_total Requests\\nby "path", and a \\\\.
                # TYPE test_requests_total counter
                test_requests_total{path="/a",status="404"} 1
                test_requests_total{path="/b",status="200"} 3
                # HELP test_seconds How long.
                # TYPE test_seconds histogram
                test_seconds_bucket{path="/b",le="0.001"} 1
                test_seconds_bucket{path="/b",le="0.25"} 2
                test_seconds_bucket{path="/b",le="1"} 2
                test_seconds_bucket{path="/b",le="+Inf"} 3
                test_seconds_sum{path="/b"} 2.002000001
                test_seconds_count{path="/b"} 3
                # HELP test_size How many.
                # TYPE test_size histogram
                test_size_bucket{le="1"} 1
                test_size_bucket{le="10"} 2
                test_size_bucket{le="+Inf"} 3
                test_size_sum 19
                test_size_count 3
                # TYPE test_unseen_total counter
                test_unseen_total 0

                """)
        _ = try Exposition(parsing: text)
    }

    @Test func labelsMayHoldAnything() async throws {
        let registry = registry()
        let odd = "a\"b\\c\nd,}{ 이무기\r\n"
        Counter(label: "test_odd_total", dimensions: [("value", odd)], factory: registry).increment()
        let text = await registry.render()
        #expect(text == "# TYPE test_odd_total counter\ntest_odd_total{value=\"a\\\"b\\\\c\\nd,}{ 이무기\r\\n\"} 1\n")
    }

    @Test(arguments: [
        (0.0, "0"), (-0.0, "0"), (1.0, "1"), (-3.0, "-3"), (0.1, "0.1"), (1e-7, "1e-07"), (9_007_199_254_740_991.0, "9007199254740991"),
        (1e300, "1e+300"), (Double.infinity, "+Inf"), (-Double.infinity, "-Inf"), (Double.nan, "NaN"),
    ])
    func numbersAreWhatScrapersRead(_ value: Double, _ expected: String) async throws {
        let registry = registry()
        Gauge(label: "test_number", factory: registry).record(value)
        let text = await registry.render()
        #expect(text == "# TYPE test_number gauge\ntest_number \(expected)\n")
        _ = try Exposition(parsing: text)
    }

    @Test func whatIsNoNumberSpoilsNoSum() async throws {
        let registry = registry()
        let recorder = Recorder(label: "test_size", factory: registry)
        for value in [2.0, .nan, .infinity, -.infinity] { recorder.record(value) }
        let text = try Exposition(parsing: await registry.render())
        #expect(text["test_size_sum"] == 2 && text["test_size_count"] == 1)
    }

    @Test func concurrentUpdatesAreAllCounted() async throws {
        let registry = registry()
        let (tasks, each) = (8, 2_000)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<tasks {
                group.addTask {
                    // Each has handles of its own to the same figures.
                    let counter = Counter(label: "test_requests_total", factory: registry)
                    let fractions = FloatingPointCounter(label: "test_fractions_total", factory: registry)
                    let meter = Meter(label: "test_in_flight", factory: registry)
                    let timer = CoreMetrics.Timer(label: "test_seconds", factory: registry)
                    for _ in 0..<each {
                        counter.increment()
                        fractions.increment(by: 0.5)
                        meter.increment(by: 1.0)
                        timer.recordMilliseconds(500)
                        meter.decrement(by: 1.0)
                    }
                }
            }
            // A scrape in between reads whole histograms too.
            group.addTask { _ = try Exposition(parsing: await registry.render()) }
            try await group.waitForAll()
        }
        let text = try Exposition(parsing: await registry.render())
        let total = Double(tasks * each)
        #expect(text["test_requests_total"] == total && text["test_fractions_total"] == total / 2 && text["test_in_flight"] == 0)
        #expect(text[#"test_seconds_bucket{le="0.25"}"#] == 0 && text[#"test_seconds_bucket{le="1"}"#] == total)
        #expect(text["test_seconds_count"] == total && text["test_seconds_sum"] == total / 2)
    }

    @Test func countersOnlyGoUpAndHandlesCanGo() async throws {
        let registry = registry()
        let counter = Counter(label: "test_requests_total", factory: registry)
        counter.increment(by: 2)
        counter.increment(by: -1)
        #expect(try Exposition(parsing: await registry.render())["test_requests_total"] == 2)
        counter.reset()
        #expect(try Exposition(parsing: await registry.render())["test_requests_total"] == 0)
        counter.destroy()
        #expect(await registry.render() == "")
    }

    // MARK: - Collectors

    private struct Broken: Error {}

    @Test func collectorsRunAtEachScrape() async throws {
        let registry = registry()
        // A figure of the same metric that is kept stays beside what is collected.
        Gauge(label: "test_due", dimensions: [("kind", "c")], factory: registry).record(7)
        let scrapes = Locked(0)
        registry.onScrape("counting") { scrape in
            let count = scrapes.withLock { scrapes in
                scrapes += 1
                return scrapes
            }
            scrape.gauge("test_due", Double(count), [("kind", "b")])
            scrape.gauge("test_due", Double(10 * count), [("kind", "a")])
            scrape.counter("test_ticks_total", 1.5)
        }
        for count in 1...2 {
            #expect(
                await registry.render() == """
                    # TYPE imugi_scrape_failures_total counter
                    imugi_scrape_failures_total{collector="counting"} 0
                    # TYPE test_due gauge
                    test_due{kind="a"} \(10 * count)
                    test_due{kind="b"} \(count)
                    test_due{kind="c"} 7
                    # TYPE test_ticks_total counter
                    test_ticks_total 1.5

                    """)
        }
    }

    @Test func aBrokenCollectorIsLeftOutAndLogged() async throws {
        let log = Locked<[String]>([])
        let registry = MetricsRegistry(Self.descriptions, logger: Logger(label: "test") { _ in LinesLogHandler(log) })
        let isBroken = Locked(true)
        registry.onScrape("first") { scrape in scrape.gauge("test_first", 1) }
        registry.onScrape("broken") { scrape in
            scrape.gauge("test_broken", 1)
            if isBroken.withLock({ $0 }) { throw Broken() }
        }
        registry.onScrape("last") { scrape in scrape.gauge("test_last", 1) }

        let text = try Exposition(parsing: await registry.render())
        #expect(text["test_first"] == 1 && text["test_last"] == 1 && text["test_broken"] == nil)
        #expect(text[#"imugi_scrape_failures_total{collector="broken"}"#] == 1)
        #expect(text[#"imugi_scrape_failures_total{collector="first"}"#] == 0)
        #expect(log.withLock { $0 }.count == 1 && log.withLock { $0 }.allSatisfy { $0.contains("broken") && $0.contains("Broken()") })

        isBroken.withLock { $0 = false }
        #expect(try Exposition(parsing: await registry.render())["test_broken"] == 1)
        #expect(log.withLock { $0 }.count == 1)
    }
}

/// Keeps each line with its metadata.
private struct LinesLogHandler: LogHandler {
    var logLevel: Logger.Level = .info
    var metadata: Logger.Metadata = [:]
    let lines: Locked<[String]>

    init(_ lines: Locked<[String]>) { self.lines = lines }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { lines.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") } }
}
