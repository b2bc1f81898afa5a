import PayCore

/// Which attempts are under way, within ``CallbackLimits``. Each app has lanes of its own, so that an app whose server hangs fills its own
/// and no other's.
struct DeliveryLanes {
    private let limits: CallbackLimits
    private var orders: [OrderID: AppID] = [:]
    private var counts: [AppID: Int] = [:]
    /// When each app last took a lane, as a number that grows.
    private var turns: [AppID: Int] = [:]
    private var lastTurn = 0

    init(_ limits: CallbackLimits) { self.limits = limits }

    var isEmpty: Bool { orders.isEmpty }

    /// Whether another attempt may begin, of whichever app.
    var hasRoom: Bool { orders.count < limits.attempts }

    func count(of app: AppID) -> Int { counts[app] ?? 0 }

    /// How many more attempts of the app may begin.
    func room(for app: AppID) -> Int { max(0, min(limits.attemptsPerApp - count(of: app), limits.attempts - orders.count)) }

    /// The apps in the order in which they may take lanes: those with the fewest first, and among equals those whose last turn is the
    /// longest ago, so that a lane that falls free when all are taken goes to whoever waits.
    func inTurn(_ apps: [AppID]) -> [AppID] {
        apps.sorted { (count(of: $0), turns[$0] ?? 0) < (count(of: $1), turns[$1] ?? 0) }
    }

    /// Takes a lane.
    ///
    /// - Returns: `false` if an attempt of this order is under way, or if there is no room.
    mutating func take(_ order: OrderID, of app: AppID) -> Bool {
        guard orders[order] == nil, room(for: app) > 0 else { return false }
        orders[order] = app
        counts[app, default: 0] += 1
        lastTurn += 1
        turns[app] = lastTurn
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
