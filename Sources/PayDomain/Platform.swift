import CoreMetrics
import Crypto
import PayCore
import Synchronization

/// What every use case works with, put together once by the composition root.
package struct Platform: Sendable {
    package let store: any Store
    package let directory: DirectoryHolder
    package let committer: Committer
    package let clock: any PlatformClock
    package let passwords: any PasswordHasher
    /// What the pages authenticate under: that a form is theirs, and which browsers they know. Tries to sign in are counted under it too.
    package let formKey: SymmetricKey
    package let settings: PlatformSettings
    /// Where everything that is counted or timed is told.
    package let metrics: any MetricsFactory
    package let callbacks: CallbackSignal
    let openIDs: OpenIDCache
    let receipts: ReceiptSeal
    /// The confirmations of a user that come to this node, one at a time.
    let payerGate = KeyedGate<UserID>()
    let signInThrottle: SignInThrottle

    /// - Parameters:
    ///   - formKey: the same on every node and after a restart, or else open forms expire there, and each node allows tries to sign in of
    ///     its own; a random one unless it is given.
    ///   - receiptKey: what receipts are authenticated under, for ever the same; a random one unless it is given.
    ///   - metrics: told nothing unless it is given.
    package init(
        store: any Store, directory: DirectoryHolder, clock: any PlatformClock, passwords: any PasswordHasher,
        formKey: SymmetricKey = SymmetricKey(size: .bits256), receiptKey: SymmetricKey = SymmetricKey(size: .bits256),
        settings: PlatformSettings, metrics: any MetricsFactory = NOOPMetricsHandler.instance, callbacks: CallbackSignal
    ) {
        self.store = store
        self.directory = directory
        self.clock = clock
        self.passwords = passwords
        self.formKey = formKey
        self.settings = settings
        self.metrics = metrics
        self.callbacks = callbacks
        committer = Committer(store: store, directory: directory, clock: clock, metrics: metrics, callbacksFellDue: callbacks.fellDue)
        openIDs = OpenIDCache(store: store)
        receipts = ReceiptSeal(key: receiptKey)
        signInThrottle = SignInThrottle(store: store, key: formKey)
    }

    /// When payments go on after a trade password that is replaced now; `nil` if they go on at once.
    package func tradePasswordFreezeEnd() -> Timestamp? {
        settings.tradePasswordFreeze > 0 ? clock.now().advanced(bySeconds: settings.tradePasswordFreeze) : nil
    }

    /// Takes in at once what other processes have changed of the directory, for whoever decides what it is to become.
    ///
    /// - Throws: errors of the store; ``DirectoryWentBack``.
    func refreshDirectory() async throws { try await directory.refresh(from: store) }

    /// Decides on a change by the directory as it is, makes it durable and known to everything that is decided from now on. Nobody else's
    /// change comes in between, on whichever node.
    ///
    /// - Parameter decide: pure and quick; it may be run again. When it throws, nothing changes.
    /// - Returns: the directory with the change.
    /// - Throws: ``DirectoryConflict``; what `decide` throws.
    @discardableResult
    package func change(deciding decide: @Sendable @escaping (Directory) throws -> DirectoryChange) async throws -> Directory {
        let holder = directory
        let changed = try await store.change(deciding: decide) { holder.replace(with: $0) }
        // The change may have given an app its callback URL, and callbacks wait for one.
        callbacks.changed()
        return changed
    }

    /// The same for a change that rests on nothing which the directory holds.
    ///
    /// - Throws: ``DirectoryConflict``.
    package func change(_ change: DirectoryChange) async throws { try await self.change(deciding: { _ in change }) }
}

/// How the delivery of callbacks is told of what concerns it. Both are called often, also for nothing, and return at once.
package struct CallbackSignal: Sendable {
    /// Something of these apps may have fallen due.
    package let fellDue: @Sendable (Set<AppID>) -> Void
    /// Anything may have: a callback URL was set, or the clock was moved.
    package let changed: @Sendable () -> Void

    package init(fellDue: @escaping @Sendable (Set<AppID>) -> Void, changed: @escaping @Sendable () -> Void) {
        self.fellDue = fellDue
        self.changed = changed
    }

    /// Tells nobody.
    package static let none = CallbackSignal(fellDue: { _ in }, changed: {})
}

/// The rules that an operator may set for the platform as a whole.
package struct PlatformSettings: Sendable {
    /// Where browsers reach the pages when an app names no domain.
    package let address: PublicAddress
    /// The hosts (`host[:port]`) that an app may name as `domain`.
    package var domains: [String]
    /// How long a payment code works, in seconds.
    package var paymentCodeLifetime: Int64 = 15 * 60
    /// How long a browser stays signed in without being used, in seconds.
    package var sessionLifetime: Int64 = 30 * 60
    /// How long it stays signed in however much it is used, in seconds; never less than the lifetime.
    package var sessionMaximum: Int64 = 12 * 60 * 60
    /// Wrong trade passwords before a lock.
    package var tradePasswordTries = 5
    /// How long the lock lasts, in seconds.
    package var tradePasswordLock: Int64 = 2 * 60 * 60
    /// How long payments stay frozen after a trade password was replaced, in seconds; 0 if they go on at once.
    package var tradePasswordFreeze: Int64 = 24 * 60 * 60
    /// How long a login's code works, in seconds.
    package var loginCodeLifetime: Int64 = 5 * 60
    /// How long an access token works, in seconds.
    package var accessTokenLifetime: Int64 = 2 * 60 * 60
    /// How long a refresh token works, in seconds.
    package var refreshTokenLifetime: Int64 = 7 * 24 * 60 * 60
    /// Whether callbacks may go to `http://` and to loopback addresses: in the sandbox only.
    package var allowsLoopbackCallbacks = false
    /// Whether callbacks may go to `http://`, wherever they may go otherwise.
    package var allowsHTTPCallbacks = false
    /// Addresses that callbacks may go to although they are not public.
    package var callbackNetworks: [AddressRange] = []
    /// The one path at ``publicURL`` that callbacks may go to: the sandbox's demo shop. Otherwise the platform never calls itself.
    package var ownCallbackPath: String?
    /// How long attempts to deliver callbacks are kept, in seconds.
    package var callbackHistory: Int64 = 30 * 24 * 60 * 60

    package init(address: PublicAddress, domains: [String]) {
        self.address = address
        self.domains = domains
    }

    package init(publicURL: String, domains: [String]) { self.init(address: PublicAddress(publicURL), domains: domains) }

    /// `scheme://host[:port]`.
    package var publicURL: String { address.url }
}

/// The platform's own address as browsers see it. A sandbox that takes any free port learns it only once it listens.
package final class PublicAddress: Sendable {
    private let text: Mutex<String>

    /// - Parameter url: `scheme://host[:port]`, without a path.
    package init(_ url: String) { text = Mutex(url) }

    package var url: String { text.withLock { $0 } }

    package func set(_ url: String) { text.withLock { $0 = url } }
}
