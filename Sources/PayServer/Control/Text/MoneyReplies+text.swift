import PayCore
import PayDomain
import PayLedger

extension MovementReply {
    var text: String {
        let verb = kind == .deposit ? "Deposited" : "Withdrew"
        let way = kind == .deposit ? "to" : "from"
        let done = "\(volume) \(coinCode) \(way) the \(account) account of \(name) (uid \(uid))"
        let first =
            isRepeated
            ? "Nothing to do: reference \(reference) was carried out before.\nIt \(verb.lowercased()) \(done)." : "\(verb) \(done)."
        return "\(first)\n\(balance.text(reference: reference))"
    }
}

extension TransferReply {
    var text: String {
        let done = "\(volume) \(coinCode) from the \(from) to the \(to) account of \(name) (uid \(uid))"
        let first =
            isRepeated ? "Nothing to do: reference \(reference) was carried out before.\nIt moved \(done)." : "Moved \(done)."
        var table = TextTable(["ACCOUNT", "AVAILABLE", "FROZEN", "TOTAL"])
        for balance in balances { table.add([balance.account, balance.available, balance.frozen, balance.total]) }
        return "\(first)\n\(details([("reference", reference)]))\n\n\(table.text(indent: "  "))"
    }
}

extension HoldReply {
    var text: String {
        let whose = "the \(account) account of \(name) (uid \(uid))"
        let first =
            switch (isHeld, isRepeated) {
            case (true, false): "Froze \(volume ?? "") \(coinCode) on \(whose)."
            case (true, true): "Nothing to do: reference \(reference) is held already, \(volume ?? "") \(coinCode) on \(whose)."
            case (false, false): "Released the hold \(reference) on \(whose)."
            case (false, true): "Nothing to do: the hold \(reference) on \(whose) was released before."
            }
        let next =
            isHeld
            ? "\n\nIt stays frozen until\n    imugi release --uid \(uid) --coin \(coinCode) --account \(account) --reference \(reference)"
            : ""
        return "\(first)\n\(balance.text(reference: reference))\(next)"
    }
}

extension UserReply.Holding {
    fileprivate func text(reference: String) -> String {
        details([("reference", reference), ("available", available), ("frozen", frozen), ("total", total)])
    }
}

extension PayOutReply {
    static let header = ["APP_ID", "TRADE_NO", "UID", "VOLUME", "COIN", "SINCE", "WHAT FOR"]
    var row: [String] { [appID, tradeNo, String(uid), volume, coinCode, UTCTime.text(Timestamp(nanoseconds: createTime)), purpose] }

    /// The app's own words, in quotes so that nothing in them can look like ours.
    private var purpose: String { [scene, desc].filter { !$0.isEmpty }.map(quoted).joined(separator: " ") }

    var text: String {
        let name = "pay-out \(tradeNo) of app \(appID)"
        let isApproved = status == OrderStatus.succeeded.rawValue
        let ending = isApproved ? "\(volume) \(coinCode) arrived at user \(uid)" : "\(volume) \(coinCode) is the app's again"
        let first =
            isRepeated
            ? "Nothing to do: \(name) had \(isApproved ? "succeeded" : "failed") before" : "\(isApproved ? "Approved" : "Rejected") \(name)"
        return """
            \(first): \(ending).
            \(details([("id", String(id)), ("uid", String(uid)), ("asked", UTCTime.text(Timestamp(nanoseconds: createTime)))]))
            """
    }
}

extension AuditReply {
    private static let broken =
        "THE LEDGER IS BROKEN. Stop the server, keep a copy of the data folder as it is, and find out what happened."

    var text: String {
        var table = TextTable()
        for check in checks {
            table.add([check.holds ? "holds" : "BROKEN", check.name])
            for row in check.breaks { table.add(["", "  \(row)"]) }
        }
        var sums = TextTable(["COIN", "IN CIRCULATION", "SUM OVER ALL ACCOUNTS"])
        for coin in coins { sums.add([coin.coinCode, coin.issued, coin.sum]) }
        let last = details([("transactions", String(transactions)), ("chain head", chainHead)])
        return [
            holds ? "The ledger holds." : Self.broken, "",
            table.text(indent: "  "), "", coins.isEmpty ? "  No money was ever moved." : sums.text(indent: "  "), "", last,
        ].joined(separator: "\n")
    }
}
