-- Enters users, who have signed in at every app: their pay_token there is `pay_`, the app_id, `_` and their uid.
--
-- Variables: first, the lowest uid; users, how many.

CREATE TEMP TABLE sign_in AS
SELECT uid, app.id AS app_id, app.company_id, app.scopes, nextval('login_id') AS login
FROM generate_series(:first::bigint, :first + :users - 1) AS entered (uid) CROSS JOIN app;

INSERT INTO users (id, name, payments_frozen) SELECT DISTINCT uid, 'user_' || uid, false FROM sign_in;
INSERT INTO union_id (company_id, uid, union_id) SELECT DISTINCT company_id, uid, 'union_' || uid FROM sign_in;
INSERT INTO user_grant (app_id, uid, open_id, scopes) SELECT app_id, uid, 'open_' || uid, scopes FROM sign_in;
INSERT INTO login (id, app_id, uid, device, scopes, create_time) SELECT login, app_id, uid, 'benchmark', scopes, 0 FROM sign_in;
INSERT INTO access_token (hash, login, expire_time, kept_until, pay_token_hash)
SELECT sha256(convert_to('access_' || app_id || '_' || uid, 'UTF8')), login, 9000000000000000000, 9000000000000000000,
    sha256(convert_to('pay_' || app_id || '_' || uid, 'UTF8'))
FROM sign_in;
