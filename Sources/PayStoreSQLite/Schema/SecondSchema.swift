/// Migration 2: users' logins at apps with their tokens, payments on open accounts, returns, prices.
enum SecondSchema {
    static let logins = """
        ALTER TABLE user ADD COLUMN enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1));

        CREATE TABLE app_login_url (
            app_id TEXT NOT NULL REFERENCES app (id),
            line INTEGER NOT NULL,
            url TEXT NOT NULL,
            PRIMARY KEY (app_id, line)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE union_id (
            company_id TEXT NOT NULL REFERENCES company (id),
            uid INTEGER NOT NULL REFERENCES user (id),
            union_id TEXT NOT NULL,
            PRIMARY KEY (company_id, uid),
            UNIQUE (company_id, union_id)
        ) STRICT, WITHOUT ROWID;

        INSERT INTO union_id (company_id, uid, union_id)
            SELECT app.company_id, user_grant.uid, lower(hex(randomblob(16)))
            FROM user_grant JOIN app ON app.id = user_grant.app_id
            GROUP BY app.company_id, user_grant.uid;

        -- The tokens of a login end with it.
        CREATE TABLE login (
            id INTEGER PRIMARY KEY,
            app_id TEXT NOT NULL REFERENCES app (id),
            uid INTEGER NOT NULL REFERENCES user (id),
            device TEXT NOT NULL,
            scopes INTEGER NOT NULL,
            create_time INTEGER NOT NULL,
            ended INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, 1))
        ) STRICT;
        CREATE INDEX login_alive ON login (uid, app_id) WHERE ended = 0;

        -- replaced: a refresh has put another token in its place. kept_until: its end or its refresh token's, which is exchanged with it.
        CREATE TABLE access_token (
            hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
            login INTEGER NOT NULL REFERENCES login (id),
            expire_time INTEGER NOT NULL,
            kept_until INTEGER NOT NULL,
            replaced INTEGER NOT NULL DEFAULT 0 CHECK (replaced IN (0, 1)),
            pay_token_hash BLOB CHECK (length(pay_token_hash) = 32)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX access_token_by_pay_token ON access_token (pay_token_hash) WHERE pay_token_hash IS NOT NULL;
        CREATE INDEX access_token_by_login ON access_token (login);
        CREATE INDEX access_token_by_kept_until ON access_token (kept_until);

        CREATE TABLE refresh_token (
            hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
            login INTEGER NOT NULL REFERENCES login (id),
            expire_time INTEGER NOT NULL,
            spent INTEGER NOT NULL DEFAULT 0 CHECK (spent IN (0, 1))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX refresh_token_by_expire_time ON refresh_token (expire_time);

        -- login is what the code gave. A code that was shown with something wrong is spent and gave nothing.
        CREATE TABLE login_code (
            hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
            app_id TEXT NOT NULL REFERENCES app (id),
            uid INTEGER NOT NULL REFERENCES user (id),
            device TEXT NOT NULL,
            state TEXT NOT NULL,
            asked INTEGER NOT NULL,
            granted INTEGER NOT NULL,
            expire_time INTEGER NOT NULL,
            spent INTEGER NOT NULL DEFAULT 0 CHECK (spent IN (0, 1)),
            login INTEGER REFERENCES login (id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX login_code_by_expire_time ON login_code (expire_time);
        """

    /// The checks of `ledger_transaction` name the kinds, so the table is made anew to know more of them.
    static let ledger = """
        ALTER TABLE orders ADD COLUMN original INTEGER REFERENCES orders (id);
        CREATE INDEX return_by_original ON orders (original) WHERE original IS NOT NULL;
        DROP TRIGGER order_never_changes;
        CREATE TRIGGER order_never_changes BEFORE UPDATE ON orders
        WHEN OLD.status <> 3 OR NEW.status = 3
            OR (NEW.id, NEW.app_id, NEW.trade_no, NEW.uid, NEW.coin, NEW.volume, NEW.cut, NEW.direction, NEW.type, NEW.scene,
                NEW.description, NEW.device, NEW.create_time, NEW.original)
            IS NOT (OLD.id, OLD.app_id, OLD.trade_no, OLD.uid, OLD.coin, OLD.volume, OLD.cut, OLD.direction, OLD.type, OLD.scene,
                OLD.description, OLD.device, OLD.create_time, OLD.original)
        BEGIN SELECT RAISE(ABORT, 'an order only ends its review, and then never changes'); END;

        -- How much of an order was given back: the sum of its returns, never more than its volume.
        CREATE TABLE returned (
            original INTEGER PRIMARY KEY REFERENCES orders (id),
            volume TEXT NOT NULL CHECK (volume NOT GLOB '*[^0-9]*')
        ) STRICT;

        -- kind: 1 payment, 2 pay-out, 3 pay-out held, 4 approved, 5 rejected, 6 deposit, 7 withdrawal, 8 hold, 9 hold released,
        -- 10 transfer between the books of one user, 11 return of a payment.
        CREATE TABLE new_ledger_transaction (
            sequence INTEGER PRIMARY KEY,
            kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 11),
            time INTEGER NOT NULL,
            order_id INTEGER REFERENCES orders (id),
            reference TEXT,
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            CHECK ((order_id IS NOT NULL) = (kind IN (1, 2, 3, 4, 5, 11)) AND (reference IS NOT NULL) = (kind BETWEEN 6 AND 10))
        ) STRICT;
        INSERT INTO new_ledger_transaction SELECT * FROM ledger_transaction;
        DROP TRIGGER transaction_is_never_deleted;
        DROP TABLE ledger_transaction;
        ALTER TABLE new_ledger_transaction RENAME TO ledger_transaction;
        CREATE UNIQUE INDEX transaction_by_reference ON ledger_transaction (reference) WHERE kind IN (6, 7, 8, 10);
        CREATE UNIQUE INDEX transaction_by_settled_order ON ledger_transaction (order_id) WHERE kind IN (1, 2, 4, 11);
        CREATE TRIGGER transaction_never_changes BEFORE UPDATE ON ledger_transaction
        BEGIN SELECT RAISE(ABORT, 'a transaction never changes'); END;
        CREATE TRIGGER transaction_is_never_deleted BEFORE DELETE ON ledger_transaction
        BEGIN SELECT RAISE(ABORT, 'a transaction is never deleted'); END;
        """

    static let prices = """
        -- The last price of one coin in another, as decimal text.
        CREATE TABLE price (
            symbol TEXT PRIMARY KEY,
            close_price TEXT NOT NULL,
            time INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
