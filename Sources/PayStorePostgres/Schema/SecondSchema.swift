/// Migration 2: the freeze after a change of the trade password.
enum SecondSchema {
    static let users = ["ALTER TABLE users ADD COLUMN payments_frozen_until bigint"]
}
