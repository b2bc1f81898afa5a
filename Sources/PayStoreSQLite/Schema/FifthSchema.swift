/// Migration 5: the freeze after a change of the trade password.
enum FifthSchema {
    static let users = """
        ALTER TABLE user ADD COLUMN payments_frozen_until INTEGER;
        """
}
