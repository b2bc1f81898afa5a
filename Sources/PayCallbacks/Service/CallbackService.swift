import CoreMetrics
import Logging
import PayCore
import PayDomain
import PayLedger
import PayWire
import ServiceLifecycle
import Synchronization

/// Delivers callbacks: claims what is due from the store, has it sent, records how it went.
///
/// - What is begun when, ``DeliveryPlan`` decides: no app's receiver holds up another's callbacks.
/// - At most one attempt of an order is under way. Each is made under a lease of the store with a fencing number, so that this holds over
///   several processes, and one that was paused cannot overwrite what another has recorded.
/// - An attempt counts once it is recorded, and its callback stays due until then. Whatever ends the process, each callback is therefore
///   sent at least once, and one whose answer was not recorded is sent again with the same id.
/// - The callbacks of an app without a callback URL wait, and their 36 hours with them.
///
/// One task decides what is sent; attempts are child tasks of it that only hand back their results, so none of the deciding needs a lock.
package final class CallbackService: Service {
    /// What has happened since the deciding task looked last.
    private struct News {
        /// Apps of which something may have fallen due.
        var apps: Set<AppID> = []
        /// Whether everything is to be looked at anew.
        var isSweeping = true
        var ended: [EndedAttempt] = []
    }

    private let store: any CallbackStore
    private let directory: DirectoryHolder
    private let clock: any PlatformClock
    private let deliverer: any Deliverer
    private let limits: CallbackLimits
    private let logger: Logger

    private let alarm: DeliveryAlarm
    private let isStopping = Atomic(false)
    private let news = Mutex(News())
    /// Which apps fail, and how much is under way.
    package let watch: DeliveryWatch

    /// - Parameters:
    ///   - deliverer: belongs to the service from now on; it is shut down with it.
    ///   - metrics: told nothing unless it is given.
    package init(
        store: any CallbackStore, directory: DirectoryHolder, clock: any PlatformClock, deliverer: any Deliverer,
        limits: CallbackLimits = CallbackLimits(), metrics: any MetricsFactory = NOOPMetricsHandler.instance, logger: Logger
    ) {
        self.store = store
        self.directory = directory
        self.clock = clock
        self.deliverer = deliverer
        self.limits = limits
        self.logger = logger
        alarm = DeliveryAlarm(clock: clock, sweep: limits.sweep)
        watch = DeliveryWatch(tellingAfter: limits.failingTold, metrics: metrics, logger: logger)
    }

    /// Says that something of these apps may have fallen due: orders were committed, or a redo was asked for. It returns at once, may be
    /// called from anywhere, any number of times and before ``run()``, and no call is lost.
    package func wake(_ apps: Set<AppID>) {
        news.withLock { $0.apps.formUnion(apps) }
        alarm.ring()
    }

    /// Says that anything may have changed: a callback URL was set, the clock was moved. Otherwise as ``wake(_:)``.
    package func wake() {
        news.withLock { $0.isSweeping = true }
        alarm.ring()
    }

    /// Delivers until the process is asked to stop or the task is cancelled. What is under way then is given
    /// ``CallbackLimits/shutdownGrace`` to end; what has not ended is called off, and is still due at the next start.
    package func run() async {
        var plan = DeliveryPlan(limits, failing: await failingApps())
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { attempts in
                await deliver(by: &plan, attempts: &attempts)
                await windDown(&plan)
                attempts.cancelAll()
            }
        } onGracefulShutdown: {
            self.isStopping.store(true, ordering: .sequentiallyConsistent)
            self.alarm.ring()
        }
        // Every attempt has ended by now: this gives back what was called off, and records what came to its end in the meantime.
        await settle(&plan)
        await deliverer.shutdown()
    }

    private var mustStop: Bool { Task.isCancelled || isStopping.load(ordering: .sequentiallyConsistent) }

    // MARK: - Deciding

    /// The apps that were failing when the process began.
    private func failingApps() async -> Set<AppID> {
        do {
            let failing = try await store.failingApps()
            watch.load(failing)
            deliverer.distrust(failing.keys.compactMap { directory.current.apps[$0]?.callbackURL })
            return Set(failing.keys)
        } catch {
            // Nothing depends on it but caution; the next results tell who fails.
            logger.error("Which apps' callbacks were failing before could not be read.", metadata: ["error": "\(error)"])
            return []
        }
    }

    private func deliver(by plan: inout DeliveryPlan, attempts: inout DiscardingTaskGroup) async {
        while !mustStop {
            do {
                // An app may have moved its receiver, and what is for it alone is sent nowhere else.
                _ = try directory.trusted()
                try await hear(&plan)
                // One moment for both: what falls due between two would be neither claimed nor waited for.
                let now = clock.now()
                guard try await takeTurn(at: now, by: &plan, attempts: &attempts) else {
                    await wait(until: plan.nextLook(after: now))
                    continue
                }
                // Results gather between two transactions.
                await DeliveryAlarm.breathe(limits.turnInterval)
            } catch {
                logger.error("Callbacks wait: the store failed.", metadata: ["error": "\(error)"])
                news.withLock { $0.isSweeping = true }
                await pause()
            }
        }
    }

    /// Takes in what has happened.
    private func hear(_ plan: inout DeliveryPlan) async throws {
        let heard = news.withLock { news in
            defer { news = News(isSweeping: false) }
            return news
        }
        take(heard.ended, into: &plan)
        if heard.isSweeping {
            let hosts = receivers()
            plan.know(hosts, next: hosts.isEmpty ? [:] : try await store.nextCallbacks(of: Array(hosts.keys), now: clock.now()))
        }
        plan.fellDue(heard.apps, at: clock.now())
    }

    /// The apps that have a callback URL, with its host.
    private func receivers() -> [AppID: String] {
        directory.current.apps.compactMapValues { app in
            // One that cannot be read is for the deliverer to refuse, attempt by attempt.
            app.callbackURL.map { text in (try? WebURL(text))?.origin ?? text }
        }
    }

    /// One transaction of the store, if there is something to do.
    private func takeTurn(
        at now: Timestamp, by plan: inout DeliveryPlan, attempts: inout DiscardingTaskGroup
    ) async throws -> Bool {
        let turn = plan.turn(at: now)
        guard !turn.isEmpty else { return false }
        for callback in try await take(turn, by: &plan) {
            attempts.addTask { await self.attempt(callback) }
        }
        return true
    }

    private func take(_ turn: CallbackTurn, by plan: inout DeliveryPlan) async throws -> [ClaimedCallback] {
        let outcome = try await store.take(turn)
        let fresh = plan.took(turn, outcome, at: clock.now())
        watch.note(turn.results, superseded: outcome.superseded, underWay: plan.underWay.count)
        return fresh
    }

    private func take(_ ended: [EndedAttempt], into plan: inout DeliveryPlan) {
        for attempt in ended {
            if let made = attempt.made { plan.ended(attempt.order, time: made.time, made.exchange) } else { plan.calledOff(attempt.order) }
        }
    }

    // MARK: - One attempt

    private func attempt(_ callback: ClaimedCallback) async {
        let made = await send(callback)
        news.withLock { $0.ended.append(EndedAttempt(order: callback.order.id, made: made)) }
        alarm.ring()
    }

    /// - Returns: `nil` if there was no attempt: the URL is gone or may not be trusted, the lease is nearly over, or it was called off.
    private func send(_ callback: ClaimedCallback) async -> EndedAttempt.Made? {
        guard let directory = try? directory.trusted(), let app = directory.apps[callback.order.key.app], let url = app.callbackURL else {
            return nil
        }
        let time = clock.now()
        // A process that was suspended since the claim must not send what another may be sending.
        guard time.advanced(bySeconds: limits.longestAttempt) <= callback.lease.end else { return nil }
        let message = CallbackMessage(callback.order, coin: directory.knownCoin(callback.order.coin), app: app, time: time)
        do {
            return EndedAttempt.Made(time: time, exchange: try await deliverer.deliver(message, to: url))
        } catch {
            return nil
        }
    }

    // MARK: - Waiting

    private func wait(until time: Timestamp?) async {
        if await alarm.wait(until: time) { news.withLock { $0.isSweeping = true } }
    }

    /// Waits out the pause after an error, whatever signals come meanwhile, unless it is time to stop.
    private func pause() async {
        let end = clock.now().advanced(bySeconds: limits.pauseAfterStoreError)
        while !mustStop, clock.now() < end { await wait(until: end) }
        // A signal that came meanwhile was taken; the round that follows stands for it.
    }

    // MARK: - Stopping

    private func windDown(_ plan: inout DeliveryPlan) async {
        let end = clock.now().advanced(bySeconds: limits.shutdownGrace)
        await settle(&plan)
        while !plan.underWay.isEmpty, !Task.isCancelled, clock.now() < end {
            await wait(until: end)
            await settle(&plan)
        }
    }

    /// Records at the end of the process: what the store does not take is due again at the next start.
    private func settle(_ plan: inout DeliveryPlan) async {
        take(
            news.withLock { news in
                defer { news.ended.removeAll() }
                return news.ended
            }, into: &plan)
        let turn = plan.lastTurn(at: clock.now())
        guard !turn.isEmpty else { return }
        do {
            _ = try await take(turn, by: &plan)
        } catch {
            logger.error("Callbacks that were sent could not be recorded and will be sent again.", metadata: ["error": "\(error)"])
        }
    }
}
