import CoreMetrics
import PayDomain

/// What the delivery counts, by handles that are made once.
struct DeliveryMetrics: Sendable {
    private let delivered: Counter
    private let failedByKind: [CallbackFailure: Counter]
    /// By the first digit of the status.
    private let failedByStatus: [Int: Counter]
    private let seconds: Timer
    let superseded: Counter
    let givenUp: Counter

    init(_ factory: any MetricsFactory) {
        func failed(_ reason: String) -> Counter {
            Counter(label: "imugi_callbacks_failed_total", dimensions: [("reason", reason)], factory: factory)
        }
        delivered = Counter(label: "imugi_callbacks_delivered_total", factory: factory)
        failedByKind = Dictionary(uniqueKeysWithValues: CallbackFailure.allCases.map { ($0, failed($0.rawValue)) })
        failedByStatus = Dictionary(uniqueKeysWithValues: (1...9).map { ($0, failed("status_\($0)xx")) })
        seconds = Timer(label: "imugi_callback_seconds", factory: factory)
        superseded = Counter(label: "imugi_callbacks_superseded_total", factory: factory)
        givenUp = Counter(label: "imugi_callbacks_given_up_total", factory: factory)
    }

    func count(_ exchange: CallbackExchange) {
        seconds.recordNanoseconds(exchange.durationNanoseconds)
        switch exchange.ending {
        case .answered where exchange.isDelivered: delivered.increment()
        case .answered(let status): failedByStatus[status / 100]?.increment()
        case .failed(let kind, _): failedByKind[kind]?.increment()
        }
    }
}
