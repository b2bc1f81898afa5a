/// Migration 2: the freeze after a change of the trade password, and what users let apps take in a day.
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
}
