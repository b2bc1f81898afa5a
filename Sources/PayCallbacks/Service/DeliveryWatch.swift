import CoreMetrics
import Logging
import PayCore
import PayDomain
import Synchronization

/// What is to be seen of the delivery from outside: how much is under way, and whose callbacks fail. It tells the log of an app that has
/// been failing for an hour, once, and once more when it has recovered.
package final class DeliveryWatch: Sendable {
    private struct Failing {
        let since: Timestamp
        var isTold = false
    }

    private struct State {
        var failing: [AppID: Failing] = [:]
        var underWay = 0
    }

    private let tellingAfter: Int64
    private let metrics: DeliveryMetrics
    private let logger: Logger
    private let state = Mutex(State())

    /// - Parameter tellingAfter: after how many seconds without a success an app is told of.
    init(tellingAfter: Int64, metrics: any MetricsFactory, logger: Logger) {
        self.tellingAfter = tellingAfter
        self.metrics = DeliveryMetrics(metrics)
        self.logger = logger
    }

    /// The apps of which no attempt has succeeded for at least an hour before `now`, with the time of the first failure since.
    package func failingApps(at now: Timestamp) -> [AppID: Timestamp] {
        state.withLock { state in state.failing.mapValues(\.since).filter { isLong($0.value, at: now) } }
    }

    /// Attempts that are under way.
    package var underWay: Int { state.withLock { $0.underWay } }

    /// What was known when the process began.
    func load(_ failing: [AppID: Timestamp]) { state.withLock { $0.failing = failing.mapValues { Failing(since: $0) } } }

    /// Results that the store has taken.
    func note(_ results: [CallbackResult], superseded: [OrderID], underWay: Int) {
        var told: [(Logger.Level, Logger.Message, AppID, Timestamp)] = []
        state.withLock { state in
            state.underWay = underWay
            for result in results {
                if result.exchange.isDelivered {
                    guard let failing = state.failing.removeValue(forKey: result.app), failing.isTold else { continue }
                    told.append((.notice, "Callbacks of an app arrive again.", result.app, failing.since))
                } else {
                    var failing = state.failing[result.app] ?? Failing(since: result.time)
                    if !failing.isTold, isLong(failing.since, at: result.time) {
                        failing.isTold = true
                        told.append((.warning, "No callback of an app has arrived for an hour.", result.app, failing.since))
                    }
                    state.failing[result.app] = failing
                }
            }
        }
        for (level, message, app, since) in told {
            logger.log(level: level, message, metadata: ["app": "\(app)", "since": "\(since.seconds)"])
        }
        for result in results { metrics.count(result.exchange) }
        let uncounted = Set(superseded)
        for result in results where result.nextTime == nil && !result.exchange.isDelivered && !uncounted.contains(result.lease.order) {
            metrics.givenUp.increment()
            logger.warning(
                "A callback was given up after 36 hours.", metadata: ["app": "\(result.app)", "order": "\(result.lease.order)"]
            )
        }
        if !superseded.isEmpty {
            metrics.superseded.increment(by: superseded.count)
            logger.notice(
                "Attempts came too late to count: their callbacks were asked for anew, or leased to another.",
                metadata: ["orders": "\(superseded.prefix(10).map(\.description).joined(separator: " "))", "count": "\(superseded.count)"]
            )
        }
    }

    private func isLong(_ since: Timestamp, at now: Timestamp) -> Bool { since.advanced(bySeconds: tellingAfter) <= now }
}
