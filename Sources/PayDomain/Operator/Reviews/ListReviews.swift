import PayCore

/// Lists the pay-outs that wait for an operator because they are above their app's limit, the oldest first.
package struct ListReviews: Sendable {
    /// The most pay-outs in one answer.
    package static let maximumLimit = 1_000

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Returns: at most `limit` pay-outs, and whether there are more.
    /// - Throws: ``OperatorRefusal``: 8.
    package func run(limit: Int) async throws -> (payOuts: [PayOutReply], more: Bool) {
        guard (1...Self.maximumLimit).contains(limit) else {
            throw OperatorRefusal.wrong("limit", "must be 1 to \(Self.maximumLimit); it is \(limit)")
        }
        let orders = try await platform.store.ordersUnderReview(limit: limit + 1)
        let directory = platform.directory.current
        return (orders.prefix(limit).map { PayOutReply($0, in: directory) }, orders.count > limit)
    }
}
