/// One exchange with an app's server: what was sent where, and how it ended.
package struct CallbackExchange: Hashable, Sendable {
    /// How it ended.
    package enum Ending: Hashable, Sendable {
        /// The receiver answered with this HTTP status. Only 200 is success.
        case answered(status: Int)
        /// There was no answer. The reason is in words for the app's developers.
        case failed(CallbackFailure, reason: String)
    }

    /// How many bytes of an answer's body are kept.
    package static let keptAnswerBytes = 1_024

    package let url: String
    /// `address:port` that was dialled last; `nil` if it did not come to that.
    package let address: String?
    /// Everything that was sent, `Host` and `Content-Length` too; empty if nothing was.
    package let requestHeaders: [CallbackHeader]
    /// In their order, at most 8 KiB in all. What may be a secret is hidden, what is too long is cut, and both say so.
    package let answerHeaders: [CallbackHeader]
    /// The first bytes of the answer's body, at most ``keptAnswerBytes``.
    package let answerStart: [UInt8]
    package let ending: Ending
    /// By a clock that never jumps.
    package let durationNanoseconds: Int64

    package init(
        url: String, address: String? = nil, requestHeaders: [CallbackHeader] = [], answerHeaders: [CallbackHeader] = [],
        answerStart: [UInt8] = [], ending: Ending, durationNanoseconds: Int64
    ) {
        self.url = url
        self.address = address
        self.requestHeaders = requestHeaders
        self.answerHeaders = answerHeaders
        self.answerStart = answerStart
        self.ending = ending
        self.durationNanoseconds = durationNanoseconds
    }

    /// HTTP 200 is success and nothing else is, not even another 2xx (protocol, 5.3).
    package var isDelivered: Bool { ending == .answered(status: 200) }
}

/// One header field as it went over the wire.
package struct CallbackHeader: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// Why an attempt had no answer, as one of a few kinds that can be counted.
package enum CallbackFailure: String, CaseIterable, Hashable, Sendable {
    /// The URL, or an address that its host has, is one that callbacks must not go to.
    case addressRefused = "address_refused"
    /// The host has no address, or its name server did not say.
    case hostUnknown = "host_unknown"
    case connectionRefused = "connection_refused"
    case hostUnreachable = "host_unreachable"
    /// No connection within its time.
    case connectTimeout = "connect_timeout"
    case tls
    /// Connected, and no answer within the time of the exchange.
    case answerTimeout = "answer_timeout"
    case connectionClosed = "connection_closed"
    case answerTooLarge = "answer_too_large"
    /// What came was not HTTP.
    case notHTTP = "not_http"
    case other

    /// Whether it was a time-out: the receiver kept the platform waiting.
    package var isTimeout: Bool { self == .connectTimeout || self == .answerTimeout }
}
