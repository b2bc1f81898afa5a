/// Migration 5: the freeze after a change of the trade password, and what users let apps take in a day.
enum FifthSchema {
    static let users = """
        ALTER TABLE user ADD COLUMN payments_frozen_until INTEGER;
        """

    static let spendingCaps = """
        -- cap: the most that the app may take out of the user's open account in a day; null if there is none any more. taken: what it has
        -- taken on that day. A row is there once a cap was set, and from then on it counts.
        CREATE TABLE spending_cap (
            uid INTEGER NOT NULL REFERENCES user (id),
            app_id TEXT NOT NULL REFERENCES app (id),
            coin INTEGER NOT NULL REFERENCES coin (id),
            cap TEXT CHECK (cap NOT GLOB '*[^0-9]*'),
            day INTEGER NOT NULL,
            taken TEXT NOT NULL CHECK (taken NOT GLOB '*[^0-9]*'),
            PRIMARY KEY (uid, app_id, coin)
        ) STRICT, WITHOUT ROWID;
        """
}
