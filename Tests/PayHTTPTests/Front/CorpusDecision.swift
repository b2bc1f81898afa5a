/// What the front's tests do about a row.
enum CorpusDecision: Sendable {
    /// Sent over a socket with a good request right behind it; these are the statuses of all answers, in order. The good request is
    /// answered (200 at the end) exactly when the connection survives the row.
    case statuses([Int], bytes: [UInt8])
    /// Shown by another test of the front, named here.
    case ownTest(String)
    /// Not the front's business: who decides it.
    case elsewhere(String)

    static func statuses(_ statuses: [Int], _ text: String) -> CorpusDecision { .statuses(statuses, bytes: Array(text.utf8)) }
}

/// A good request that ends the connection after its answer.
let probe = "GET /ping HTTP/1.1\r\nHost: probe\r\nConnection: close\r\n\r\n"
