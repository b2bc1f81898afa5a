import PayCore
import PayDomain

extension Login {
    /// The columns of `login`, in the order in which ``init(_:)`` reads them.
    static let columns = "login.id, login.app_id, login.uid, login.device, login.scopes, login.ended"

    /// How many they are.
    static let columnCount = 6

    /// - Throws: ``PostgresError/unreadable(column:_:)``.
    init(_ row: PostgresRow) throws(PostgresError) {
        self.init(
            id: try row.int64(0), app: try row.app(1), user: try row.user(2), device: try row.text(3), scopes: try row.scopes(4),
            isAlive: try !row.bool(5))
    }
}

extension StoredLoginCode {
    /// - Throws: ``PostgresError/unreadable(column:_:)``.
    init(_ row: PostgresRow) throws(PostgresError) {
        self.init(
            app: try row.app(0), user: try row.user(1), device: try row.text(2), state: try row.text(3), asked: try row.scopes(4),
            granted: try row.scopes(5), expireTime: try row.timestamp(6), isSpent: try row.bool(7), login: try row.optional(8, row.int64),
            userIsEnabled: try row.bool(9))
    }
}

extension StoredRefreshToken {
    /// - Throws: ``PostgresError/unreadable(column:_:)``.
    init(_ row: PostgresRow) throws(PostgresError) {
        self.init(
            login: try Login(row), expireTime: try row.timestamp(Login.columnCount), isSpent: try row.bool(Login.columnCount + 1),
            granted: try row.scopes(Login.columnCount + 2))
    }
}

extension StoredAccessToken {
    /// - Throws: ``PostgresError/unreadable(column:_:)``.
    init(_ row: PostgresRow) throws(PostgresError) {
        self.init(
            login: try Login(row), expireTime: try row.timestamp(Login.columnCount), isReplaced: try row.bool(Login.columnCount + 1),
            grant: try Grant(row, at: Login.columnCount + 2))
    }
}
