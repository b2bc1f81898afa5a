/// Migration 3: leases of callbacks, what an attempt has sent and seen, apps whose callbacks fail, and keys that are being replaced.
enum ThirdSchema {
    static let callbacks = """
        -- leased_until: somebody attempts the callback until then. fence: counts its leases.
        ALTER TABLE callback ADD COLUMN leased_until INTEGER;
        ALTER TABLE callback ADD COLUMN fence INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX callback_leased ON callback (app_id, leased_until) WHERE leased_until IS NOT NULL;
        CREATE INDEX callback_given_up ON callback (app_id, order_id) WHERE due_time IS NULL AND delivered_time IS NULL;

        -- Headers are lines of a name, a colon, a space and the value. superseded: it came too late to count.
        ALTER TABLE callback_attempt ADD COLUMN address TEXT;
        ALTER TABLE callback_attempt ADD COLUMN failure_kind TEXT;
        ALTER TABLE callback_attempt ADD COLUMN request_headers TEXT NOT NULL DEFAULT '';
        ALTER TABLE callback_attempt ADD COLUMN answer_headers TEXT NOT NULL DEFAULT '';
        ALTER TABLE callback_attempt ADD COLUMN answer_start BLOB NOT NULL DEFAULT x'';
        ALTER TABLE callback_attempt ADD COLUMN superseded INTEGER NOT NULL DEFAULT 0 CHECK (superseded IN (0, 1));

        -- The apps of which no attempt has succeeded since one failed.
        CREATE TABLE failing_app (
            app_id TEXT PRIMARY KEY REFERENCES app (id),
            since INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    static let keys = """
        -- The keys that the present ones replace, until the time at which these take over for good.
        ALTER TABLE app ADD COLUMN replaced_check_key BLOB;
        ALTER TABLE app ADD COLUMN replaced_strong_secret BLOB;
        ALTER TABLE app ADD COLUMN replaced_until INTEGER
            CHECK ((replaced_until IS NULL) = (replaced_check_key IS NULL) AND (replaced_until IS NULL) = (replaced_strong_secret IS NULL));
        """
}
