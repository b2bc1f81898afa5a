import PayDomain

/// Why a call to PostgreSQL did not do what it should.
///
/// Except after ``commitUnknown(reason:)`` nothing has changed in the database when one is thrown out of a transaction.
package enum PostgresError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The address is neither a connection URI nor a list of `name=value` that libpq understands. It is not repeated here, since it may
    /// hold a password.
    case addressUnusable
    /// No connection came about: the server is not there, is starting or stopping, or refused the user.
    case cannotConnect(reason: String)
    /// The server runs with a setting that money cannot rest on.
    case settingRefused(name: String, found: String, needed: String)
    /// The server refused a statement.
    case failed(PostgresFailure)
    /// The connection ended before the answer came; the server undoes what was not committed.
    case connectionLost(reason: String)
    /// COMMIT was sent and its answer never came: the transaction may be there or not, and only reading it back tells.
    case commitUnknown(reason: String)
    /// COMMIT was answered with a rollback, since an earlier error of this transaction had been passed over.
    case rolledBack
    /// So many callers wait for a connection already that no more may join them.
    case poolExhausted(waiting: Int)
    /// No connection became free in time.
    case poolTimedOut(after: Duration, lastFailure: String?)
    /// The pool is closed.
    case closed
    /// A stored value cannot be read as what the program takes it for.
    case unreadable(column: String, PostgresUnreadable)
    /// This program uses the connection wrongly.
    case misused(String)

    package var description: String {
        switch self {
        case .addressUnusable:
            "The address of the database is not understood. Write it as postgres://user@host:5432/database, its parameters as libpq names them."
        case .cannotConnect(let reason): "PostgreSQL cannot be reached: \(reason)"
        case .settingRefused(let name, let found, let needed):
            "PostgreSQL runs with \(name) = \(found) where payments need \(needed). Change the setting, or name another server."
        case .failed(let failure): failure.description
        case .connectionLost(let reason): "The connection to PostgreSQL was lost: \(reason)"
        case .commitUnknown(let reason): "Whether the transaction was committed is not known: \(reason)"
        case .rolledBack: "PostgreSQL rolled the transaction back, since an earlier statement of it had failed."
        case .poolExhausted(let waiting): "\(waiting) callers wait for a connection to PostgreSQL already."
        case .poolTimedOut(let after, let lastFailure):
            "No connection to PostgreSQL became free within \(after)." + (lastFailure.map { " \($0)" } ?? "")
        case .closed: "The connections to PostgreSQL are closed."
        case .unreadable(let column, let why): "The stored \(column) \(why)."
        case .misused(let what): "PostgreSQL was used wrongly: \(what)."
        }
    }

    /// The server's code for what went wrong, if it is a refused statement.
    package var sqlState: String? { if case .failed(let failure) = self { failure.sqlState } else { nil } }
}

extension PostgresError: StoreFailure {
    package var kind: StoreFailureKind {
        switch self {
        case .failed(let failure): failure.kind
        case .poolExhausted, .poolTimedOut(_, lastFailure: nil): .crowded
        case .commitUnknown: .unknown
        case .addressUnusable, .cannotConnect, .settingRefused, .connectionLost, .rolledBack, .poolTimedOut, .closed, .unreadable, .misused:
            .unavailable
        }
    }
}

extension PostgresFailure {
    fileprivate var kind: StoreFailureKind {
        switch sqlState {
        // lock_not_available: the lock time-out.
        case "55P03": .locked
        // query_canceled: the statement time-out. serialization_failure and deadlock_detected, after all retries.
        case "57014", "40001", "40P01": .crowded
        default: .unavailable
        }
    }
}

/// A statement that the server refused.
package struct PostgresFailure: Hashable, Sendable, CustomStringConvertible {
    /// The five characters that PostgreSQL's documentation lists under "Error Codes".
    package let sqlState: String
    /// The server's own words. They name tables, columns and constraints; what may hold values, the detail, is left out.
    package let message: String
    /// Which statement it was, by its ``PostgresStatement/name``.
    package let statement: String
    /// Whether the server ends the connection with it.
    package let endsConnection: Bool

    package var description: String { "PostgreSQL error \(sqlState) in \(statement): \(message)" }
}

/// Why a value is unreadable. Each case reads as the rest of a sentence that begins with the column's name.
package enum PostgresUnreadable: Error, Hashable, Sendable, CustomStringConvertible {
    case noSuchColumn
    case null
    /// `found` is the object identifier of the column's type.
    case otherType(expected: PostgresType, found: UInt32)
    case notANumber
    case fraction
    case outOfRange
    case malformed

    package var description: String {
        switch self {
        case .noSuchColumn: "is no column of the result"
        case .null: "is null"
        case .otherType(let expected, let found): "is of type \(found) instead of \(expected) (\(expected.rawValue))"
        case .notANumber: "is not a finite number"
        case .fraction: "is no whole number"
        case .outOfRange: "does not fit 128 bits"
        case .malformed: "is not encoded as its type"
        }
    }
}
