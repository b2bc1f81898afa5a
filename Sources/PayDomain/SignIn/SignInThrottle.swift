import Crypto
import PayCore
import Synchronization

/// Where a sign-in comes from, as far as that is known.
package struct SignInOrigin: Hashable, Sendable {
    /// Whether the browser has signed in under this very name before. Others' tries of the name then do not keep it out.
    package let isKnownBrowser: Bool
    /// The caller's address, or `nil` if it does not tell callers apart.
    package let address: String?
    /// What the session will be told by. No try counts otherwise for it.
    package let browser: BrowserKind

    package init(isKnownBrowser: Bool = false, address: String? = nil, browser: BrowserKind = BrowserKind()) {
        self.isKnownBrowser = isKnownBrowser
        self.address = address
        self.browser = browser
    }
}

/// Limits how often a name may be tried, and how often an address may try, so that passwords cannot be guessed online. Names that do not
/// exist count like others.
///
/// The store counts, so that all nodes together allow no more tries than one. What it has refused a node goes on refusing by itself until
/// the window is over, so that a flood of tries does not come between the store and payments.
package final class SignInThrottle: Sendable {
    /// In seconds.
    package static let window: Int64 = 5 * 60
    /// Tries of one name within ``window`` before more are refused; of those from browsers that know the name, as many again.
    package static let maximumTries = 10
    /// Tries from one address within ``window``. Many people may share one.
    package static let maximumTriesOfAddress = 200

    /// What a try is counted under.
    struct Attempt: Sendable {
        let name: SignInCount
        let address: SignInCount?

        var counts: [SignInCount] { [address, name].compactMap { $0 } }
    }

    private let store: any SignInTryStore
    private let key: SymmetricKey
    private let refusals = Mutex(SignInRefusals())

    /// - Parameter key: the same on each node. Without it nobody can tell from the store which names were tried: one may be a password that
    ///   was typed in the wrong field.
    init(store: any SignInTryStore, key: SymmetricKey) {
        self.store = store
        self.key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array("sign-in tries/1".utf8), using: key))
    }

    func attempt(_ name: String, from origin: SignInOrigin) -> Attempt {
        Attempt(
            name: count(origin.isKnownBrowser ? "known" : "name", name, Self.maximumTries),
            address: origin.address.map { count("address", $0, Self.maximumTriesOfAddress) }
        )
    }

    /// A signed-in user's password that is asked for again. It counts apart from the tries to sign in: whoever has stolen a session learns no
    /// password by it, and does not lock the user out of signing in.
    func attempt(again user: UserID, from origin: SignInOrigin) -> Attempt {
        Attempt(
            name: count("again", String(user.number), Self.maximumTries),
            address: origin.address.map { count("address", $0, Self.maximumTriesOfAddress) }
        )
    }

    /// The replacement of one of a user's two passwords.
    func attempt(replacing kind: PasswordKind, of user: UserID, limit: Int) -> Attempt {
        Attempt(name: count("replacing \(kind.rawValue)", String(user.number), limit), address: nil)
    }

    /// What a user changes of the account without a password.
    func attempt(changing user: UserID, limit: Int) -> Attempt {
        Attempt(name: count("changing", String(user.number), limit), address: nil)
    }

    private func count(_ kind: String, _ text: String, _ limit: Int) -> SignInCount {
        let code = HMAC<SHA256>.authenticationCode(for: Array("\(kind)/\(text)".utf8), using: key)
        return SignInCount(key: Array(code), limit: limit)
    }

    /// Whether this node knows that the try may not go on.
    func refuses(_ attempt: Attempt, at now: Timestamp) -> Bool {
        refusals.withLock { refusals in attempt.counts.contains { refusals.contains($0.key, at: now) } }
    }

    /// Counts a try and says whether it may go on. One that may not is not counted.
    ///
    /// - Parameter window: how long it counts, in seconds.
    func allows(_ attempt: Attempt, at now: Timestamp, within window: Int64 = SignInThrottle.window) async throws -> Bool {
        guard !refuses(attempt, at: now) else { return false }
        let end = now.advanced(bySeconds: window)
        switch try await store.countSignInTry(attempt.counts, now: now, windowEnd: end) {
        case .counted: return true
        case .refused(let key, let end):
            refusals.withLock { $0.add(key, until: end, at: now) }
            return false
        }
    }

    /// The password was right, and the store has forgotten the tries of the name.
    func forget(_ attempt: Attempt) { refusals.withLock { $0.remove(attempt.name.key) } }
}

/// The keys under which no try may go on for some time. The store knows them too, so that any may be dropped.
private struct SignInRefusals: Sendable {
    /// Keys kept at a time.
    private static let capacity = 10_000

    private var ends: [[UInt8]: Timestamp] = [:]

    func contains(_ key: [UInt8], at now: Timestamp) -> Bool { ends[key].map { now < $0 } ?? false }

    mutating func add(_ key: [UInt8], until end: Timestamp, at now: Timestamp) {
        if ends.count >= Self.capacity { ends = ends.filter { now < $0.value } }
        if ends.count >= Self.capacity { ends = [:] }
        ends[key] = end
    }

    mutating func remove(_ key: [UInt8]) { ends[key] = nil }
}
