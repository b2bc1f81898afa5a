import PayCore
import PayLedger

/// Where a callback stands between its order's success and its delivery.
package enum CallbackState: String, CaseIterable, Hashable, Codable, Sendable {
    /// It is due, or will be.
    case waiting
    case delivered
    /// Its 36 hours are over, and it is sent again only when somebody asks for it.
    case givenUp = "given-up"
}

/// A callback and what has become of it so far.
package struct CallbackStanding: Sendable {
    package struct LastAttempt: Sendable {
        package let time: Timestamp
        package let ending: CallbackExchange.Ending

        package init(time: Timestamp, ending: CallbackExchange.Ending) {
            self.time = time
            self.ending = ending
        }
    }

    package let order: Order
    /// Through all schedules.
    package let attempts: Int
    /// When it falls, or fell, due; `nil` if it does not wait.
    package let dueTime: Timestamp?
    package let deliveredTime: Timestamp?
    package let lastAttempt: LastAttempt?

    package init(order: Order, attempts: Int, dueTime: Timestamp?, deliveredTime: Timestamp?, lastAttempt: LastAttempt?) {
        self.order = order
        self.attempts = attempts
        self.dueTime = dueTime
        self.deliveredTime = deliveredTime
        self.lastAttempt = lastAttempt
    }

    package var state: CallbackState { dueTime != nil ? .waiting : deliveredTime != nil ? .delivered : .givenUp }
}

/// A place in the walk over the callbacks of one app that are to be sent again.
package enum CallbackReplayPlace: Hashable, Codable, Sendable {
    /// Those that wait for a later time, by when they fall due.
    case waiting(due: Timestamp, order: OrderID)
    /// Those that were given up, by their order.
    case givenUp(order: OrderID)
    /// All orders, by when they were made.
    case orders(created: Timestamp)

    private enum CodingKeys: String, CodingKey {
        case kind, time, order
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func time() throws -> Timestamp { Timestamp(nanoseconds: try values.decode(Int64.self, forKey: .time)) }
        func order() throws -> OrderID { OrderID(try values.decode(Int64.self, forKey: .order)) }
        switch try values.decode(String.self, forKey: .kind) {
        case "waiting": self = .waiting(due: try time(), order: try order())
        case "given-up": self = .givenUp(order: try order())
        case "orders": self = .orders(created: try time())
        default: throw DecodingError.dataCorruptedError(forKey: .kind, in: values, debugDescription: "no such place")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .waiting(let due, let order):
            try values.encode("waiting", forKey: .kind)
            try values.encode(due.nanoseconds, forKey: .time)
            try values.encode(order.number, forKey: .order)
        case .givenUp(let order):
            try values.encode("given-up", forKey: .kind)
            try values.encode(order.number, forKey: .order)
        case .orders(let created):
            try values.encode("orders", forKey: .kind)
            try values.encode(created.nanoseconds, forKey: .time)
        }
    }
}

/// Which callbacks of an app are to be sent again.
package struct CallbackReplay: Hashable, Sendable {
    package let app: AppID
    /// Only of orders that were made at this time or later; `nil` for all.
    package let since: Timestamp?
    /// When the replay began. What was made or sent again after it is left alone, so that a replay comes to each callback once.
    package let start: Timestamp

    package init(app: AppID, since: Timestamp?, start: Timestamp) {
        self.app = app
        self.since = since
        self.start = start
    }
}

/// What came of one step of the walk.
package struct CallbackReplayPage: Hashable, Sendable {
    /// How many callbacks, or orders, were looked at.
    package var examined = 0
    /// How many were made due, or would have been.
    package var replayed = 0
    /// How many were due already, and were left as they are.
    package var alreadyDue = 0
    /// Where the walk goes on; `nil` once there is nothing more.
    package var next: CallbackReplayPlace?

    package init() {}
}
