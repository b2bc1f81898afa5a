extension FirstSchema {
    static let orders = [
        """
        CREATE TABLE orders (
            id bigint PRIMARY KEY,
            app_id text COLLATE "C" NOT NULL,
            trade_no text COLLATE "C" NOT NULL,
            uid bigint NOT NULL,
            coin bigint NOT NULL,
            volume numeric NOT NULL CHECK (volume > 0 AND volume = trunc(volume)),
            cut numeric NOT NULL CHECK (cut >= 0 AND cut = trunc(cut)),
            direction bigint NOT NULL CHECK (direction IN (1, 2)),
            type bigint NOT NULL CHECK (type BETWEEN 1 AND 4),
            scene text NOT NULL,
            description text NOT NULL,
            device text NOT NULL,
            create_time bigint NOT NULL,
            status bigint NOT NULL CHECK (status IN (1, 2, 3)),
            arrive_time bigint,
            original bigint,
            CHECK ((arrive_time IS NOT NULL) = (status = 1))
        )
        """,
        // POSIX is another name of C. Whoever looks for a trade_no compares app_id by this name, so that the planner cannot take one of the
        // histories below for it, as it would while all of them are small, and then go through all orders of the app for each.
        "CREATE UNIQUE INDEX order_by_trade_no ON orders (app_id COLLATE \"POSIX\", trade_no)",
        // The columns after the time let a history be counted without reading the orders themselves.
        "CREATE INDEX order_history ON orders (app_id, create_time, coin, direction, type)",
        "CREATE INDEX order_history_of_user ON orders (app_id, uid, create_time, coin, direction, type)",
        "CREATE INDEX order_under_review ON orders (create_time) WHERE status = 3",
        "CREATE INDEX return_by_original ON orders (original) WHERE original IS NOT NULL",
        // How many orders each shard has made on a day, for histories whose orders are too many to be counted.
        """
        CREATE TABLE order_count (
            app_id text COLLATE "C" NOT NULL,
            day bigint NOT NULL,
            coin bigint NOT NULL,
            direction bigint NOT NULL,
            type bigint NOT NULL,
            shard bigint NOT NULL,
            orders bigint NOT NULL CHECK (orders > 0),
            PRIMARY KEY (app_id, day, coin, direction, type, shard)
        )
        """,
        // How much of an order was given back: the sum of its returns, never more than its volume.
        """
        CREATE TABLE returned (
            original bigint PRIMARY KEY,
            volume numeric NOT NULL CHECK (volume >= 0 AND volume = trunc(volume))
        )
        """,
        """
        CREATE TABLE application (
            app_id text COLLATE "C" NOT NULL,
            trade_no text COLLATE "C" NOT NULL,
            coin bigint NOT NULL,
            volume numeric NOT NULL CHECK (volume > 0 AND volume = trunc(volume)),
            cut numeric NOT NULL CHECK (cut >= 0 AND cut = trunc(cut)),
            scene text NOT NULL,
            description text NOT NULL,
            device text NOT NULL,
            state text NOT NULL,
            redirect_url text NOT NULL,
            domain text,
            only_user bigint,
            code_hash bytea NOT NULL CHECK (length(code_hash) = 32),
            expire_time bigint NOT NULL,
            create_time bigint NOT NULL,
            cancelled boolean NOT NULL,
            PRIMARY KEY (app_id, trade_no)
        )
        """,
        "CREATE UNIQUE INDEX application_by_code ON application (code_hash)",
    ]

    static let ledger = [
        // One row for each shard. A batch locks the one that it writes to; last_order and last_time are the shard's own, and what a batch goes
        // on from is the highest of all.
        """
        CREATE TABLE ledger_shard (
            shard bigint PRIMARY KEY CHECK (shard BETWEEN 0 AND 15),
            last_sequence bigint NOT NULL,
            head bytea NOT NULL CHECK (length(head) = 32),
            last_order bigint NOT NULL,
            last_time bigint NOT NULL
        )
        """,
        """
        INSERT INTO ledger_shard SELECT number, number * 281474976710656, decode(repeat('00', 32), 'hex'), 1000000, 0
            FROM generate_series(0, 15) AS shards (number)
        """,
        // What an account holds is the sum over its stripes. Only accounts on which many users' payments meet have more than stripe 0: a batch
        // adds to the stripe of its shard.
        """
        CREATE TABLE account (
            owner bigint NOT NULL,
            book bigint NOT NULL CHECK (book IN (1, 2)),
            coin bigint NOT NULL,
            stripe bigint NOT NULL CHECK (stripe BETWEEN 0 AND 15),
            total numeric NOT NULL CHECK (total = trunc(total)),
            frozen numeric NOT NULL CHECK (frozen >= 0 AND frozen = trunc(frozen)),
            PRIMARY KEY (owner, book, coin, stripe),
            CHECK (owner = 0 OR frozen <= total)
        ) WITH (fillfactor = 50)
        """,
        // kind: 1 payment, 2 pay-out, 3 pay-out held, 4 approved, 5 rejected, 6 deposit, 7 withdrawal, 8 hold, 9 hold released,
        // 10 transfer between the books of one user, 11 return of a payment.
        """
        CREATE TABLE ledger_transaction (
            sequence bigint PRIMARY KEY,
            kind bigint NOT NULL CHECK (kind BETWEEN 1 AND 11),
            time bigint NOT NULL,
            order_id bigint,
            reference text COLLATE "C",
            hash bytea NOT NULL CHECK (length(hash) = 32),
            CHECK ((order_id IS NOT NULL) = (kind IN (1, 2, 3, 4, 5, 11)) AND (reference IS NOT NULL) = (kind BETWEEN 6 AND 10))
        )
        """,
        "CREATE UNIQUE INDEX transaction_by_reference ON ledger_transaction (reference) WHERE kind IN (6, 7, 8, 10)",
        "CREATE UNIQUE INDEX transaction_by_settled_order ON ledger_transaction (order_id) WHERE kind IN (1, 2, 4, 11)",
        """
        CREATE TABLE posting (
            sequence bigint NOT NULL,
            line bigint NOT NULL,
            owner bigint NOT NULL,
            book bigint NOT NULL,
            coin bigint NOT NULL,
            delta numeric NOT NULL CHECK (delta = trunc(delta)),
            frozen_delta numeric NOT NULL CHECK (frozen_delta = trunc(frozen_delta)),
            PRIMARY KEY (sequence, line)
        )
        """,
        """
        CREATE TABLE hold (
            reference text COLLATE "C" PRIMARY KEY,
            owner bigint NOT NULL,
            book bigint NOT NULL,
            coin bigint NOT NULL,
            volume numeric NOT NULL CHECK (volume >= 0 AND volume = trunc(volume)),
            open boolean NOT NULL
        )
        """,
        // What an app has paid out on a day is the sum over the shards. Where a limit holds, all batches count in shard 0, one after the other.
        """
        CREATE TABLE daily_payout (
            app_id text COLLATE "C" NOT NULL,
            coin bigint NOT NULL,
            day bigint NOT NULL,
            shard bigint NOT NULL,
            volume numeric NOT NULL CHECK (volume >= 0 AND volume = trunc(volume)),
            PRIMARY KEY (app_id, coin, day, shard)
        )
        """,
    ]

    static let callbacks = [
        // due_time is null when nothing waits to be sent. redone marks a row that a redo has made for an order without success. leased_until:
        // somebody attempts the callback until then. fence: counts its leases.
        """
        CREATE TABLE callback (
            order_id bigint PRIMARY KEY,
            app_id text COLLATE "C" NOT NULL,
            due_time bigint,
            first_attempt_time bigint,
            attempts bigint NOT NULL DEFAULT 0,
            schedule bigint NOT NULL DEFAULT 0,
            delivered_time bigint,
            redone boolean NOT NULL DEFAULT false,
            leased_until bigint,
            fence bigint NOT NULL DEFAULT 0
        ) WITH (fillfactor = 70)
        """,
        "CREATE INDEX callback_due ON callback (app_id, due_time, order_id) WHERE due_time IS NOT NULL",
        "CREATE INDEX callback_leased ON callback (app_id, leased_until) WHERE leased_until IS NOT NULL",
        "CREATE INDEX callback_given_up ON callback (app_id, order_id) WHERE due_time IS NULL AND delivered_time IS NULL",
        // fence is the lease that the attempt was made under: an attempt is recorded once, also when its record is written again because the
        // answer to a commit was lost. Headers are lines of a name, a colon, a space and the value. superseded: it came too late to count.
        "CREATE SEQUENCE callback_attempt_id",
        """
        CREATE TABLE callback_attempt (
            id bigint PRIMARY KEY DEFAULT nextval('callback_attempt_id'),
            order_id bigint NOT NULL,
            app_id text COLLATE "C" NOT NULL,
            number bigint NOT NULL,
            schedule bigint NOT NULL,
            time bigint NOT NULL,
            url text NOT NULL,
            http_status bigint,
            failure text,
            duration bigint NOT NULL,
            first_attempt_time bigint NOT NULL,
            next_time bigint,
            address text,
            failure_kind text,
            request_headers text NOT NULL DEFAULT '',
            answer_headers text NOT NULL DEFAULT '',
            answer_start bytea NOT NULL DEFAULT '\\x',
            superseded boolean NOT NULL DEFAULT false,
            fence bigint,
            CHECK ((http_status IS NULL) <> (failure IS NULL))
        )
        """,
        "CREATE UNIQUE INDEX attempt_by_lease ON callback_attempt (order_id, fence)",
        "CREATE INDEX attempt_by_order ON callback_attempt (order_id, number)",
        "CREATE INDEX attempt_by_app ON callback_attempt (app_id, time, id)",
        // The apps of which no attempt has succeeded since one failed.
        """
        CREATE TABLE failing_app (app_id text COLLATE "C" PRIMARY KEY, since bigint NOT NULL)
        """,
    ]

    /// What was written of money never changes. An order only ends its review.
    static let guards = [
        """
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'a row of % never changes and is never deleted', TG_TABLE_NAME;
        END
        $$
        """,
        """
        CREATE FUNCTION refuse_change_of_order() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF OLD.status <> 3 OR NEW.status = 3
                OR (NEW.id, NEW.app_id, NEW.trade_no, NEW.uid, NEW.coin, NEW.volume, NEW.cut, NEW.direction, NEW.type, NEW.scene,
                    NEW.description, NEW.device, NEW.create_time, NEW.original)
                IS DISTINCT FROM (OLD.id, OLD.app_id, OLD.trade_no, OLD.uid, OLD.coin, OLD.volume, OLD.cut, OLD.direction, OLD.type,
                    OLD.scene, OLD.description, OLD.device, OLD.create_time, OLD.original)
            THEN
                RAISE EXCEPTION 'an order only ends its review, and then never changes';
            END IF;
            RETURN NEW;
        END
        $$
        """,
        "CREATE TRIGGER order_never_changes BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION refuse_change_of_order()",
        "CREATE TRIGGER order_is_never_deleted BEFORE DELETE ON orders FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        """
        CREATE TRIGGER transaction_never_changes BEFORE UPDATE OR DELETE ON ledger_transaction
            FOR EACH ROW EXECUTE FUNCTION refuse_change()
        """,
        "CREATE TRIGGER posting_never_changes BEFORE UPDATE OR DELETE ON posting FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    ]
}
