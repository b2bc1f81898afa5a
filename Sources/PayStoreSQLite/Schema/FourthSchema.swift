/// Migration 4: which user a confirmation was checked against, and tries to sign in.
enum FourthSchema {
    static let users = """
        -- Grows with each change of a password, of the trade password, of payments_frozen and of enabled.
        ALTER TABLE user ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
        """

    static let signIn = """
        -- How often a name or an address was tried within a window, which ends at expire_time. key: an HMAC of the name or the address.
        CREATE TABLE sign_in_try (
            key BLOB PRIMARY KEY CHECK (length(key) = 32),
            tries INTEGER NOT NULL CHECK (tries > 0),
            expire_time INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sign_in_try_by_expire_time ON sign_in_try (expire_time);
        """
}
