import PayCore

/// The places that are left at one moment.
struct AttemptPlaces {
    private let limits: CallbackLimits
    private var quick: Int
    private var slow: Int
    private var all: Int
    private var hosts: [String: Int] = [:]
    /// Apps with an attempt under way beyond the patience.
    private var stalled: Set<AppID> = []

    init(_ plan: DeliveryPlan, at now: Timestamp) {
        limits = plan.limits
        (quick, slow, all) = (limits.quickAttempts, limits.slowAttempts, limits.attempts - plan.underWay.count)
        for attempt in plan.underWay.values {
            hosts[attempt.host, default: 0] += 1
            let isOld = attempt.start.advanced(byNanoseconds: limits.patience) <= now
            if isOld { stalled.insert(attempt.app) }
            if isOld || plan.queues[attempt.app]?.pace.condition != .quick { slow -= 1 } else { quick -= 1 }
        }
    }

    /// The most attempts that may be under way of an app: no more begin while one hangs, unless slow answers are what its receiver gives.
    func window(of app: AppID, _ queue: DeliveryPlan.Queue) -> Int {
        queue.pace.condition == .quick && stalled.contains(app) ? 1 : queue.pace.window
    }

    /// - Parameter isFirst: whether the app has no attempt under way.
    mutating func take(for app: AppID, _ queue: DeliveryPlan.Queue, at host: String, isFirst: Bool) -> Bool {
        let isQuick = queue.pace.condition == .quick && !stalled.contains(app)
        guard all > (isQuick && isFirst ? 0 : limits.reservedAttempts), isQuick ? quick > 0 : slow > 0,
            hosts[host, default: 0] < limits.attemptsPerHost
        else { return false }
        all -= 1
        if isQuick { quick -= 1 } else { slow -= 1 }
        hosts[host, default: 0] += 1
        return true
    }
}
