import PayCore
import PayDomain
import PayLedger
import TestSupport

@testable import PayCallbacks

/// Several processes that deliver from one store, with receivers of every mood, and whatever can go wrong: crashes at every point,
/// processes that are suspended, clocks that jump, signals and timers that come twice or not at all. Every step is drawn from a seed.
///
/// What happens at the receivers is written down here, by hand, and what the protocol promises is checked against that alone.
struct DeliveryWorld {
    /// An attempt as its receiver sees it.
    struct Post {
        let order: OrderID
        let lease: CallbackLease
        let start: Timestamp
        var end: Timestamp
        let exchange: CallbackExchange
        /// Whether its lease ran out and another has taken its callback, at some moment; the clock may have gone back since.
        var isLost = false
    }

    struct Process {
        var plan: DeliveryPlan
        var posts: [OrderID: Post] = [:]
        /// Suspended until then.
        var pausedUntil: Timestamp?
    }

    /// The attempts of one schedule of one order that the store has let count.
    struct History {
        var schedule = 0
        var counted: [Timestamp] = []
        var isDelivered = false
    }

    struct Broken: Error, CustomStringConvertible {
        let description: String
    }

    let limits: CallbackLimits
    let hosts: [AppID: String]
    var generator: Seeded
    var now = Timestamp(seconds: 1_700_000_000)
    var books = CallbackBooks()
    var processes: [Process]
    var histories: [OrderID: History] = [:]
    var answeredOK: Set<OrderID> = []
    /// How each app's receiver fares: 0 well, 1 with errors, 2 refusing, 3 hanging, 4 slowly, 5 by turns.
    var moods: [AppID: Int] = [:]
    var orders = 0
    var posts = 0
    var superseded = 0
    var isHealed = false

    /// - Parameter processes: one has the store to itself, and ends all leases when it starts; several respect each other's.
    init(seed: UInt64, processes count: Int, apps: [AppID]) {
        generator = Seeded(seed)
        var limits = CallbackLimits()
        limits.attempts = 24
        limits.reservedAttempts = 4
        limits.firstAttempts = 3
        limits.quickAttempts = 12
        limits.slowAttempts = 8
        limits.timedOutAttempts = 8
        limits.attemptsPerApp = 8
        limits.slowAttemptsPerApp = 4
        limits.attemptsPerHost = 10
        self.limits = limits
        // Two apps share a host.
        hosts = Dictionary(uniqueKeysWithValues: apps.enumerated().map { ($1, "https://host\($0 / 2).example") })
        processes = []
        for _ in 0..<count { processes.append(newProcess()) }
        for app in apps { moods[app] = chance(50) ? 0 : below(6) }
    }

