import PayCore
import PayLedger

/// Makes many callbacks due now, each under a new schedule, in steps: every step is a request of its own and goes on where the last one
/// ended, so that payments are never held up for longer than one step's short transaction.
///
/// A replay may be broken off between any two steps and begun anew. What is due already is left as it is, and what the same replay has made
/// due once it does not come to again.
package struct ReplayCallbacks: Sendable {
    package struct Request: Hashable, Codable, Sendable {
        /// `nil` for all apps.
        package let appID: String?
        /// Only of orders that were made at this time or later, in nanoseconds since 1970; `nil` for all.
        package let since: Int64?
        /// Delivered ones too, of orders that have succeeded. This needs an app and a time.
        package let all: Bool
        /// Only counts.
        package let isDryRun: Bool
        /// `nil` for the first step.
        package var cursor: Cursor?

        package init(appID: String? = nil, since: Int64? = nil, all: Bool = false, isDryRun: Bool = false, cursor: Cursor? = nil) {
            self.appID = appID
            self.since = since
            self.all = all
            self.isDryRun = isDryRun
            self.cursor = cursor
        }
    }

    /// Where the next step goes on.
    package struct Cursor: Hashable, Codable, Sendable {
        /// When the replay began, in nanoseconds since 1970.
        let start: Int64
        var appID: String
        var place: CallbackReplayPlace
    }

    /// What came of one step.
    package struct Reply: Hashable, Codable, Sendable {
        /// How many callbacks, or orders, were looked at.
        package var examined = 0
        package var replayed = 0
        package var alreadyDue = 0
        /// How many there are to look at, in the first step's reply only. More may come while the replay runs.
        package var total: Int?
        /// `nil` after the last step.
        package var cursor: Cursor?

        private enum CodingKeys: String, CodingKey {
            case examined, replayed
            case alreadyDue = "already_due"
            case total, cursor
        }

        package init() {}
    }

    /// The most callbacks that one step looks at.
    package static let stepLimit = 1_000

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``OperatorRefusal``: 8, 11003.
    package func run(_ request: Request) async throws -> Reply {
        let now = platform.clock.now()
        let since = try Self.since(request, now: now)
        let apps = try apps(request)
        var reply = Reply()
        var walk = Walk(request, start: request.cursor.map { Timestamp(nanoseconds: $0.start) } ?? now, since: since, apps: apps)
        if request.cursor == nil { reply.total = try await total(walk) }
        var woken: Set<AppID> = []
        while let (app, place) = walk.next, reply.examined < Self.stepLimit {
            let page = try await platform.store.replayCallbacks(
                walk.replay(app), from: place, now: now, limit: Self.stepLimit - reply.examined, isDryRun: request.isDryRun
            )
            reply.examined += page.examined
            reply.replayed += page.replayed
            reply.alreadyDue += page.alreadyDue
            if page.replayed > 0 { woken.insert(app) }
            walk.advance(to: page.next)
        }
        reply.cursor = walk.cursor
        if !request.isDryRun, !woken.isEmpty { platform.callbacks.fellDue(woken) }
        return reply
    }

    private static func since(_ request: Request, now: Timestamp) throws(OperatorRefusal) -> Timestamp? {
        if request.all, request.appID == nil || request.since == nil {
            throw .wrong("all", "needs an app and a time: it sends again what the app has received already")
        }
        guard let since = request.since.map({ Timestamp(nanoseconds: $0) }) else { return nil }
        guard since <= now else { throw .wrong("since", "must not lie ahead") }
        return since
    }

    /// In an order that stays the same from step to step.
    private func apps(_ request: Request) throws(OperatorRefusal) -> [AppID] {
        let directory = platform.directory.current
        if let id = request.appID { return [try directory.app(for: id).id] }
        return directory.apps.keys.sorted { $0.text < $1.text }
    }

    private func total(_ walk: Walk) async throws -> Int {
        var walk = walk
        var total = 0
        while let (app, place) = walk.next {
            total += try await platform.store.replayLength(walk.replay(app), from: place)
            walk.advance(to: nil)
        }
        return total
    }
}

/// The way of a replay over the apps and, of each, what waits and then what was given up, so that what is given up meanwhile is not missed.
private struct Walk {
    private let isOfAllOrders: Bool
    private let since: Timestamp?
    private let start: Timestamp
    private var apps: ArraySlice<AppID>
    private var place: CallbackReplayPlace

    init(_ request: ReplayCallbacks.Request, start: Timestamp, since: Timestamp?, apps: [AppID]) {
        isOfAllOrders = request.all
        self.since = since
        self.start = start
        let first = Self.first(isOfAllOrders: request.all, since: since, start: start)
        if let cursor = request.cursor {
            // Apps are never removed; one that is not there is passed over.
            self.apps = apps.drop { $0.text < cursor.appID }
            place = self.apps.first?.text == cursor.appID ? cursor.place : first
        } else {
            self.apps = apps[...]
            place = first
        }
    }

    var next: (app: AppID, place: CallbackReplayPlace)? { apps.first.map { ($0, place) } }

    var cursor: ReplayCallbacks.Cursor? {
        next.map { ReplayCallbacks.Cursor(start: start.nanoseconds, appID: $0.app.text, place: $0.place) }
    }

    func replay(_ app: AppID) -> CallbackReplay { CallbackReplay(app: app, since: since, start: start) }

    /// - Parameter place: `nil` at the end of a part.
    mutating func advance(to place: CallbackReplayPlace?) {
        if let place {
            self.place = place
        } else if case .waiting = self.place {
            self.place = .givenUp(order: OrderID(0))
        } else {
            apps = apps.dropFirst()
            self.place = Self.first(isOfAllOrders: isOfAllOrders, since: since, start: start)
        }
    }

    private static func first(isOfAllOrders: Bool, since: Timestamp?, start: Timestamp) -> CallbackReplayPlace {
        isOfAllOrders
            ? .orders(created: since.map { $0.advanced(byNanoseconds: -1) } ?? Timestamp(nanoseconds: 0))
            : .waiting(due: start, order: OrderID(.max))
    }
}

extension ReplayCallbacks.Reply {
    /// Adds a later step.
    package mutating func add(_ step: ReplayCallbacks.Reply) {
        examined += step.examined
        replayed += step.replayed
        alreadyDue += step.alreadyDue
        total = total ?? step.total
        cursor = step.cursor
    }
}
