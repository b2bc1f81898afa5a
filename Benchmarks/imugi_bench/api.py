"""Server-mode requests to the sandbox's fixed app, signed as section 3 of the protocol says."""

import base64
import email.utils
import hashlib
import hmac
import json
import secrets
import time
import urllib.parse
import urllib.request

from . import BenchmarkFailure

APP_ID = "sandbox-app"
ACCESS_KEY = "sandbox-app-access-key"
SECRET_KEY = "sandbox-app-secret-key"
CONTENT_TYPE = "application/json"
DEVICE = "benchmark_01"
PAY_USER = "/api/v1/pay/app2user/do/"
# The ledger's proof walks every posting that the load left.
TIMEOUT_SECONDS = 300


def signature(secret, method, content_type, date, path):
    """The `sign` of a request without Content-Sha1 and without dragonex headers, which therefore does not cover the body."""
    text = f"{method}\n\n{content_type}\n{date}\n{path}"
    return base64.b64encode(hmac.digest(secret.encode(), text.encode(), hashlib.sha1)).decode()


def signed_headers(path):
    """Good for five minutes, the window in which the platform accepts a Date."""
    date = email.utils.formatdate(usegmt=True)
    sign = signature(SECRET_KEY, "POST", CONTENT_TYPE, date, path)
    return {"App-Id": APP_ID, "Auth": f"{ACCESS_KEY}:{sign}", "Content-Type": CONTENT_TYPE, "Date": date}


def payment_template(host):
    """A whole HTTP request with `{number}` (10 digits) and `{uid}` (7 digits) left for payments.lua to fill in."""
    fields = {
        "trade_no": f"bench_{secrets.token_hex(8)}_{{number}}",
        "uid": "{uid}",
        "coin_code": "usdt",
        "volume": "0.01",
        "scene": "benchmark",
        "desc": "one of many",
        "device": DEVICE,
    }
    body = json.dumps(fields, separators=(",", ":")).replace('"{uid}"', "{uid}")
    length = len(body.replace("{number}", "0" * 10).replace("{uid}", "0" * 7))
    headers = {"Host": host, **signed_headers(PAY_USER), "Content-Length": str(length)}
    lines = [f"POST {PAY_USER} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", body]
    return "\r\n".join(lines)


def count_payouts(base_url):
    """How many payments from the app to users the platform has on record."""
    path = "/api/v1/pay/order/history/"
    body = json.dumps({"coin_code": "", "direction": 2, "limit": 1}).encode()
    answer = _fetch(urllib.request.Request(base_url + path, data=body, headers=signed_headers(path)))
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


def _fetch(request):
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
        return json.load(response)
