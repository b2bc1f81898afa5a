import CoreMetrics

/// Counts the requests that never reach the routes, by the refusal's code: a fixed text, never one of the caller's.
package struct RefusalCounters: Sendable {
    private let codes: CounterTable<String>

    package init(_ factory: any MetricsFactory) {
        codes = CounterTable { code in Counter(label: "imugi_http_refusals_total", dimensions: [("code", code)], factory: factory) }
    }

    func count(_ refusal: Refusal) { codes.count(refusal.code) }
}
