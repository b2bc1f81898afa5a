import PayCore
import PayLedger

extension LedgerProver {
    /// The next order by number.
    mutating func take(_ stored: StoredOrder) {
        let order = stored.order
        let succeeded = order.status == .succeeded
        if stored.settlements != (succeeded ? 1 : 0) {
            breaks.record(
                .settledOnce, "order \(order.id) has status \(order.status.rawValue) and \(stored.settlements) settling transactions"
            )
        }
        if (order.arriveTime != nil) != succeeded || order.arriveTime.map({ $0 < order.createTime }) ?? false {
            breaks.record(.timesAreInOrder, "order \(order.id)")
        }
        if stored.callbacks != (succeeded ? 1 : 0) {
            breaks.record(
                .callbackForEachSuccess, "order \(order.id) has status \(order.status.rawValue) and \(stored.callbacks) callbacks"
            )
        }
        let numbering = order.id.number % Int64(LedgerShard.count)
        if let last = lastOrders[numbering], last.id >= order.id || last.createTime >= order.createTime {
            breaks.record(.numbersIncrease, "order \(order.id) does not follow \(last.id)")
        }
        lastOrders[numbering] = order
        if stored.namesakes != 1 { breaks.record(.tradeNumbersAreUnique, "app \(order.key.app), trade_no \(order.key.tradeNo)") }
        if order.cut.isNegative || !order.volume.isPositive || order.cut >= order.volume {
            breaks.record(.grossIsNetAndCut, "order \(order.id) has volume \(order.volume.unitsText) and cut \(order.cut.unitsText)")
        }
        checkReturns(stored)
    }

    private mutating func checkReturns(_ stored: StoredOrder) {
        let order = stored.order
        if stored.sumOfReturns != stored.returned.units || stored.sumOfReturns > order.volume.units {
            breaks.record(
                .returnsWithinPayment,
                "the returns of order \(order.id) are \(stored.sumOfReturns), on record are \(stored.returned.unitsText)"
            )
        }
        guard let id = order.original else { return }
        guard let original = stored.original, original.direction == .userToApp, original.status == .succeeded,
            order.direction == .appToUser, order.key.app == original.key.app, order.user == original.user, order.coin == original.coin,
            order.type == original.type
        else {
            _ = breaks.record(.returnsWithinPayment, "order \(order.id) gives back \(id), which is no such payment")
            return
        }
    }
}
