/// Migration 4: which user a confirmation was checked against.
enum FourthSchema {
    static let users = """
        -- Grows with each change of a password, of the trade password, of payments_frozen and of enabled.
        ALTER TABLE user ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
        """
}