    private func newProcess() -> Process {
        var plan = DeliveryPlan(limits)
        plan.know(hosts, next: books.next(of: Array(hosts.keys), now: now))
        return Process(plan: plan)
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    // MARK: - Steps

    mutating func step() throws {
        let index = below(processes.count)
        switch below(100) {
        case 0..<15: now = now.advanced(bySeconds: Int64(below(20)))
        case 15..<18: now = now.advanced(bySeconds: Int64(below(700)))
        case 18: if chance(10) { now = now.advanced(bySeconds: [129_600, -3_600, 315_360_000].randomElement(using: &generator) ?? 0) }
        case 19..<25: pay()
        case 25: redo()
        case 26: if let app = hosts.keys.sorted(by: { $0.text < $1.text }).randomElement(using: &generator) { moods[app] = below(6) }
        case 27: if chance(20) { crash(index) }
        case 28: if chance(20) { processes[index].pausedUntil = now.advanced(bySeconds: Int64(below(600))) }
        case 29..<35: sweep(index)
        case 35..<65: endPosts(of: index)
        default: try takeTurn(index)
        }
        // A timer that fires twice, or for nothing.
        if chance(5) { try takeTurn(index) }
    }

    private mutating func pay() {
        guard books.rows.count < 60, let app = hosts.keys.sorted(by: { $0.text < $1.text }).randomElement(using: &generator) else { return }
        orders += 1
        guard let order = try? Fixture.order(Int64(orders), of: app.text, time: now) else { return }
        books.insert(order)
        histories[order.id] = History()
        // The process that made it hears of it at once, most times; the others when they sweep.
        if chance(90) { processes[below(processes.count)].plan.fellDue([app], at: now) }
    }

    private mutating func redo() {
        guard let row = books.rows.values.sorted(by: { $0.order.id < $1.order.id }).randomElement(using: &generator) else { return }
        books.redo(row.order, now: now)
        histories[row.order.id] = History(schedule: row.schedule + 1)
    }

    private mutating func sweep(_ index: Int) {
        processes[index].plan.know(hosts, next: books.next(of: Array(hosts.keys), now: now))
    }

    /// The process is gone, and what it had sent is sent: its receivers answer nobody.
    private mutating func crash(_ index: Int) {
        if processes.count == 1 { books.endAllLeases() }
        processes[index] = newProcess()
    }

    private func isPaused(_ index: Int) -> Bool { processes[index].pausedUntil.map { $0 > now } ?? false }

    private mutating func endPosts(of index: Int) {
        guard !isPaused(index) else { return }
        for (order, post) in processes[index].posts.sorted(by: { $0.key < $1.key }) where isHealed || post.end <= now || chance(30) {
            processes[index].posts[order] = nil
            if chance(3), !isHealed {
                processes[index].plan.calledOff(order)
            } else {
                processes[index].plan.ended(order, time: post.start, post.exchange)
            }
        }
    }

    mutating func takeTurn(_ index: Int) throws {
        guard !isPaused(index) else { return }
        let turn = processes[index].plan.turn(at: now)
        guard !turn.isEmpty else { return }
        if chance(1), !isHealed { return crash(index) }
        let outcome = books.take(turn)
        noteLost(outcome.claimed)
        note(turn, outcome)
        // After the store has taken it, and before the process knows.
        if chance(1), !isHealed { return crash(index) }
        let claimTime = now
        if chance(2), !isHealed { now = now.advanced(bySeconds: Int64(below(90))) }
        for callback in processes[index].plan.took(turn, outcome, at: claimTime) { try post(callback, from: index) }
        try checkBounds(index)
    }

    /// Whoever attempts what another may claim has lost it from then on, also if the other attempts nothing, and the clock goes back after.
    private mutating func noteLost(_ claimed: [ClaimedCallback]) {
        for order in claimed.map(\.order.id) {
            for index in processes.indices where processes[index].posts[order].map({ $0.lease.end <= now }) ?? false {
                processes[index].posts[order]?.isLost = true
            }
        }
    }

    private mutating func post(_ callback: ClaimedCallback, from index: Int) throws {
        // As the service does: what would outlive its lease is not begun.
        guard now.advanced(bySeconds: limits.longestAttempt) <= callback.lease.end else {
            return processes[index].plan.calledOff(callback.order.id)
        }
        for other in processes.indices {
            guard let earlier = processes[other].posts[callback.order.id] else { continue }
            guard other != index, earlier.isLost else {
                throw Broken(description: "order \(callback.order.id) is attempted twice at a time, by processes \(other) and \(index)")
            }
        }
        try checkSchedule(of: callback)
        posts += 1
        let exchange = exchange(of: callback.order.key.app)
        if exchange.isDelivered { answeredOK.insert(callback.order.id) }
        processes[index].posts[callback.order.id] = Post(
            order: callback.order.id, lease: callback.lease, start: now,
            end: now.advanced(byNanoseconds: exchange.durationNanoseconds), exchange: exchange
        )
    }

    private mutating func exchange(of app: AppID) -> CallbackExchange {
        var mood = isHealed ? 0 : moods[app] ?? 0
        if mood == 5 { mood = below(5) }
        let (ending, milliseconds): (CallbackExchange.Ending, Int64) =
            switch mood {
            case 0: (.answered(status: 200), 5)
            case 1: (.answered(status: [201, 301, 429, 500].randomElement(using: &generator) ?? 500), 5)
            case 2: (.failed(.connectionRefused, reason: ""), 1)
            case 3: (.failed(.answerTimeout, reason: ""), 15_000)
            default: (.answered(status: 200), 9_000)
            }
        return CallbackExchange(url: "", ending: ending, durationNanoseconds: milliseconds * 1_000_000)
    }
}

// MARK: - Promises

extension DeliveryWorld {
    /// Writes down what the store let count.
    private mutating func note(_ turn: CallbackTurn, _ outcome: CallbackTurn.Outcome) {
        superseded += outcome.superseded.count
        for result in turn.results where !outcome.superseded.contains(result.lease.order) {
            histories[result.lease.order]?.counted.append(result.time)
            if result.exchange.isDelivered { histories[result.lease.order]?.isDelivered = true }
        }
    }

