import PayCore
import PayDomain
import PayLedger

/// What the delivery knows and decides, as a value: which apps have something due, what is under way, and what to claim next. It reads no
/// clock, does no I/O and uses no randomness.
///
/// Its rules are what keeps one app's receiver from holding up another's callbacks:
/// - Each app has a window of its own (``AppPace``), and each host a limit over all apps.
/// - Attempts that are young share one allowance, those of apps that answer slowly another, those that hang a third. Whatever hangs leaves
///   the first after the patience, so a place for a healthy app is never further away than that. When all places together run out, some
///   are left for apps that have none.
/// - Whoever has the fewest attempts under way comes first, and among equals whoever waits the longest.
struct DeliveryPlan: Sendable {
    /// An attempt that is under way.
    struct Attempt: Sendable {
        let app: AppID
        let host: String
        let start: Timestamp
        let schedule: Int
        let firstAttemptTime: Timestamp?
        /// Changes when a lease ran out, as by a jump of the clock, and the callback was claimed anew by the same process.
        var lease: CallbackLease
    }

    struct Queue: Sendable {
        /// The host of the callback URL; `nil` when the app has none any more.
        var host: String?
        /// When something can be claimed, as far as is known.
        var next: Timestamp?
        var pace: AppPace
        var underWay = 0
        /// The turn in which it was last given a place.
        var lastTurn = 0
    }

    let limits: CallbackLimits
    /// Apps that were failing when the process began.
    private let failing: Set<AppID>
    private(set) var queues: [AppID: Queue] = [:]
    private(set) var underWay: [OrderID: Attempt] = [:]
    /// What the store has not taken yet. Nothing new begins before it has, so there are never more than there are places.
    private(set) var results: [CallbackResult] = []
    private var released: [Attempt] = []
    private var turns = 0
    /// Whether due callbacks wait because all places of their kind are taken.
    private var isCrowded = false

    init(_ limits: CallbackLimits, failing: Set<AppID> = []) {
        self.limits = limits
        self.failing = failing
    }

    // MARK: - What is due

    /// Apps that have a callback URL, with its host, and when something of each can be claimed.
    mutating func know(_ hosts: [AppID: String], next: [AppID: Timestamp]) {
        for app in queues.keys where hosts[app] == nil {
            queues[app]?.host = nil
            if queues[app]?.underWay == 0 { queues[app] = nil }
        }
        for (app, host) in hosts {
            queues[app, default: Queue(pace: AppPace(limits, isFailing: failing.contains(app)))].host = host
            queues[app]?.next = next[app]
        }
    }

    /// Something of these apps may have fallen due by `now`. Those without a callback URL wait.
    mutating func fellDue(_ apps: Set<AppID>, at now: Timestamp) {
        for app in apps {
            let next = queues[app]?.next ?? now
            queues[app]?.next = min(next, now)
        }
    }

    /// When to look again if nothing happens before; `nil` if nothing will fall due by itself.
    func nextLook(after now: Timestamp) -> Timestamp? {
        var look = queues.values.compactMap { $0.host == nil ? nil : $0.next }.filter { $0 > now }.min()
        guard isCrowded else { return look }
        for attempt in underWay.values where ageing(attempt) > now { look = min(look ?? ageing(attempt), ageing(attempt)) }
        return look
    }

    /// When an attempt stops holding up others.
    private func ageing(_ attempt: Attempt) -> Timestamp { attempt.start.advanced(byNanoseconds: limits.patience) }

    // MARK: - Turns

    /// What to ask of the store now.
    mutating func turn(at now: Timestamp) -> CallbackTurn {
        CallbackTurn(
            results: results, released: released.map(\.lease), claims: claims(at: now), now: now,
            leaseEnd: now.advanced(bySeconds: limits.lease)
        )
    }

    /// What is left to record and to give back, at the end.
    func lastTurn(at now: Timestamp) -> CallbackTurn {
        CallbackTurn(results: results, released: released.map(\.lease), now: now, leaseEnd: now)
    }

