/// Migration 1. Amounts are `NUMERIC` without a fraction: the count of the coin's smallest unit. Times are nanoseconds since 1970. Text
/// compares byte by byte. Tables and columns have the names that they have in SQLite, so that a platform can be copied from one to the other.
///
/// Nothing that a payment writes refers to a row by a foreign key: each one would lock the row that it refers to, which all payments of an
/// app and of a coin share, on every node. The batch has read those rows, and the proof of the ledger looks for what belongs to nothing.
enum FirstSchema {
    static let directory = [
        """
        CREATE TABLE installation (
            only_row bigint PRIMARY KEY CHECK (only_row = 1),
            purpose text NOT NULL CHECK (purpose IN ('serve', 'sandbox')),
            key_check bytea NOT NULL
        )
        """,
        """
        CREATE TABLE metadata (name text COLLATE "C" PRIMARY KEY, value text NOT NULL)
        """,
        // version: counts the changes of the tables below, up to price.
        "CREATE TABLE directory_version (only_row bigint PRIMARY KEY CHECK (only_row = 1), version bigint NOT NULL)",
        "INSERT INTO directory_version VALUES (1, 1)",
        """
        CREATE TABLE coin (
            id bigint PRIMARY KEY CHECK (id > 0),
            code text COLLATE "C" NOT NULL UNIQUE,
            scale bigint NOT NULL CHECK (scale BETWEEN 0 AND 18)
        )
        """,
        """
        CREATE TABLE company (id text COLLATE "C" PRIMARY KEY, name text NOT NULL)
        """,
        // version: counts the changes of what a confirmation is decided on.
        """
        CREATE TABLE users (
            id bigint PRIMARY KEY CHECK (id > 0),
            name text COLLATE "C" NOT NULL UNIQUE,
            password_hash text,
            trade_password_hash text,
            payments_frozen boolean NOT NULL,
            enabled boolean NOT NULL DEFAULT true,
            version bigint NOT NULL DEFAULT 0,
            trade_tries bigint NOT NULL DEFAULT 0 CHECK (trade_tries >= 0),
            trade_locked_until bigint
        )
        """,
        """
        CREATE TABLE app (
            id text COLLATE "C" PRIMARY KEY,
            company_id text COLLATE "C" NOT NULL REFERENCES company (id),
            name text NOT NULL,
            manager bigint NOT NULL REFERENCES users (id),
            enabled boolean NOT NULL,
            scopes bigint NOT NULL,
            cut_millionths bigint NOT NULL CHECK (cut_millionths BETWEEN 0 AND 999999),
            envelope_member text NOT NULL CHECK (envelope_member IN ('data', 'Data')),
            callback_url text,
            allows_loopback boolean NOT NULL,
            check_key bytea NOT NULL,
            strong_secret bytea NOT NULL,
            replaced_check_key bytea,
            replaced_strong_secret bytea,
            replaced_until bigint,
            CHECK ((replaced_until IS NULL) = (replaced_check_key IS NULL) AND (replaced_until IS NULL) = (replaced_strong_secret IS NULL))
        )
        """,
        """
        CREATE TABLE app_coin (
            app_id text COLLATE "C" NOT NULL REFERENCES app (id),
            coin bigint NOT NULL REFERENCES coin (id),
            daily_limit numeric CHECK (daily_limit >= 0 AND daily_limit = trunc(daily_limit)),
            review_above numeric CHECK (review_above >= 0 AND review_above = trunc(review_above)),
            PRIMARY KEY (app_id, coin)
        )
        """,
        """
        CREATE TABLE app_origin (
            app_id text COLLATE "C" NOT NULL REFERENCES app (id),
            line bigint NOT NULL,
            origin text NOT NULL,
            PRIMARY KEY (app_id, line)
        )
        """,
        """
        CREATE TABLE app_login_url (
            app_id text COLLATE "C" NOT NULL REFERENCES app (id),
            line bigint NOT NULL,
            url text NOT NULL,
            PRIMARY KEY (app_id, line)
        )
        """,
        """
        CREATE TABLE access_key (
            id text COLLATE "C" PRIMARY KEY,
            app_id text COLLATE "C" NOT NULL REFERENCES app (id),
            secret bytea NOT NULL,
            enabled boolean NOT NULL,
            create_time bigint NOT NULL
        )
        """,
        """
        CREATE TABLE access_key_address (
            key_id text COLLATE "C" NOT NULL REFERENCES access_key (id),
            line bigint NOT NULL,
            address text NOT NULL,
            PRIMARY KEY (key_id, line)
        )
        """,
        // The last price of one coin in another, as decimal text.
        """
        CREATE TABLE price (symbol text COLLATE "C" PRIMARY KEY, close_price text NOT NULL, time bigint NOT NULL)
        """,
    ]

