import PayCore

/// The places that are left at one moment.
struct AttemptPlaces {
    private let limits: CallbackLimits
    /// By what the apps' receivers have shown. They share nothing but all places together: whoever answers at last is not kept waiting by
    /// those who do not.
    private var left: [AppPace.Condition: Int]
    private var all: Int
    private var hosts: [String: Int] = [:]
    /// Apps with an attempt under way beyond the patience.
    private var stalled: Set<AppID> = []

    init(_ plan: DeliveryPlan, at now: Timestamp) {
        limits = plan.limits
        left = [.quick: limits.quickAttempts, .slow: limits.slowAttempts, .timedOut: limits.timedOutAttempts]
        all = limits.attempts - plan.underWay.count
        for attempt in plan.underWay.values {
            hosts[attempt.host, default: 0] += 1
            let isOld = attempt.start.advanced(byNanoseconds: limits.patience) <= now
            if isOld { stalled.insert(attempt.app) }
            let condition = plan.queues[attempt.app]?.pace.condition ?? .timedOut
            left[isOld && condition == .quick ? .timedOut : condition, default: 0] -= 1
        }
    }

    /// The most attempts that may be under way of an app: no more begin while one hangs, unless slow answers are what its receiver gives.
    func window(of app: AppID, _ queue: DeliveryPlan.Queue) -> Int {
        queue.pace.condition == .quick && stalled.contains(app) ? 1 : queue.pace.window
    }

    /// - Parameter isFirst: whether the app has no attempt under way.
    mutating func take(for app: AppID, _ queue: DeliveryPlan.Queue, at host: String, isFirst: Bool) -> Bool {
        let condition = queue.pace.condition
        guard all > (condition == .quick && isFirst ? 0 : limits.reservedAttempts), left[condition, default: 0] > 0,
            hosts[host, default: 0] < limits.attemptsPerHost
        else { return false }
        all -= 1
        left[condition, default: 0] -= 1
        hosts[host, default: 0] += 1
        return true
    }
}
