/// Migration 1. Amounts are text: the count of the coin's smallest unit in decimal. Times are nanoseconds since 1970. Text compares byte
/// by byte, SQLite's default.
enum FirstSchema {
    static let directory = """
        CREATE TABLE installation (
            only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
            purpose TEXT NOT NULL CHECK (purpose IN ('serve', 'sandbox')),
            key_check BLOB NOT NULL
        ) STRICT;

        CREATE TABLE metadata (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE coin (
            id INTEGER PRIMARY KEY CHECK (id > 0),
            code TEXT NOT NULL UNIQUE,
            scale INTEGER NOT NULL CHECK (scale BETWEEN 0 AND 18)
        ) STRICT;

        CREATE TABLE company (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE user (
            id INTEGER PRIMARY KEY CHECK (id > 0),
            name TEXT NOT NULL UNIQUE,
            password_hash TEXT,
            trade_password_hash TEXT,
            payments_frozen INTEGER NOT NULL CHECK (payments_frozen IN (0, 1)),
            trade_tries INTEGER NOT NULL DEFAULT 0 CHECK (trade_tries >= 0),
            trade_locked_until INTEGER
        ) STRICT;

        CREATE TABLE app (
            id TEXT PRIMARY KEY,
            company_id TEXT NOT NULL REFERENCES company (id),
            name TEXT NOT NULL,
            manager INTEGER NOT NULL REFERENCES user (id),
            enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
            scopes INTEGER NOT NULL,
            cut_millionths INTEGER NOT NULL CHECK (cut_millionths BETWEEN 0 AND 999999),
            envelope_member TEXT NOT NULL CHECK (envelope_member IN ('data', 'Data')),
            callback_url TEXT,
            allows_loopback INTEGER NOT NULL CHECK (allows_loopback IN (0, 1)),
            check_key BLOB NOT NULL,
            strong_secret BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE app_coin (
            app_id TEXT NOT NULL REFERENCES app (id),
            coin INTEGER NOT NULL REFERENCES coin (id),
            daily_limit TEXT CHECK (daily_limit NOT GLOB '*[^0-9]*'),
            review_above TEXT CHECK (review_above NOT GLOB '*[^0-9]*'),
            PRIMARY KEY (app_id, coin)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE app_origin (
            app_id TEXT NOT NULL REFERENCES app (id),
            line INTEGER NOT NULL,
            origin TEXT NOT NULL,
            PRIMARY KEY (app_id, line)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE access_key (
            id TEXT PRIMARY KEY,
            app_id TEXT NOT NULL REFERENCES app (id),
            secret BLOB NOT NULL,
            enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
            create_time INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE access_key_address (
            key_id TEXT NOT NULL REFERENCES access_key (id),
            line INTEGER NOT NULL,
            address TEXT NOT NULL,
            PRIMARY KEY (key_id, line)
        ) STRICT, WITHOUT ROWID;
        """

    static let users = """
        CREATE TABLE user_grant (
            app_id TEXT NOT NULL REFERENCES app (id),
            uid INTEGER NOT NULL REFERENCES user (id),
            open_id TEXT NOT NULL,
            scopes INTEGER NOT NULL,
            PRIMARY KEY (app_id, uid),
            UNIQUE (app_id, open_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE session (
            id_hash BLOB PRIMARY KEY CHECK (length(id_hash) = 32),
            uid INTEGER NOT NULL REFERENCES user (id),
            create_time INTEGER NOT NULL,
            expire_time INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX session_by_expire_time ON session (expire_time);
        """

