import PayCore
import PayLedger

/// Reads the orders of one user over all apps, for the user alone. Every read sees all that was acknowledged before it began.
///
/// There is no index of orders by user. Another one would cost each payment about as much as those that are there (a third of the rate at
/// which 600,000 orders went into a table of SQLite with theirs), while a page out of the history of each app, the newest of each merged,
/// takes one look into an index for each app: 5 ms for a thousand apps.
package protocol UserOrderStore: Sendable {
    /// The user's orders behind `place`, newest first (`createTime`, then `id`, descending), at most `limit`.
    ///
    /// - Parameter place: of the order that the last page ended with; `nil` for the first page. What is paid meanwhile moves no later page.
    func orders(matching filter: UserOrderFilter, after place: OrderPlace?, limit: Int) async throws -> [Order]

    /// The orders that have given back a part of `original`, newest first, at most `limit`.
    func returns(of original: OrderID, limit: Int) async throws -> [Order]
}

/// Which of a user's orders are asked for. `nil` filters nothing.
package struct UserOrderFilter: Hashable, Sendable {
    package let user: UserID
    package var coin: CoinID?
    package var direction: Direction?
    /// Inclusive.
    package var start: Timestamp?
    /// Exclusive.
    package var end: Timestamp?

    package init(user: UserID) { self.user = user }
}

/// Where an order stands in a list that is newest first.
package struct OrderPlace: Hashable, Sendable {
    package let createTime: Timestamp
    package let id: OrderID

    package init(createTime: Timestamp, id: OrderID) {
        self.createTime = createTime
        self.id = id
    }

    package init(of order: Order) { self.init(createTime: order.createTime, id: order.id) }

    /// Whether an order here comes before one there.
    package func isBefore(_ other: OrderPlace) -> Bool { (createTime, id) > (other.createTime, other.id) }
}