    /// Ten minutes after the attempt before, or at the end of the 36 hours; never after success or the end (protocol, 5.3).
    private func checkSchedule(of callback: ClaimedCallback) throws {
        guard let history = histories[callback.order.id], let first = history.counted.first, let last = history.counted.last else { return }
        let end = first.advanced(bySeconds: 36 * 3_600)
        if history.isDelivered { throw Broken(description: "order \(callback.order.id) is attempted after its success") }
        // When the clock has been set back since, ten minutes cannot be told.
        if last <= now, now < min(last.advanced(bySeconds: 600), end) {
            throw Broken(description: "order \(callback.order.id) is attempted \(now.seconds - last.seconds) s after the last time")
        }
        if last.advanced(bySeconds: 300) > end { throw Broken(description: "order \(callback.order.id) is attempted after its 36 hours") }
    }

    private func checkBounds(_ index: Int) throws {
        let plan = processes[index].plan
        var apps: [AppID: Int] = [:]
        var hosts: [String: Int] = [:]
        for attempt in plan.underWay.values {
            apps[attempt.app, default: 0] += 1
            hosts[attempt.host, default: 0] += 1
        }
        guard plan.underWay.count <= limits.attempts, hosts.values.allSatisfy({ $0 <= limits.attemptsPerHost }),
            apps.values.allSatisfy({ $0 <= limits.attemptsPerApp })
        else { throw Broken(description: "bounds: \(plan.underWay.count) under way, \(apps), \(hosts)") }
    }

    /// Nothing is given up before its 36 hours are over.
    func checkRows() throws {
        for row in books.rows.values where row.due == nil && !row.isDelivered {
            guard let history = histories[row.order.id], let first = history.counted.first, let last = history.counted.last,
                last.advanced(bySeconds: 300) > first.advanced(bySeconds: 36 * 3_600)
            else { throw Broken(description: "order \(row.order.id) was given up before its time") }
        }
        for row in books.rows.values where row.isDelivered && !answeredOK.contains(row.order.id) {
            throw Broken(description: "order \(row.order.id) counts as delivered and nobody has answered 200")
        }
    }

    /// All is well from now on: whatever was not given up arrives, and nothing is stuck.
    mutating func heal() throws {
        isHealed = true
        for index in processes.indices { processes[index].pausedUntil = nil }
        for _ in 0..<400 {
            for index in processes.indices {
                endPosts(of: index)
                sweep(index)
                try takeTurn(index)
            }
            now = now.advanced(bySeconds: 30)
        }
        try checkRows()
        for row in books.rows.values where row.due != nil {
            throw Broken(description: "order \(row.order.id) is still due at \(row.claimable?.seconds ?? 0), and it is \(now.seconds)")
        }
        for index in processes.indices where !processes[index].plan.underWay.isEmpty {
            throw Broken(description: "process \(index) still holds \(processes[index].plan.underWay.count) places")
        }
    }

    /// Forgets what is over, so that a world can go on for long.
    mutating func forgetWhatIsOver() {
        let busy = Set(processes.flatMap { Array($0.plan.underWay.keys) + $0.plan.results.map(\.lease.order) })
        for (id, row) in books.rows where row.due == nil && !busy.contains(id) {
            books.rows[id] = nil
            histories[id] = nil
        }
        books.attempts.removeAll()
    }
}
