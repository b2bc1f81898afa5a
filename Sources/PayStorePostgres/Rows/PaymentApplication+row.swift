import PayCore
import PayLedger

extension PaymentApplication {
    /// The columns of `application`, in the order in which ``init(_:)`` reads them.
    static let columns = """
        application.app_id, application.trade_no, application.coin, application.volume, application.cut, application.scene, \
        application.description, application.device, application.state, application.redirect_url, application.domain, \
        application.only_user, application.code_hash, application.expire_time, application.create_time, application.cancelled
        """

    /// - Throws: ``PostgresError/unreadable(column:_:)``.
    init(_ row: PostgresRow) throws(PostgresError) {
        let terms = PaymentTerms(
            coin: try row.coin(2), volume: try row.amount(3),
            texts: OrderTexts(scene: try row.text(5), desc: try row.text(6), device: try row.text(7)), state: try row.text(8),
            redirectURL: try row.text(9), domain: try row.optional(10, row.text), onlyUser: try row.optional(11, row.user)
        )
        self.init(
            key: OrderKey(app: try row.app(0), tradeNo: try row.tradeNo(1)), terms: terms, cut: try row.amount(4),
            codeHash: try row.bytes(12), expireTime: try row.timestamp(13), createTime: try row.timestamp(14),
            isCancelled: try row.bool(15)
        )
    }
}
