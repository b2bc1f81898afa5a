import PayCore
import PayLedger

/// One page of an app's orders, newest first, and how many the filter matches in all (protocol, 5.6).
package struct ListOrders: Sendable {
    /// The most orders on a page.
    package static let maximumLimit = 20

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Parameters:
    ///   - filter: of the caller's app; a user who the caller may not see is none of it.
    ///   - offset: how many of the newest to skip, from 0.
    ///   - limit: 1 to ``maximumLimit``.
    package func run(_ filter: OrderFilter, offset: Int64, limit: Int) async throws -> (total: Int64, orders: [OrderAnswer]) {
        let page = try await platform.store.orders(matching: filter, offset: offset, limit: limit)
        var answers: [OrderAnswer] = []
        for order in page.orders { answers.append(try await platform.answer(order)) }
        return (page.total, answers)
    }
}
