import GRDB

/// The schema's history. A migration that was published is never changed; a new one is added at the end.
enum Migrations {
    static var all: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        // Each is checked by the schema's own foreign keys while it runs.
        migrator.registerMigration("0001 first schema", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: FirstSchema.directory)
            try db.execute(sql: FirstSchema.users)
            try db.execute(sql: FirstSchema.orders)
            try db.execute(sql: FirstSchema.ledger)
            try db.execute(sql: FirstSchema.callbacks)
        }
        return migrator
    }
}
