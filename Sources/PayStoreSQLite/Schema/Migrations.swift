import GRDB

/// The schema's history. A migration that was published is never changed; a new one is added at the end.
package enum Migrations {
    package static var all: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        // Each is checked by the schema's own foreign keys while it runs.
        migrator.registerMigration("0001 first schema", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: FirstSchema.directory)
            try db.execute(sql: FirstSchema.users)
            try db.execute(sql: FirstSchema.orders)
            try db.execute(sql: FirstSchema.ledger)
            try db.execute(sql: FirstSchema.callbacks)
        }
        // Tables are made anew for their checks, and others refer to them meanwhile: everything is checked at the end.
        migrator.registerMigration("0002 logins, open accounts and returns", foreignKeyChecks: .deferred) { db in
            try db.execute(sql: SecondSchema.logins)
            try db.execute(sql: SecondSchema.ledger)
            try db.execute(sql: SecondSchema.prices)
        }
        migrator.registerMigration("0003 leases of callbacks and replaced keys", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: ThirdSchema.callbacks)
            try db.execute(sql: ThirdSchema.keys)
        }
        migrator.registerMigration("0004 versions of users and tries to sign in", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: FourthSchema.users)
            try db.execute(sql: FourthSchema.signIn)
        }
        migrator.registerMigration("0005 freezes after changed trade passwords and caps of users", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: FifthSchema.users)
            try db.execute(sql: FifthSchema.spendingCaps)
        }
        migrator.registerMigration("0006 sessions and uses of apps", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: SixthSchema.sessions)
            try db.execute(sql: SixthSchema.apps)
        }
        return migrator
    }
}
