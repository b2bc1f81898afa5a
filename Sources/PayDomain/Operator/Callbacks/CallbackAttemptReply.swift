import PayCore

/// One attempt to deliver a callback, in full. Times are nanoseconds since 1970. Everything that the receiver has sent is as it came.
package struct CallbackAttemptReply: Hashable, Codable, Sendable {
    package struct Header: Hashable, Codable, Sendable {
        package let name: String
        package let value: String

        init(_ header: CallbackHeader) {
            name = header.name
            value = header.value
        }
    }

    /// From 1 on, through all schedules.
    package let number: Int
    /// Counts how often the callback was asked for anew.
    package let schedule: Int
    package let time: Int64
    package let url: String
    /// `address:port` that was dialled last.
    package let address: String?
    package let requestHeaders: [Header]
    package let answerHeaders: [Header]
    /// The first bytes of the answer's body as text; bytes that are none show as U+FFFD.
    package let answerStart: String
    /// The HTTP status of the answer, if there was one.
    package let status: Int?
    /// Why there was none: one of a few kinds, and in words.
    package let failure: String?
    package let error: String?
    package let durationNanoseconds: Int64
    package let isDelivered: Bool
    package let nextTime: Int64?
    /// It came too late to count.
    package let isSuperseded: Bool

    private enum CodingKeys: String, CodingKey {
        case number = "attempt"
        case schedule
        case time
        case url
        case address
        case requestHeaders = "request_headers"
        case answerHeaders = "answer_headers"
        case answerStart = "answer_start"
        case status
        case failure
        case error
        case durationNanoseconds = "duration_ns"
        case isDelivered = "delivered"
        case nextTime = "next_attempt"
        case isSuperseded = "superseded"
    }

    init(_ attempt: CallbackAttempt) {
        let exchange = attempt.exchange
        number = attempt.number
        schedule = attempt.schedule
        time = attempt.time.nanoseconds
        url = exchange.url
        address = exchange.address
        requestHeaders = exchange.requestHeaders.map(Header.init)
        answerHeaders = exchange.answerHeaders.map(Header.init)
        answerStart = String(decoding: exchange.answerStart, as: UTF8.self)
        switch exchange.ending {
        case .answered(let status): (self.status, failure, error) = (status, nil, nil)
        case .failed(let kind, let reason): (status, failure, error) = (nil, kind.rawValue, reason)
        }
        durationNanoseconds = exchange.durationNanoseconds
        isDelivered = exchange.isDelivered
        nextTime = attempt.nextTime?.nanoseconds
        isSuperseded = attempt.isSuperseded
    }
}

/// A callback with its attempts, oldest first.
package struct CallbackHistoryReply: Hashable, Codable, Sendable {
    package let callback: CallbackReply
    package let attempts: [CallbackAttemptReply]
    /// Whether there were earlier ones than those that are shown.
    package let more: Bool
}
