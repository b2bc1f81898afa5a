import PayCore
import Synchronization

/// What the shop remembers: its orders and the log, in memory and bounded, the same for every browser, since a sandbox is one person's. Of
/// several nodes each remembers what it has done itself; the platform knows everything, and order/history brings it back.
final class ShopBook: Sendable {
    static let maximumExchanges = 200
    static let maximumOrders = 100

    /// A sentence about what was done last, shown once.
    struct Notice: Sendable {
        enum Kind: String, Sendable {
            case good
            case info
            case warn
            case error
        }

        let kind: Kind
        let text: String
    }

    /// Who has signed in with the platform, and the token to sign out with.
    struct Guest: Sendable {
        let uid: String
        let openID: String
        let accessToken: String
    }

    /// Everything at one moment.
    struct State: Sendable {
        /// Grows with every change.
        var revision = 0
        /// The oldest first, each with the revision that brought it.
        var exchanges: [(revision: Int, exchange: ShopExchange)] = []
        /// The newest first.
        var orders: [ShopOrder] = []
        var guest: Guest?
        /// The `state` that the sign-in page was opened with.
        var signInState: String?
        fileprivate var notice: Notice?
        /// The ids of callbacks that were taken, the oldest first.
        fileprivate var callbackIDs: [String] = []
    }

    private let state = Mutex(State())

    var current: State { state.withLock { $0 } }

    func note(_ exchange: ShopExchange) {
        change { state in
            state.exchanges.append((state.revision, exchange))
            if state.exchanges.count > Self.maximumExchanges { state.exchanges.removeFirst() }
        }
    }

    /// - Returns: `false` if there is an order of this `trade_no` already; it stays as it is.
    @discardableResult
    func add(_ order: ShopOrder) -> Bool {
        change { state in
            guard !state.orders.contains(where: { $0.tradeNo.utf8.elementsEqual(order.tradeNo.utf8) }) else { return false }
            state.orders.insert(order, at: 0)
            if state.orders.count > Self.maximumOrders { state.orders.removeLast() }
            return true
        }
    }

    func order(_ tradeNo: String?) -> ShopOrder? {
        guard let tradeNo else { return nil }
        return current.orders.first { $0.tradeNo.utf8.elementsEqual(tradeNo.utf8) }
    }

    /// Changes an order that the shop knows.
    func change(_ tradeNo: String, _ body: (inout ShopOrder) -> Void) {
        change { state in
            guard let index = state.orders.firstIndex(where: { $0.tradeNo.utf8.elementsEqual(tradeNo.utf8) }) else { return }
            body(&state.orders[index])
        }
    }

    /// - Returns: `false` if a callback of this id was taken before.
    func isFirst(callbackID: String) -> Bool {
        state.withLock { state in
            guard !state.callbackIDs.contains(callbackID) else { return false }
            state.callbackIDs.append(callbackID)
            // Each order has one id.
            if state.callbackIDs.count > 4 * Self.maximumOrders { state.callbackIDs.removeFirst() }
            return true
        }
    }

    func say(_ kind: Notice.Kind, _ text: String) { state.withLock { $0.notice = Notice(kind: kind, text: text) } }

    func takeNotice() -> Notice? {
        state.withLock { state in
            defer { state.notice = nil }
            return state.notice
        }
    }

    func expectSignIn(_ state: String) { change { $0.signInState = state } }

    func welcome(_ guest: Guest?) {
        change { state in
            state.guest = guest
            state.signInState = nil
        }
    }

    private func change<Result>(_ body: (inout State) -> Result) -> Result {
        state.withLock { state in
            state.revision += 1
            return body(&state)
        }
    }
}
