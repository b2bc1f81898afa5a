import PayCore
import PayLedger

/// A callback as an operator sees it. Times are nanoseconds since 1970.
package struct CallbackReply: Hashable, Codable, Sendable {
    package let appID: String
    package let tradeNo: String
    package let orderID: Int64
    /// 1 succeeded, 2 failed, 3 waits for a review. One without success has a callback only if it was asked for.
    package let orderStatus: Int
    package let state: CallbackState
    package let attempts: Int
    /// When the last attempt was made, if there was any.
    package let lastTime: Int64?
    /// How it ended, in words that may repeat what the receiver has sent.
    package let lastEnding: String?
    /// When it is tried next; absent if it does not wait.
    package let nextTime: Int64?
    /// Whether that has come already.
    package let isDue: Bool
    /// Whether the app has a callback URL. Without one its callbacks wait.
    package let hasURL: Bool
    /// When the order succeeded, or was made if it did not.
    package let since: Int64
    package let deliveredTime: Int64?

    private enum CodingKeys: String, CodingKey {
        case appID = "app_id"
        case tradeNo = "trade_no"
        case orderID = "order_id"
        case orderStatus = "order_status"
        case state
        case attempts
        case lastTime = "last_attempt"
        case lastEnding = "last_ending"
        case nextTime = "next_attempt"
        case isDue = "due"
        case hasURL = "has_callback_url"
        case since
        case deliveredTime = "delivered_time"
    }

    init(_ callback: CallbackStanding, in directory: Directory, at now: Timestamp) {
        let order = callback.order
        appID = order.key.app.text
        tradeNo = order.key.tradeNo.text
        orderID = order.id.number
        orderStatus = order.status.rawValue
        state = callback.state
        attempts = callback.attempts
        lastTime = callback.lastAttempt?.time.nanoseconds
        lastEnding = callback.lastAttempt?.ending.words
        nextTime = callback.dueTime?.nanoseconds
        isDue = callback.dueTime.map { $0 <= now } ?? false
        hasURL = directory.apps[order.key.app]?.callbackURL != nil
        since = (order.arriveTime ?? order.createTime).nanoseconds
        deliveredTime = callback.deliveredTime?.nanoseconds
    }
}

extension CallbackExchange.Ending {
    /// In words, such as `HTTP 503`.
    package var words: String {
        switch self {
        case .answered(let status): "HTTP \(status)"
        case .failed(_, let reason): reason
        }
    }
}
