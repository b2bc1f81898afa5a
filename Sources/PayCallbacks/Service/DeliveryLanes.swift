import PayCore

/// Which attempts are under way, within ``CallbackLimits``. Each app has lanes of its own, so that an app whose server hangs fills its own
/// and no other's.
struct DeliveryLanes {
    private let limits: CallbackLimits
    private var orders: [OrderID: AppID] = [:]
    private var counts: [AppID: Int] = [:]

    init(_ limits: CallbackLimits) { self.limits = limits }

    var isEmpty: Bool { orders.isEmpty }

    /// Whether another attempt may begin, of whichever app.
    var hasRoom: Bool { orders.count < limits.attempts }

    func count(of app: AppID) -> Int { counts[app] ?? 0 }

    /// How many more attempts of the app may begin.
    func room(for app: AppID) -> Int { max(0, min(limits.attemptsPerApp - count(of: app), limits.attempts - orders.count)) }

    /// Takes a lane.
    ///
    /// - Returns: `false` if an attempt of this order is under way, or if there is no room.
    mutating func take(_ order: OrderID, of app: AppID) -> Bool {
        guard orders[order] == nil, room(for: app) > 0 else { return false }
        orders[order] = app
        counts[app, default: 0] += 1
        return true
    }

    /// Frees the lane of an order that has one.
    mutating func free(_ order: OrderID) {
        guard let app = orders.removeValue(forKey: order), let count = counts[app] else {
            preconditionFailure("only a lane that was taken is freed")
        }
        counts[app] = count == 1 ? nil : count - 1
    }
}
