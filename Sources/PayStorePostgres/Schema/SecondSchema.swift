/// Migration 2: the freeze after a change of the trade password, what users let apps take in a day, what a user sees of browsers that are
/// signed in, and when an app was last used.
enum SecondSchema {
    static let users = ["ALTER TABLE users ADD COLUMN payments_frozen_until bigint"]

    static let spendingCaps = [
        // cap: the most that the app may take out of the user's open account in a day; null if there is none any more. taken: what it has
        // taken on that day. A row is there once a cap was set, and from then on it counts. A payment changes none of what refers to other
        // rows, so that it locks none of them.
        """
        CREATE TABLE spending_cap (
            uid bigint NOT NULL REFERENCES users (id),
            app_id text COLLATE "C" NOT NULL REFERENCES app (id),
            coin bigint NOT NULL REFERENCES coin (id),
            cap numeric CHECK (cap >= 0 AND cap = trunc(cap)),
            day bigint NOT NULL,
            taken numeric NOT NULL CHECK (taken >= 0 AND taken = trunc(taken)),
            PRIMARY KEY (uid, app_id, coin)
        ) WITH (fillfactor = 70)
        """
    ]

    static let sessions = [
        // A program of the version before writes none of these. program, system: what the browser calls itself.
        """
        ALTER TABLE session ADD COLUMN last_use_time bigint NOT NULL DEFAULT 0, ADD COLUMN program text, ADD COLUMN system text,
            ADD COLUMN address text
        """,
        // When the login's tokens were renewed last.
        "ALTER TABLE login ADD COLUMN refresh_time bigint",
        "CREATE INDEX login_by_user ON login (uid, app_id, create_time)",
        "CREATE INDEX login_refreshed ON login (uid, app_id, refresh_time) WHERE refresh_time IS NOT NULL",
    ]
}
