/// How much of each other's work transactions that run at the same time see, as SQL defines it.
package enum PostgresIsolation: String, CaseIterable, Sendable {
    case readCommitted = "READ COMMITTED"
    case repeatableRead = "REPEATABLE READ"
    case serializable = "SERIALIZABLE"
}

/// The statements around a transaction, prepared like all others.
enum TransactionStatements {
    static let commit = PostgresStatement("commit", "COMMIT")
    static let rollback = PostgresStatement("rollback", "ROLLBACK")

    static func begin(_ isolation: PostgresIsolation) -> PostgresStatement {
        // One text for each level; a name is never used for two.
        switch isolation {
        case .readCommitted: PostgresStatement("begin_read_committed", "BEGIN ISOLATION LEVEL READ COMMITTED")
        case .repeatableRead: PostgresStatement("begin_repeatable_read", "BEGIN ISOLATION LEVEL REPEATABLE READ")
        case .serializable: PostgresStatement("begin_serializable", "BEGIN ISOLATION LEVEL SERIALIZABLE")
        }
    }
}
