import Logging
import PayCore
import PayDomain
import PayLedger
import ServiceLifecycle
import Synchronization

/// Delivers callbacks: takes what is due from the store, has it sent, records how it went.
///
/// - Each app has its own lanes (``CallbackLimits``), so that one whose server is dead does not stop another's callbacks.
/// - At most one attempt of an order is under way.
/// - An attempt counts once it is recorded, and the row stays due until then. Whatever ends the process, each callback is therefore sent
///   at least once, and one whose answer was not recorded is sent again with the same id.
/// - The callbacks of an app without a callback URL wait, and their 36 hours with them.
///
/// One task decides what is sent; attempts are child tasks of it that only hand back their results, so none of the deciding needs a lock.
package final class CallbackService: Service {
    private let store: any CallbackStore
    private let directory: DirectoryHolder
    private let clock: any PlatformClock
    private let deliverer: any Deliverer
    private let limits: CallbackLimits
    private let logger: Logger

    private let signal = WakeSignal()
    private let isStopping = Atomic(false)
    private let ended = Mutex<[EndedAttempt]>([])

    /// - Parameter deliverer: belongs to the service from now on; it is shut down with it.
    package init(
        store: any CallbackStore, directory: DirectoryHolder, clock: any PlatformClock, deliverer: any Deliverer,
        limits: CallbackLimits = CallbackLimits(), logger: Logger
    ) {
        self.store = store
        self.directory = directory
        self.clock = clock
        self.deliverer = deliverer
        self.limits = limits
        self.logger = logger
    }

    /// Says that something may have fallen due: orders were committed, a callback URL was set, a redo was asked for, the clock was moved.
    /// It returns at once, may be called from anywhere, any number of times and before ``run()``, and no call is lost.
    package func wake() { signal.signal() }

    /// Delivers until the process is asked to stop or the task is cancelled. What is under way then is given
    /// ``CallbackLimits/shutdownGrace`` to end; what has not ended is called off, and is still due at the next start.
    package func run() async {
        var lanes = DeliveryLanes(limits)
        var unrecorded = EndedAttempts()
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { attempts in
                await deliver(in: &lanes, attempts: &attempts, keeping: &unrecorded)
                await windDown(&lanes, recording: &unrecorded)
                attempts.cancelAll()
            }
        } onGracefulShutdown: {
            self.isStopping.store(true, ordering: .sequentiallyConsistent)
            self.signal.signal()
        }
        // What was called off has ended without an attempt to record; this is for those that ended by themselves in the meantime.
        await settle(&unrecorded, freeing: &lanes)
        await deliverer.shutdown()
    }

    private var mustStop: Bool { Task.isCancelled || isStopping.load(ordering: .sequentiallyConsistent) }

    // MARK: - Deciding

    /// - Parameter unrecorded: attempts that the store has not taken yet, whose lanes are still taken.
    private func deliver(
        in lanes: inout DeliveryLanes, attempts: inout DiscardingTaskGroup, keeping unrecorded: inout EndedAttempts
    ) async {
        while !mustStop {
            do {
                try await record(&unrecorded, freeing: &lanes)
                await wait(until: try await fill(&lanes, attempts: &attempts))
            } catch {
                logger.error("Callbacks wait: the store failed.", metadata: ["error": "\(error)"])
                await pause()
            }
        }
    }

    /// Begins every attempt that is due and has a lane. Apps without attempts under way come first.
    ///
    /// - Returns: when to look again if nothing wakes the service before; `nil` if nothing will fall due by itself.
    private func fill(_ lanes: inout DeliveryLanes, attempts: inout DiscardingTaskGroup) async throws -> Timestamp? {
        let apps = directory.current.apps.values.filter { $0.callbackURL != nil }.map(\.id)
        guard !apps.isEmpty, lanes.hasRoom else { return nil }
        let now = clock.now()

        var idle = apps.filter { lanes.count(of: $0) == 0 }
        let busy = apps.filter { lanes.count(of: $0) > 0 }
        if !idle.isEmpty, let next = try await store.nextCallbackDue(of: idle), next <= now {
            for app in lanes.inTurn(idle) { try await begin(of: app, at: now, in: &lanes, attempts: &attempts) }
        }
        for app in lanes.inTurn(busy) { try await begin(of: app, at: now, in: &lanes, attempts: &attempts) }

        // An app with attempts under way is looked at again when one of them ends, and so is everybody when all lanes are taken.
        idle = apps.filter { lanes.count(of: $0) == 0 }
        guard lanes.hasRoom, !idle.isEmpty, let next = try await store.nextCallbackDue(of: idle) else { return nil }
        // What is due and was not found, because it fell due in this very moment or was overtaken, is looked for after a breath: a loop
        // without one would turn any disagreement between the two questions to the store into a spin.
        return next > now ? next : now.advanced(bySeconds: 1)
    }

    private func begin(
        of app: AppID, at now: Timestamp, in lanes: inout DeliveryLanes, attempts: inout DiscardingTaskGroup
    ) async throws {
        let room = lanes.room(for: app)
        guard room > 0 else { return }
        // Rows whose attempt is under way are still due, and are the longest due.
        let due = try await store.dueCallbacks(of: app, now: now, limit: lanes.count(of: app) + room)
        for callback in due where lanes.take(callback.order.id, of: app) {
            attempts.addTask { await self.attempt(callback) }
        }
    }

    // MARK: - One attempt

    private func attempt(_ callback: DueCallback) async {
        let attempt = await send(callback)
        ended.withLock { $0.append(EndedAttempt(order: callback.order.id, attempt: attempt)) }
        signal.signal()
    }

    /// - Returns: `nil` if there was no attempt: the URL is gone, or it was called off.
    private func send(_ callback: DueCallback) async -> CallbackAttempt? {
        let directory = directory.current
        guard let app = directory.apps[callback.order.key.app], let url = app.callbackURL else { return nil }
        let time = clock.now()
        let message = CallbackMessage(callback.order, coin: directory.knownCoin(callback.order.coin), app: app, time: time)
        let report: DeliveryReport
        do {
            report = try await deliverer.deliver(message, to: url)
        } catch {
            return nil
        }
        var machine = DeliveryMachine(firstAttemptTime: callback.firstAttemptTime)
        machine.attempted(at: time, ending: report.ending)
        return CallbackAttempt(callback, time: time, url: url, report: report, leaving: machine)
    }

    // MARK: - Recording

    /// Records everything that has ended, in one transaction, and frees its lanes.
    ///
    /// - Throws: the store's error; then `ended` holds what is still to be recorded, and its lanes stay taken.
    private func record(_ ended: inout EndedAttempts, freeing lanes: inout DeliveryLanes) async throws {
        let new = self.ended.withLock { list in
            defer { list.removeAll() }
            return list
        }
        ended.add(new)
        if !ended.attempts.isEmpty { try await store.record(ended.attempts) }
        for attempt in ended.attempts where attempt.nextTime == nil && !attempt.isDelivered {
            logger.warning(
                "A callback was given up after 36 hours.",
                metadata: ["app": "\(attempt.app)", "order": "\(attempt.order)", "attempts": "\(attempt.number)"]
            )
        }
        for order in ended.orders { lanes.free(order) }
        ended = EndedAttempts()
    }

    // MARK: - Waiting

    private func wait(until alarm: Timestamp?) async {
        guard !signal.take() else { return }
        guard let alarm else { return await signal.wait() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.signal.wait() }
            group.addTask { await self.sleep(until: alarm) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Waits out the pause after an error, whatever signals come meanwhile, unless it is time to stop.
    private func pause() async {
        let end = clock.now().advanced(bySeconds: limits.pauseAfterStoreError)
        while !mustStop, clock.now() < end { await wait(until: end) }
        // A signal that came meanwhile was taken; the round that follows stands for it.
    }

    private func sleep(until deadline: Timestamp) async {
        do {
            try await clock.sleep(until: deadline)
        } catch {
            // Called off: somebody else has woken the service.
        }
    }

    // MARK: - Stopping

    private func windDown(_ lanes: inout DeliveryLanes, recording unrecorded: inout EndedAttempts) async {
        let end = clock.now().advanced(bySeconds: limits.shutdownGrace)
        await settle(&unrecorded, freeing: &lanes)
        while !lanes.isEmpty, !Task.isCancelled, clock.now() < end {
            await wait(until: end)
            await settle(&unrecorded, freeing: &lanes)
        }
    }

    /// Records at the end of the process: what the store does not take is due again at the next start.
    private func settle(_ ended: inout EndedAttempts, freeing lanes: inout DeliveryLanes) async {
        do {
            try await record(&ended, freeing: &lanes)
        } catch {
            logger.error("Callbacks that were sent could not be recorded and will be sent again.", metadata: ["error": "\(error)"])
            for order in ended.orders { lanes.free(order) }
            ended = EndedAttempts()
        }
    }
}
