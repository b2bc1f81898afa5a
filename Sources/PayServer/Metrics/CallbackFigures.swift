import PayCallbacks
import PayCore
import PayDomain
import PayHTTP
import PayWire

/// What is told of the delivery of callbacks to whoever asks.
struct CallbackFigures: Sendable {
    /// The most apps that are told of by name.
    private static let maximumApps = 100

    let store: any CallbackStore
    let directory: DirectoryHolder
    let clock: any PlatformClock
    let watch: DeliveryWatch

    func register(with metrics: MetricsRegistry) {
        metrics.onScrape("callbacks") { scrape in
            let now = clock.now()
            scrape.gauge("imugi_callbacks_in_flight", Double(watch.underWay))
            for (app, since) in failing(at: now) {
                scrape.gauge("imugi_callbacks_app_failing_seconds", Double(now.seconds - since.seconds), [("app", app.text)])
            }
            let apps = directory.current.apps
            let receivers = apps.filter { $0.value.callbackURL != nil }.map(\.key)
            let others = apps.filter { $0.value.callbackURL == nil }.map(\.key)
            let withoutURL = try await store.callbackBacklog(of: others, now: now)
            scrape.gauge("imugi_callbacks_without_url", Double(withoutURL.due + withoutURL.waiting))
            let backlog = try await store.callbackBacklog(of: receivers, now: now)
            scrape.gauge("imugi_callbacks_due", Double(backlog.due))
            scrape.gauge("imugi_callbacks_waiting", Double(backlog.waiting))
            let age = backlog.oldestDue.map { now.nanoseconds - $0.nanoseconds } ?? 0
            scrape.gauge("imugi_callbacks_oldest_due_seconds", Double(max(0, age)) / 1e9)
        }
    }

    /// The apps that have been failing for an hour, those that fail the longest first. Of one without a callback URL nothing is tried, and so
    /// nothing fails.
    private func failing(at now: Timestamp) -> ArraySlice<(AppID, Timestamp)> {
        let apps = directory.current.apps
        return watch.failingApps(at: now).filter { apps[$0.key]?.callbackURL != nil }
            .sorted { ($0.value, $0.key.text) < ($1.value, $1.key.text) }.map { ($0.key, $0.value) }.prefix(Self.maximumApps)
    }

    /// It makes no node unready: the platform is well, and others' servers are not.
    var readiness: ReadinessDetail {
        ReadinessDetail("callbacks", .informs) {
            let failing = failing(at: clock.now())
            return ReadinessReport(isGood: failing.isEmpty) { writer in
                writer.beginObject()
                writer.beginArray("failing_apps")
                for (app, since) in failing {
                    writer.beginObject()
                    writer.member("app_id", app.text)
                    writer.member("since", since.seconds)
                    writer.endObject()
                }
                writer.endArray()
                writer.endObject()
            }
        }
    }
}
