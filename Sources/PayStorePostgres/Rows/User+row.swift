import PayCore
import PayDomain

extension User {
    /// The columns of `users`, in the order in which ``init(_:)`` reads them.
    static let columns =
        "id, name, password_hash, trade_password_hash, payments_frozen, payments_frozen_until, enabled, trade_locked_until, version"

    /// - Throws: ``PostgresError/unreadable(column:_:)``.
    init(_ row: PostgresRow) throws(PostgresError) {
        self.init(
            id: try row.user(0), name: try row.text(1), passwordHash: try row.optional(2, row.text),
            tradePasswordHash: try row.optional(3, row.text), paymentsFrozen: try row.bool(4),
            paymentsFrozenUntil: try row.optional(5, row.timestamp), isEnabled: try row.bool(6),
            tradePasswordLockEnd: try row.optional(7, row.timestamp), version: try row.int64(8))
    }
}

extension Grant {
    /// The columns of a grant, in the order in which ``init(_:at:)`` reads them; they need ``unionJoin``.
    static let columns = "user_grant.app_id, user_grant.uid, user_grant.open_id, union_id.union_id, user_grant.scopes"

    static let unionJoin = """
        JOIN app ON app.id = user_grant.app_id \
        JOIN union_id ON union_id.company_id = app.company_id AND union_id.uid = user_grant.uid
        """

    static let selection = "SELECT \(columns) FROM user_grant \(unionJoin)"

    /// Reads the columns from `first` on.
    ///
    /// - Throws: ``PostgresError/unreadable(column:_:)``.
    init(_ row: PostgresRow, at first: Int) throws(PostgresError) {
        self.init(
            app: try row.app(first), user: try row.user(first + 1), openID: try row.valid(OpenID(row.text(first + 2)), first + 2),
            unionID: try row.valid(UnionID(row.text(first + 3)), first + 3), scopes: try row.scopes(first + 4))
    }
}
