import PayCore
import Synchronization

/// Which `open_id` an app knows a user by. Every order's answer carries it, so the pairs that are in use stay in memory.
/// What is kept never goes stale: a user's name to an app stays for ever.
final class OpenIDCache: Sendable {
    private struct Pair: Hashable {
        let app: AppID
        let user: UserID
    }

    /// Past this many pairs the cache starts anew.
    private static let capacity = 100_000

    private let store: any Store
    private let known = Mutex<[Pair: OpenID]>([:])

    init(store: any Store) { self.store = store }

    /// - Returns: `nil` if the user has never authorised the app.
    func openID(app: AppID, user: UserID) async throws -> OpenID? {
        let pair = Pair(app: app, user: user)
        if let known = known.withLock({ $0[pair] }) { return known }
        // That there is none is not kept: the user may be authorising the app at this moment.
        guard let openID = try await store.grant(of: app, user: user)?.openID else { return nil }
        known.withLock { known in
            if known.count >= Self.capacity { known.removeAll(keepingCapacity: true) }
            known[pair] = openID
        }
        return openID
    }
}
