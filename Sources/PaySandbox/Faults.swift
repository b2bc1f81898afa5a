import PayCore
import Synchronization

/// The faults that the sandbox has been asked to make, path by path.
package final class Faults: Sendable {
    package enum Kind: Hashable, Sendable {
        /// Answer 500; nothing is done.
        case http500Before
        /// Do what was asked, then answer 500: the answer is lost.
        case http500After
        /// Do what was asked, then close the connection without an answer.
        case dropConnectionAfter
        /// Wait this long, then do and answer as always.
        case delay(milliseconds: Int64)

        /// The longest delay: ten minutes.
        private static let maximumDelay: Int64 = 600_000

        /// Reads the protocol's spelling.
        package init?(_ text: String) {
            switch text {
            case "http_500_before": self = .http500Before
            case "http_500_after": self = .http500After
            case "drop_connection_after": self = .dropConnectionAfter
            default:
                let prefix = "delay_ms:"
                guard text.hasPrefix(prefix), let milliseconds = Int64(text.dropFirst(prefix.count)),
                    (0...Self.maximumDelay).contains(milliseconds)
                else { return nil }
                self = .delay(milliseconds: milliseconds)
            }
        }
    }

    private struct Planned {
        let kind: Kind
        var count: Int64
    }

    private let planned = Mutex<[String: [Planned]]>([:])

    package init() {}

    /// Plans the fault for the next `count` calls of `path`, after those that are planned already; 0 takes back all of the path's.
    func plan(_ kind: Kind, path: String, count: Int64) {
        planned.withLock { planned in
            guard count > 0 else {
                planned[Self.key(path)] = nil
                return
            }
            planned[Self.key(path), default: []].append(Planned(kind: kind, count: count))
        }
    }

    /// The fault for a call of `path` that begins now, if any.
    func next(path: String) -> Kind? {
        planned.withLock { planned in
            let key = Self.key(path)
            guard var queue = planned[key], !queue.isEmpty else { return nil }
            let kind = queue[0].kind
            queue[0].count -= 1
            if queue[0].count == 0 { queue.removeFirst() }
            planned[key] = queue.isEmpty ? nil : queue
            return kind
        }
    }

    /// A path is served with and without its last slash, and so it has its faults.
    private static func key(_ path: String) -> String { path.hasSuffix("/") ? String(path.dropLast()) : path }
}
