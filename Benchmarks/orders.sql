-- Fills a sandbox's database with pay-outs of its first app, as if they had been made over the last 30 days: orders, the transactions with
-- their chain of hashes, postings, balances, counters, and callbacks that were delivered. The ledger's proof holds afterwards.
--
-- Variables: orders, how many; users, among how many users. Each run takes a shard that has no transaction yet; no server may write meanwhile.

-- SHA-256 over the hash before and the transaction's canonical bytes, as an aggregate, so that a window over the transactions is the chain.
CREATE FUNCTION pg_temp.link(head bytea, canonical text) RETURNS bytea LANGUAGE plpgsql IMMUTABLE AS
    'BEGIN RETURN sha256(head || convert_to(canonical, ''UTF8'')); END';
CREATE AGGREGATE pg_temp.chain(text) (
    SFUNC = pg_temp.link, STYPE = bytea, INITCOND = '\x0000000000000000000000000000000000000000000000000000000000000000'
);

BEGIN;

-- Numbers and times of a shard leave its index when they are divided by 16, and go up along its chain.
SELECT shard, last_sequence AS last_sequence, 16 * ((SELECT max(last_order) FROM ledger_shard) / 16 + 1) + shard AS last_order,
    16 * ((extract(epoch FROM now())::bigint - 30 * 86400) * 1000000000 / 16) + shard AS last_time,
    16 * (30 * 86400 * 1000000000::bigint / :orders / 16) AS step
FROM ledger_shard WHERE last_sequence = shard * 281474976710656 ORDER BY shard DESC LIMIT 1
\gset

\set first_user 2000000
\set manager 900000
\set coin 1
\set volume 10000000000000000
\set app '''sandbox-app'''
\set text '''benchmark'''

CREATE TEMP VIEW payment AS
SELECT :last_sequence + number AS sequence, :last_order + 16 * number AS id, :last_time + :step * number AS time,
    :first_user + number % :users AS uid, 'loaded_' || :shard || '_' || lpad(number::text, 10, '0') AS trade_no
FROM generate_series(1, :orders::bigint) AS numbers (number);

INSERT INTO users (id, name, payments_frozen)
SELECT :first_user + number, 'loaded_' || number, false FROM generate_series(0, :users - 1) AS numbers (number)
ON CONFLICT (id) DO NOTHING;

INSERT INTO orders (id, app_id, trade_no, uid, coin, volume, cut, direction, type, scene, description, device, create_time, status,
    arrive_time)
SELECT id, :app, trade_no, uid, :coin, :volume, 0, 2, 1, :text, :text, :text, time, 1, time FROM payment;

INSERT INTO ledger_transaction (sequence, kind, time, order_id, hash)
SELECT sequence, 2, time, id,
    pg_temp.chain(
        'imugi-ledger-1;' || sequence || ';2;' || time || ';;'
        || id || ',' || :app || ',' || trade_no || ',' || uid || ',' || :coin || ',' || :volume || ',0,2,1,' || time
        || ';' || :manager || ',1,' || :coin || ',-' || :volume || ',0'
        || ';' || uid || ',1,' || :coin || ',' || :volume || ',0'
    ) OVER (ROWS UNBOUNDED PRECEDING)
FROM payment;

INSERT INTO posting (sequence, line, owner, book, coin, delta, frozen_delta)
SELECT sequence, line, CASE line WHEN 0 THEN :manager ELSE uid END, 1, :coin, CASE line WHEN 0 THEN - :volume ELSE :volume END, 0
FROM payment CROSS JOIN generate_series(0, 1) AS lines (line);

INSERT INTO callback (order_id, app_id, first_attempt_time, attempts, delivered_time) SELECT id, :app, time, 1, time FROM payment;

INSERT INTO account (owner, book, coin, stripe, total, frozen)
SELECT uid, 1, :coin, 0, sum(:volume::numeric), 0 FROM payment GROUP BY uid ORDER BY uid
ON CONFLICT (owner, book, coin, stripe) DO UPDATE SET total = account.total + excluded.total;

UPDATE account SET total = total - :orders * :volume::numeric
WHERE owner = :manager AND book = 1 AND coin = :coin
    AND stripe = (SELECT stripe FROM account WHERE owner = :manager AND book = 1 AND coin = :coin ORDER BY total DESC LIMIT 1);

INSERT INTO order_count (app_id, day, coin, direction, type, shard, orders)
SELECT :app, time / 86400000000000, :coin, 2, 1, :shard, count(*) FROM payment GROUP BY 2;

INSERT INTO daily_payout (app_id, coin, day, shard, volume)
SELECT :app, :coin, time / 86400000000000, :shard, sum(:volume::numeric) FROM payment GROUP BY 3;

UPDATE ledger_shard SET last_sequence = :last_sequence + :orders, last_order = :last_order + 16 * :orders,
    last_time = :last_time + :step * :orders::bigint,
    head = (SELECT hash FROM ledger_transaction WHERE sequence = :last_sequence + :orders)
WHERE shard = :shard;

COMMIT;

-- What the server would do by itself in the minutes afterwards.
VACUUM (ANALYZE);
CHECKPOINT;
-- The prefix of the trade_no that the orders have.
SELECT 'loaded_' || :shard || '_';
