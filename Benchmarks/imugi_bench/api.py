"""Server-mode requests to the sandbox's fixed app, signed as section 3 of the protocol says."""

import base64
import dataclasses
import email.utils
import hashlib
import hmac
import json
import time
import urllib.parse
import urllib.request

from . import BenchmarkFailure, load

APP_ID = "sandbox-app"
CONTENT_TYPE = "application/json"
DEVICE = "benchmark_01"
PAY_USER = "/api/v1/pay/app2user/do/"
PAY_APP = "/api/v1/open/pay/user2app/do/"
FIND_ORDER = "/api/v1/pay/order/detail/"
LIST_ORDERS = "/api/v1/pay/order/history/"
# The ledger's proof walks every posting that there is: millions, in a database that was filled.
TIMEOUT_SECONDS = 1800


@dataclasses.dataclass(frozen=True)
class App:
    """Whose server calls."""

    app_id: str
    access_key: str
    secret_key: str


SANDBOX_APP = App(APP_ID, "sandbox-app-access-key", "sandbox-app-secret-key")


def signature(secret, method, content_type, date, path):
    """The `sign` of a request without Content-Sha1 and without dragonex headers, which therefore does not cover the body."""
    text = f"{method}\n\n{content_type}\n{date}\n{path}"
    return base64.b64encode(hmac.digest(secret.encode(), text.encode(), hashlib.sha1)).decode()


def signed_headers(path, app=SANDBOX_APP):
    """Good for five minutes, the window in which the platform accepts a Date."""
    date = email.utils.formatdate(usegmt=True)
    sign = signature(app.secret_key, "POST", CONTENT_TYPE, date, path)
    return {"App-Id": app.app_id, "Auth": f"{app.access_key}:{sign}", "Content-Type": CONTENT_TYPE, "Date": date}


def payment_template(host, app=SANDBOX_APP):
    """A whole HTTP request that pays a user. `{run}` is left for each run to fill in, `{number}` (10 digits) and `{uid}` (7 digits) for payments.lua."""
    return _payment_template(host, PAY_USER, app, {})


def taking_template(host, app):
    """The same for a payment of a user to the app, who has signed in there as users.sql does."""
    return _payment_template(host, PAY_APP, app, {"pay_token": f"pay_{app.app_id}_{{uid}}"})


def _payment_template(host, path, app, more):
    fields = {
        "trade_no": "bench_{run}_{number}",
        "uid": "{uid}",
        "coin_code": "usdt",
        "volume": "0.01",
        "scene": "benchmark",
        "desc": "one of many",
        "device": DEVICE,
        **more,
    }
    return _template(host, path, json.dumps(fields, separators=(",", ":")).replace('"{uid}"', "{uid}"), app)


def detail_template(host, prefix):
    """A whole HTTP request for one of the app's orders with `{number}` (10 digits) left for details.lua to fill in."""
    return _template(host, FIND_ORDER, json.dumps({"trade_no": prefix + "{number}"}))


def history_request(host):
    """A whole HTTP request for the first page of the app's payments to users."""
    return _template(host, LIST_ORDERS, json.dumps({"coin_code": "usdt", "direction": 2}))


def _template(host, path, body, app=SANDBOX_APP):
    length = len(body.replace("{run}", load.new_run()).replace("{number}", "0" * 10).replace("{uid}", "0" * 7))
    headers = {"Host": host, **signed_headers(path, app), "Content-Length": str(length)}
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", body]
    return "\r\n".join(lines)


def count_payouts(base_url):
    """How many payments from the app to users the platform has on record."""
    body = json.dumps({"coin_code": "", "direction": 2, "limit": 1}).encode()
    answer = _fetch(urllib.request.Request(base_url + LIST_ORDERS, data=body, headers=signed_headers(LIST_ORDERS)))
    if answer.get("code") != 1:
        raise BenchmarkFailure(f"The order history was refused: {answer}")
    return answer["data"]["total"]


def access_token(base_url):
    """The token of a user who signs in at the app, good for two hours."""
    login = {"app_id": APP_ID, "scopes": "1,7", "state": "benchmark", "device": DEVICE}
    page = {**login, "uid": 1000000, "redirect_url": "https://example.com/in", "action": "approve"}
    answer = _fetch(urllib.request.Request(base_url + "/sandbox/login", data=json.dumps(page).encode()))
    (code,) = urllib.parse.parse_qs(urllib.parse.urlsplit(answer["redirect_url"]).query)["code"]
    path = "/api/v1/login/do/"
    body = json.dumps({**login, "code": code}).encode()
    return _fetch(urllib.request.Request(base_url + path, data=body, headers=signed_headers(path)))["data"]["access_token"]


def client_request(host, token, path):
    """A whole GET request of an app on a user's device. Its `ts` is good for five minutes."""
    headers = {"Host": host, "app-id": APP_ID, "at": token, "ts": int(time.time()), "device": DEVICE}
    return "\r\n".join([f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""])


def pay_user(base_url, trade_no):
    """Makes one order for the reads to find."""
    fields = {"trade_no": trade_no, "uid": 1000000, "coin_code": "usdt", "volume": "0.01", "device": DEVICE}
    answer = _fetch(urllib.request.Request(base_url + PAY_USER, data=json.dumps(fields).encode(), headers=signed_headers(PAY_USER)))
    if answer.get("code") != 1:
        raise BenchmarkFailure(f"A payment was refused: {answer}")


def broken_invariants(base_url):
    """The sandbox's ledger proof: the invariants that do not hold, by name, with what it says about them."""
    proof = _fetch(urllib.request.Request(base_url + "/sandbox/ledger"))
    checks = {**proof["invariants"], "holds": proof["holds"]}
    return {name: found for name, found in checks.items() if found is not True}


def measure_reads(server, connections, options):
    """What an app on a user's device reads, by what it reads. They run on the ledger that the payments have left."""
    token = access_token(server.base_url)
    pay_user(server.base_url, "bench_read")
    paths = {"coin/detail": "/api/v1/user/coin/detail/?coin_code=usdt", "order/detail": FIND_ORDER + "?trade_no=bench_read"}
    reads = {}
    for name, path in paths.items():
        target = load.Target(server.base_url, client_request(server.host, token, path))
        load.drive("reads.lua", target, connections, options.warm_up)
        reads[name] = load.drive("reads.lua", target, connections, options.seconds)
    return reads


def _fetch(request):
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
        return json.load(response)
