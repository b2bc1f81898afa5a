import PayCore
import PayLedger

/// Approves a pay-out that waits, and the money arrives; or rejects it, and the money is the app's again.
package struct EndReview: Sendable {
    package struct Request: Hashable, Codable, Sendable {
        package let appID: String
        package let tradeNo: String
        package let approves: Bool

        package init(appID: String, tradeNo: String, approves: Bool) {
            self.appID = appID
            self.tradeNo = tradeNo
            self.approves = approves
        }
    }

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``OperatorRefusal``: 8, 11003, 11027, 1121.
    package func run(_ request: Request) async throws -> PayOutReply {
        let order = try await platform.order(
            OrderSelector(appID: request.appID, tradeNo: request.tradeNo), advice: "See the pay-outs that wait with: imugi payout list"
        )
        let review = LedgerCommand.EndReview(
            key: order.key, user: order.user, book: order.type.payerBook, coin: order.coin, approve: request.approves
        )
        do {
            guard case .order(let ended) = try await platform.committer.submit(.endReview(review), admission: { _ in nil }) else {
                preconditionFailure("a review ends an order")
            }
            return PayOutReply(ended, in: platform.directory.current)
        } catch let refusal as LedgerRefusal {
            return try await answer(to: refusal, request, order.key)
        } catch let error as PlatformError {
            throw OperatorRefusal(error.code, field: error.field, error.message)
        }
    }

    /// Whoever lost the first answer and asks again is told how the review ended, unless it ended the other way.
    private func answer(to refusal: LedgerRefusal, _ request: Request, _ key: OrderKey) async throws -> PayOutReply {
        switch refusal {
        case .notWaitingForReview:
            guard let order = try await platform.store.order(key) else { preconditionFailure("orders are never removed") }
            let wanted: OrderStatus = request.approves ? .succeeded : .failed
            guard order.direction == .appToUser, order.status == wanted else {
                let state = order.status == .succeeded ? "has succeeded" : "has failed"
                throw OperatorRefusal(
                    .badParameter, field: "trade_no", "Order \(key.tradeNo) does not wait for a review: it \(state). Nothing was done."
                )
            }
            return PayOutReply(order, in: platform.directory.current, isRepeated: true)
        case .paymentsFrozen:
            throw OperatorRefusal(
                .paymentsFrozen, "The payments of the user who would be paid are frozen, so the pay-out goes on waiting.",
                advice: "Unfreeze them with imugi user unfreeze, or reject the pay-out."
            )
        default:
            let error = refusal.platformError
            throw OperatorRefusal(error.code, field: error.field, error.message)
        }
    }
}