    static let orders = """
        CREATE TABLE orders (
            id INTEGER PRIMARY KEY,
            app_id TEXT NOT NULL REFERENCES app (id),
            trade_no TEXT NOT NULL,
            uid INTEGER NOT NULL REFERENCES user (id),
            coin INTEGER NOT NULL REFERENCES coin (id),
            volume TEXT NOT NULL CHECK (volume NOT GLOB '*[^0-9]*' AND volume <> '0'),
            cut TEXT NOT NULL CHECK (cut NOT GLOB '*[^0-9]*'),
            direction INTEGER NOT NULL CHECK (direction IN (1, 2)),
            type INTEGER NOT NULL CHECK (type BETWEEN 1 AND 4),
            scene TEXT NOT NULL,
            description TEXT NOT NULL,
            device TEXT NOT NULL,
            create_time INTEGER NOT NULL,
            status INTEGER NOT NULL CHECK (status IN (1, 2, 3)),
            arrive_time INTEGER,
            CHECK ((arrive_time IS NOT NULL) = (status = 1))
        ) STRICT;
        CREATE UNIQUE INDEX order_by_trade_no ON orders (app_id, trade_no);
        -- The columns after the time let a history be counted without reading the orders themselves.
        CREATE INDEX order_history ON orders (app_id, create_time, coin, direction, type);
        CREATE INDEX order_history_of_user ON orders (app_id, uid, create_time, coin, direction, type);
        CREATE INDEX order_under_review ON orders (create_time) WHERE status = 3;

        CREATE TRIGGER order_is_never_deleted BEFORE DELETE ON orders
        BEGIN SELECT RAISE(ABORT, 'an order is never deleted'); END;
        CREATE TRIGGER order_never_changes BEFORE UPDATE ON orders
        WHEN OLD.status <> 3 OR NEW.status = 3
            OR (NEW.id, NEW.app_id, NEW.trade_no, NEW.uid, NEW.coin, NEW.volume, NEW.cut, NEW.direction, NEW.type, NEW.scene,
                NEW.description, NEW.device, NEW.create_time)
            IS NOT (OLD.id, OLD.app_id, OLD.trade_no, OLD.uid, OLD.coin, OLD.volume, OLD.cut, OLD.direction, OLD.type, OLD.scene,
                OLD.description, OLD.device, OLD.create_time)
        BEGIN SELECT RAISE(ABORT, 'an order only ends its review, and then never changes'); END;

        CREATE TABLE application (
            app_id TEXT NOT NULL REFERENCES app (id),
            trade_no TEXT NOT NULL,
            coin INTEGER NOT NULL REFERENCES coin (id),
            volume TEXT NOT NULL CHECK (volume NOT GLOB '*[^0-9]*'),
            cut TEXT NOT NULL CHECK (cut NOT GLOB '*[^0-9]*'),
            scene TEXT NOT NULL,
            description TEXT NOT NULL,
            device TEXT NOT NULL,
            state TEXT NOT NULL,
            redirect_url TEXT NOT NULL,
            domain TEXT,
            only_user INTEGER,
            code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
            expire_time INTEGER NOT NULL,
            create_time INTEGER NOT NULL,
            cancelled INTEGER NOT NULL CHECK (cancelled IN (0, 1))
        ) STRICT;
        CREATE UNIQUE INDEX application_by_trade_no ON application (app_id, trade_no);
        CREATE UNIQUE INDEX application_by_code ON application (code_hash);
        """

