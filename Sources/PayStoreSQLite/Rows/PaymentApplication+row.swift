import PayCore
import PayLedger

extension PaymentApplication {
    /// The columns of `application`, in the order in which ``init(_:)`` reads them.
    static let columns = """
        app_id, trade_no, coin, volume, cut, scene, description, device, state, redirect_url, domain, only_user, code_hash, expire_time, \
        create_time, cancelled
        """

    /// - Throws: ``StoreError/unreadable(column:)``.
    init(_ row: Row) throws {
        let terms = PaymentTerms(
            coin: try row.coin(2), volume: try row.amount(3),
            texts: OrderTexts(scene: row.text(5), desc: row.text(6), device: row.text(7)), state: row.text(8), redirectURL: row.text(9),
            domain: row.optional(10, row.text), onlyUser: try row.optional(11, row.user)
        )
        self.init(
            key: OrderKey(app: try row.app(0), tradeNo: try row.tradeNo(1)), terms: terms, cut: try row.amount(4),
            codeHash: row.bytes(12), expireTime: row.time(13), createTime: row.time(14), isCancelled: row.flag(15)
        )
    }

    /// What a row holds, in the order of ``columns``.
    var values: [SQLValue] {
        [
            .app(key.app), .text(key.tradeNo.text), .coin(terms.coin), .amount(terms.volume), .amount(cut), .text(terms.texts.scene),
            .text(terms.texts.desc), .text(terms.texts.device), .text(terms.state), .text(terms.redirectURL), .text(terms.domain),
            .user(terms.onlyUser), .bytes(codeHash), .time(expireTime), .time(createTime), .flag(isCancelled),
        ]
    }
}
