import PayCore
import Synchronization

/// Limits how often a name may be tried, so that passwords cannot be guessed online. Names that do not exist count like others.
///
/// The counts live in memory: a restart forgets them, and the slow password hash still stands.
package final class SignInThrottle: Sendable {
    private struct Window {
        var start: Timestamp
        var tries: Int
    }

    /// Tries of one name within ``window`` before more are refused.
    package static let maximumTries = 10
    /// In seconds.
    package static let window: Int64 = 5 * 60
    /// Names kept at a time; past it those that were tried least often are dropped, since a flood of other names must not clear the
    /// count of the one that is being guessed.
    private static let capacity = 10_000

    private let windows = Mutex<[String: Window]>([:])

    package init() {}

    /// Counts a try and says whether it may go on.
    func allows(_ name: String, at now: Timestamp) -> Bool {
        windows.withLock { windows in
            if windows.count >= Self.capacity {
                windows = windows.filter { now < $0.value.start.advanced(bySeconds: Self.window) }
                if windows.count >= Self.capacity {
                    let order = windows.sorted { ($0.value.tries, $0.value.start) < ($1.value.tries, $1.value.start) }
                    for (name, _) in order.prefix(Self.capacity / 2) { windows[name] = nil }
                }
            }
            var window = windows[name] ?? Window(start: now, tries: 0)
            if now >= window.start.advanced(bySeconds: Self.window) { window = Window(start: now, tries: 0) }
            window.tries += 1
            windows[name] = window
            return window.tries <= Self.maximumTries
        }
    }

    /// A try that was counted was never made.
    func takeBack(_ name: String) {
        windows.withLock { windows in
            guard let window = windows[name] else { return }
            windows[name] = window.tries > 1 ? Window(start: window.start, tries: window.tries - 1) : nil
        }
    }

    func forget(_ name: String) { windows.withLock { windows in windows[name] = nil } }
}
