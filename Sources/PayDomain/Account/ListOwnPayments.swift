import PayCore
import PayLedger

/// One page of a user's payments over all apps, newest first.
package struct ListOwnPayments: Sendable {
    package struct Page: Sendable {
        package let payments: [OwnPayment]
        /// Where the next page goes on; `nil` at the end.
        package let next: OrderPlace?
        /// Whether a search has ended before the page was full, because it had looked at enough: there may be more behind ``next``.
        package let isCutShort: Bool
    }

    /// The most payments on a page.
    package static let maximumPayments = 20
    /// The most of the user's orders that one page of a search looks at. The next page goes on behind them, so that all can be reached.
    package static let searchReach = 2_000
    private static let searchStep = 500

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Parameters:
    ///   - filter: of the user who asks.
    ///   - search: `nil` for all.
    ///   - place: where the page before ended.
    package func run(_ filter: UserOrderFilter, search: PaymentSearch? = nil, after place: OrderPlace? = nil) async throws -> Page {
        guard let search else { return try await list(filter, after: place) }
        let matcher = search.matcher(in: platform.directory.current)
        var found: [OwnPayment] = []
        // An order's own number finds it wherever it stands, so it is shown first and not again.
        let numbered = try await order(numbered: search, filter)
        if place == nil, let numbered { found.append(try await platform.ownPayment(numbered)) }
        var place = place
        var looked = 0
        while looked < Self.searchReach {
            let orders = try await platform.store.orders(matching: filter, after: place, limit: Self.searchStep)
            for (index, order) in orders.enumerated() {
                place = OrderPlace(of: order)
                guard order.id != numbered?.id, matcher.matches(order) else { continue }
                found.append(try await platform.ownPayment(order))
                guard found.count == Self.maximumPayments else { continue }
                let isLast = index == orders.count - 1 && orders.count < Self.searchStep
                return Page(payments: found, next: isLast ? nil : place, isCutShort: false)
            }
            looked += orders.count
            if orders.count < Self.searchStep { return Page(payments: found, next: nil, isCutShort: false) }
        }
        return Page(payments: found, next: place, isCutShort: true)
    }

    private func list(_ filter: UserOrderFilter, after place: OrderPlace?) async throws -> Page {
        let orders = try await platform.store.orders(matching: filter, after: place, limit: Self.maximumPayments + 1)
        var payments: [OwnPayment] = []
        for order in orders.prefix(Self.maximumPayments) { payments.append(try await platform.ownPayment(order)) }
        let next = orders.count > Self.maximumPayments ? payments.last.map { OrderPlace(of: $0.order) } : nil
        return Page(payments: payments, next: next, isCutShort: false)
    }

    private func order(numbered search: PaymentSearch, _ filter: UserOrderFilter) async throws -> Order? {
        guard let id = search.orderID, let order = try await platform.store.order(id), filter.contains(order) else { return nil }
        return order
    }
}

extension UserOrderFilter {
    fileprivate func contains(_ order: Order) -> Bool {
        order.user == user && (coin == nil || order.coin == coin) && (direction == nil || order.direction == direction)
            && start.map { order.createTime >= $0 } ?? true && end.map { order.createTime < $0 } ?? true
    }
}