    /// The store has taken `turn`.
    ///
    /// - Returns: what is to be attempted now.
    mutating func took(_ turn: CallbackTurn, _ outcome: CallbackTurn.Outcome, at now: Timestamp) -> [ClaimedCallback] {
        // This value hears of no ending while the store works on a turn, so these are exactly the turn's.
        results.removeAll()
        let givenBack = Set(released.map(\.app))
        released.removeAll()

        let fresh = outcome.claimed.filter { begin($0, at: now) }
        let served = Set(outcome.claimed.map(\.order.key.app))
        for app in Set(turn.claims.map(\.app)).union(turn.results.map(\.app)) {
            queues[app]?.next = outcome.next[app]
        }
        for claim in turn.claims where !served.contains(claim.app) {
            // What was known to be due and is not to be had is looked for after a breath: any disagreement with the store would become
            // a spin without one.
            if let next = queues[claim.app]?.next, next <= now { queues[claim.app]?.next = now.advanced(bySeconds: 1) }
        }
        fellDue(givenBack, at: now)
        return fresh
    }

    private mutating func claims(at now: Timestamp) -> [CallbackTurn.Claim] {
        isCrowded = false
        let waiting = queues.filter { _, queue in
            queue.host != nil && queue.underWay < queue.pace.window && queue.next.map { $0 <= now } ?? false
        }
        guard !waiting.isEmpty else { return [] }
        var places = AttemptPlaces(self, at: now)
        var granted: [AppID: Int] = [:]
        var candidates = waiting.sorted {
            ($0.value.underWay, $0.value.lastTurn, $0.key.text) < ($1.value.underWay, $1.value.lastTurn, $1.key.text)
        }
        // One place for each in turn, round after round, until nobody wants another or none is left.
        while !candidates.isEmpty {
            candidates.removeAll { app, queue in
                guard let host = queue.host, places.window(of: app, queue) > queue.underWay + granted[app, default: 0] else { return true }
                guard places.take(for: app, queue, at: host, isFirst: queue.underWay + granted[app, default: 0] == 0) else {
                    isCrowded = true
                    return true
                }
                granted[app, default: 0] += 1
                return false
            }
        }
        turns += 1
        for app in granted.keys { queues[app]?.lastTurn = turns }
        return granted.sorted { $0.key.text < $1.key.text }.map { CallbackTurn.Claim(app: $0.key, limit: $0.value) }
    }

    /// - Returns: `false` if an attempt of the callback is under way, whose lease has run out; it goes on under the new one.
    private mutating func begin(_ callback: ClaimedCallback, at now: Timestamp) -> Bool {
        guard underWay[callback.order.id] == nil else {
            underWay[callback.order.id]?.lease = callback.lease
            return false
        }
        let app = callback.order.key.app
        underWay[callback.order.id] = Attempt(
            app: app, host: queues[app]?.host ?? "", start: now, schedule: callback.schedule,
            firstAttemptTime: callback.firstAttemptTime, lease: callback.lease
        )
        queues[app]?.underWay += 1
        return true
    }

    private mutating func free(_ order: OrderID) -> Attempt {
        guard let attempt = underWay.removeValue(forKey: order) else { preconditionFailure("only an attempt that was begun ends") }
        queues[attempt.app]?.underWay -= 1
        if let queue = queues[attempt.app], queue.host == nil, queue.underWay == 0 { queues[attempt.app] = nil }
        return attempt
    }

    // MARK: - Endings

    /// An attempt that was made at `time` has ended.
    mutating func ended(_ order: OrderID, time: Timestamp, _ exchange: CallbackExchange) {
        let attempt = free(order)
        queues[attempt.app]?.pace.ended(exchange, limits)
        var machine = DeliveryMachine(firstAttemptTime: attempt.firstAttemptTime)
        machine.attempted(at: time, isDelivered: exchange.isDelivered)
        results.append(
            CallbackResult(
                lease: attempt.lease, app: attempt.app, schedule: attempt.schedule, time: time, exchange: exchange,
                firstAttemptTime: machine.firstAttemptTime ?? time, nextTime: machine.dueTime
            )
        )
    }

    /// A claimed callback is not attempted after all, or its attempt was called off.
    mutating func calledOff(_ order: OrderID) {
        released.append(free(order))
    }
}