    static let users = [
        """
        CREATE TABLE union_id (
            company_id text COLLATE "C" NOT NULL REFERENCES company (id),
            uid bigint NOT NULL REFERENCES users (id),
            union_id text COLLATE "C" NOT NULL,
            PRIMARY KEY (company_id, uid),
            UNIQUE (company_id, union_id)
        )
        """,
        """
        CREATE TABLE user_grant (
            app_id text COLLATE "C" NOT NULL REFERENCES app (id),
            uid bigint NOT NULL REFERENCES users (id),
            open_id text COLLATE "C" NOT NULL,
            scopes bigint NOT NULL,
            PRIMARY KEY (app_id, uid),
            UNIQUE (app_id, open_id)
        )
        """,
        "CREATE INDEX user_grant_by_user ON user_grant (uid)",
        """
        CREATE TABLE session (
            id_hash bytea PRIMARY KEY CHECK (length(id_hash) = 32),
            uid bigint NOT NULL REFERENCES users (id),
            create_time bigint NOT NULL,
            expire_time bigint NOT NULL
        )
        """,
        "CREATE INDEX session_by_expire_time ON session (expire_time)",
        "CREATE INDEX session_by_user ON session (uid)",
        // How often a name or an address was tried within a window, which ends at expire_time. key: an HMAC of the name or the address.
        """
        CREATE TABLE sign_in_try (
            key bytea PRIMARY KEY CHECK (length(key) = 32),
            tries bigint NOT NULL CHECK (tries > 0),
            expire_time bigint NOT NULL
        )
        """,
        "CREATE INDEX sign_in_try_by_expire_time ON sign_in_try (expire_time)",
        // The tokens of a login end with it.
        "CREATE SEQUENCE login_id",
        """
        CREATE TABLE login (
            id bigint PRIMARY KEY DEFAULT nextval('login_id'),
            app_id text COLLATE "C" NOT NULL REFERENCES app (id),
            uid bigint NOT NULL REFERENCES users (id),
            device text NOT NULL,
            scopes bigint NOT NULL,
            create_time bigint NOT NULL,
            ended boolean NOT NULL DEFAULT false
        )
        """,
        "CREATE INDEX login_alive ON login (uid, app_id) WHERE NOT ended",
        "CREATE INDEX login_alive_at_app ON login (app_id) WHERE NOT ended",
        // replaced: a refresh has put another token in its place. kept_until: its end or its refresh token's, which is exchanged with it.
        """
        CREATE TABLE access_token (
            hash bytea PRIMARY KEY CHECK (length(hash) = 32),
            login bigint NOT NULL REFERENCES login (id),
            expire_time bigint NOT NULL,
            kept_until bigint NOT NULL,
            replaced boolean NOT NULL DEFAULT false,
            pay_token_hash bytea CHECK (length(pay_token_hash) = 32)
        )
        """,
        "CREATE UNIQUE INDEX access_token_by_pay_token ON access_token (pay_token_hash) WHERE pay_token_hash IS NOT NULL",
        "CREATE INDEX access_token_by_login ON access_token (login)",
        "CREATE INDEX access_token_by_kept_until ON access_token (kept_until)",
        """
        CREATE TABLE refresh_token (
            hash bytea PRIMARY KEY CHECK (length(hash) = 32),
            login bigint NOT NULL REFERENCES login (id),
            expire_time bigint NOT NULL,
            spent boolean NOT NULL DEFAULT false
        )
        """,
        "CREATE INDEX refresh_token_by_expire_time ON refresh_token (expire_time)",
        // login is what the code gave. A code that was shown with something wrong is spent and gave nothing.
        """
        CREATE TABLE login_code (
            hash bytea PRIMARY KEY CHECK (length(hash) = 32),
            app_id text COLLATE "C" NOT NULL REFERENCES app (id),
            uid bigint NOT NULL REFERENCES users (id),
            device text NOT NULL,
            state text NOT NULL,
            asked bigint NOT NULL,
            granted bigint NOT NULL,
            expire_time bigint NOT NULL,
            spent boolean NOT NULL DEFAULT false,
            login bigint REFERENCES login (id)
        )
        """,
        "CREATE INDEX login_code_by_expire_time ON login_code (expire_time)",
        "CREATE INDEX login_code_unspent ON login_code (uid) WHERE NOT spent",
        "CREATE INDEX login_code_unspent_at_app ON login_code (app_id) WHERE NOT spent",
    ]
}