    static let ledger = """
        CREATE TABLE account (
            owner INTEGER NOT NULL,
            book INTEGER NOT NULL CHECK (book IN (1, 2)),
            coin INTEGER NOT NULL REFERENCES coin (id),
            total TEXT NOT NULL CHECK (total NOT GLOB '*[^-0-9]*'),
            frozen TEXT NOT NULL CHECK (frozen NOT GLOB '*[^0-9]*'),
            PRIMARY KEY (owner, book, coin),
            CHECK (owner = 0 OR total NOT GLOB '-*' AND (length(frozen), frozen) <= (length(total), total))
        ) STRICT, WITHOUT ROWID;

        -- kind: 1 payment, 2 pay-out, 3 pay-out held, 4 approved, 5 rejected, 6 deposit, 7 withdrawal, 8 hold, 9 hold released.
        CREATE TABLE ledger_transaction (
            sequence INTEGER PRIMARY KEY,
            kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 9),
            time INTEGER NOT NULL,
            order_id INTEGER REFERENCES orders (id),
            reference TEXT,
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            CHECK ((order_id IS NOT NULL) = (kind <= 5) AND (reference IS NOT NULL) = (kind >= 6))
        ) STRICT;
        CREATE UNIQUE INDEX transaction_by_reference ON ledger_transaction (reference) WHERE kind IN (6, 7, 8);
        CREATE UNIQUE INDEX transaction_by_settled_order ON ledger_transaction (order_id) WHERE kind IN (1, 2, 4);

        CREATE TABLE posting (
            sequence INTEGER NOT NULL REFERENCES ledger_transaction (sequence),
            line INTEGER NOT NULL,
            owner INTEGER NOT NULL,
            book INTEGER NOT NULL,
            coin INTEGER NOT NULL,
            delta TEXT NOT NULL CHECK (delta NOT GLOB '*[^-0-9]*'),
            frozen_delta TEXT NOT NULL CHECK (frozen_delta NOT GLOB '*[^-0-9]*'),
            PRIMARY KEY (sequence, line),
            FOREIGN KEY (owner, book, coin) REFERENCES account (owner, book, coin)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER transaction_never_changes BEFORE UPDATE ON ledger_transaction
        BEGIN SELECT RAISE(ABORT, 'a transaction never changes'); END;
        CREATE TRIGGER transaction_is_never_deleted BEFORE DELETE ON ledger_transaction
        BEGIN SELECT RAISE(ABORT, 'a transaction is never deleted'); END;
        CREATE TRIGGER posting_never_changes BEFORE UPDATE ON posting
        BEGIN SELECT RAISE(ABORT, 'a posting never changes'); END;
        CREATE TRIGGER posting_is_never_deleted BEFORE DELETE ON posting
        BEGIN SELECT RAISE(ABORT, 'a posting is never deleted'); END;

        CREATE TABLE hold (
            reference TEXT PRIMARY KEY,
            owner INTEGER NOT NULL,
            book INTEGER NOT NULL,
            coin INTEGER NOT NULL,
            volume TEXT NOT NULL CHECK (volume NOT GLOB '*[^0-9]*'),
            open INTEGER NOT NULL CHECK (open IN (0, 1)),
            FOREIGN KEY (owner, book, coin) REFERENCES account (owner, book, coin)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE daily_payout (
            app_id TEXT NOT NULL REFERENCES app (id),
            coin INTEGER NOT NULL REFERENCES coin (id),
            day INTEGER NOT NULL,
            volume TEXT NOT NULL CHECK (volume NOT GLOB '*[^0-9]*'),
            PRIMARY KEY (app_id, coin, day)
        ) STRICT, WITHOUT ROWID;

        -- The time of the last command that changed something. An application leaves no other trace that could be looked up quickly.
        CREATE TABLE ledger_clock (
            only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
            last_time INTEGER NOT NULL
        ) STRICT;
        INSERT INTO ledger_clock VALUES (1, 0);
        """

    static let callbacks = """
        -- due_time is null when nothing waits to be sent. redone marks a row that a redo has made for an order without success.
        CREATE TABLE callback (
            order_id INTEGER PRIMARY KEY REFERENCES orders (id),
            app_id TEXT NOT NULL,
            due_time INTEGER,
            first_attempt_time INTEGER,
            attempts INTEGER NOT NULL DEFAULT 0,
            schedule INTEGER NOT NULL DEFAULT 0,
            delivered_time INTEGER,
            redone INTEGER NOT NULL DEFAULT 0 CHECK (redone IN (0, 1))
        ) STRICT;
        CREATE INDEX callback_due ON callback (app_id, due_time) WHERE due_time IS NOT NULL;

        CREATE TABLE callback_attempt (
            id INTEGER PRIMARY KEY,
            order_id INTEGER NOT NULL REFERENCES callback (order_id),
            app_id TEXT NOT NULL,
            number INTEGER NOT NULL,
            schedule INTEGER NOT NULL,
            time INTEGER NOT NULL,
            url TEXT NOT NULL,
            http_status INTEGER,
            failure TEXT,
            duration INTEGER NOT NULL,
            first_attempt_time INTEGER NOT NULL,
            next_time INTEGER,
            CHECK ((http_status IS NULL) <> (failure IS NULL))
        ) STRICT;
        CREATE INDEX attempt_by_order ON callback_attempt (order_id);
        CREATE INDEX attempt_by_app ON callback_attempt (app_id, time);
        """
}
