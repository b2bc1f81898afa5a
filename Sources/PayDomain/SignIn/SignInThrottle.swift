import PayCore
import Synchronization

/// Where a sign-in comes from, as far as that is known.
package struct SignInOrigin: Hashable, Sendable {
    /// Whether the browser has signed in under this very name before. Others' tries of the name then do not keep it out.
    package let isKnownBrowser: Bool
    /// The caller's address, or `nil` if it does not tell callers apart.
    package let address: String?

    package init(isKnownBrowser: Bool = false, address: String? = nil) {
        self.isKnownBrowser = isKnownBrowser
        self.address = address
    }
}

/// Limits how often a name may be tried, and how often an address may try, so that passwords cannot be guessed online. Names that do not
/// exist count like others.
///
/// The counts live in memory: a restart forgets them, and the slow password hash still stands.
package final class SignInThrottle: Sendable {
    /// In seconds.
    package static let window: Int64 = 5 * 60
    /// Tries of one name within ``window`` before more are refused; of those from browsers that know the name, as many again.
    package static let maximumTries = 10
    /// Tries from one address within ``window``. Many people may share one.
    package static let maximumTriesOfAddress = 200

    private struct Name: Hashable {
        let text: String
        let isKnownBrowser: Bool
    }

    private let names = Mutex(TryCounts<Name>(limit: maximumTries))
    private let addresses = Mutex(TryCounts<String>(limit: maximumTriesOfAddress))

    package init() {}

    /// Counts a try and says whether it may go on. One that its address must not make does not count against the name.
    func allows(_ name: String, from origin: SignInOrigin, at now: Timestamp) -> Bool {
        if let address = origin.address, !addresses.withLock({ $0.count(address, at: now) }) { return false }
        return names.withLock { $0.count(Name(text: name, isKnownBrowser: origin.isKnownBrowser), at: now) }
    }

    /// A try that was counted was never looked at, and so does not count against the name.
    func takeBack(_ name: String, from origin: SignInOrigin) {
        names.withLock { $0.takeBack(Name(text: name, isKnownBrowser: origin.isKnownBrowser)) }
    }

    /// The password was right: the name's count starts anew.
    func forget(_ name: String, from origin: SignInOrigin) {
        names.withLock { $0.forget(Name(text: name, isKnownBrowser: origin.isKnownBrowser)) }
    }
}

/// How often each key was tried within a window of time.
struct TryCounts<Key: Hashable & Sendable>: Sendable {
    private struct Window {
        let start: Timestamp
        var tries: Int
    }

    /// Keys kept at a time; past it those that were tried least often are dropped, since a flood of other keys must not clear the count of
    /// the one that is being guessed.
    private static var capacity: Int { 10_000 }

    private let limit: Int
    private var windows: [Key: Window] = [:]

    init(limit: Int) { self.limit = limit }

    /// - Returns: whether the key is still within its limit.
    mutating func count(_ key: Key, at now: Timestamp) -> Bool {
        if windows.count >= Self.capacity { makeRoom(at: now) }
        var window = windows[key] ?? Window(start: now, tries: 0)
        if isOver(window, at: now) { window = Window(start: now, tries: 0) }
        // What is refused need not be counted further.
        window.tries = min(window.tries + 1, limit + 1)
        windows[key] = window
        return window.tries <= limit
    }

    mutating func takeBack(_ key: Key) {
        guard var window = windows[key] else { return }
        window.tries -= 1
        windows[key] = window.tries > 0 ? window : nil
    }

    mutating func forget(_ key: Key) { windows[key] = nil }

    private func isOver(_ window: Window, at now: Timestamp) -> Bool { now >= window.start.advanced(bySeconds: SignInThrottle.window) }

    private mutating func makeRoom(at now: Timestamp) {
        windows = windows.filter { !isOver($0.value, at: now) }
        guard windows.count >= Self.capacity else { return }
        let order = windows.sorted { ($0.value.tries, $0.value.start) < ($1.value.tries, $1.value.start) }
        for (key, _) in order.prefix(Self.capacity / 2) { windows[key] = nil }
    }
}
