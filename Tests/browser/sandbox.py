"""The sandbox as a process, and an app's server as far as the pages need one."""

import base64
import email.utils
import hashlib
import hmac
import http.server
import itertools
import json
import os
import subprocess
import threading
import urllib.parse
import urllib.request


class Sandbox:
    """`imugi sandbox` on a folder of its own, on any free port."""

    def __init__(self):
        self.process = subprocess.Popen(
            [os.environ["IMUGI"], "sandbox", "--port", "0"], stdout=subprocess.PIPE, text=True
        )
        line = self.process.stdout.readline().split()
        if len(line) != 2 or line[0] != "ready":
            raise RuntimeError(f"the sandbox did not start: {line}")
        self.url = line[1]
        self.numbers = itertools.count(1)

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=20)

    def request(self, path, body=None, headers=None):
        """The parsed answer, whatever its status."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.url + path, data, {"Content-Type": "application/json", **(headers or {})}
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as answer:
            return json.load(answer)

    def call(self, path, body, app="sandbox-app"):
        """A call signed as the protocol says, section 2."""
        date = email.utils.formatdate(self.request("/sandbox/clock")["now"], usegmt=True)
        text = "\n".join(["POST", "", "application/json", date, path])
        digest = hmac.new(f"{app}-secret-key".encode(), text.encode(), hashlib.sha1).digest()
        auth = f"{app}-access-key:{base64.b64encode(digest).decode()}"
        return self.request(path, body, {"Date": date, "App-Id": app, "Auth": auth})

    def pay_url(self, back, app="sandbox-app", **fields):
        """Applies for a payment: its trade_no and its pay_url."""
        trade_no = f"trade{next(self.numbers)}"
        body = {
            "trade_no": trade_no, "coin_code": "usdt", "volume": "12.5", "scene": "Online order", "desc": "Two plush dragons, green",
            "device": "device00", "state": "state000", "redirect_url": back, **fields,
        }
        answer = self.call("/api/v1/pay/user2app/pre/", body, app)
        assert answer["code"] == 1, answer
        return trade_no, answer["data"]["pay_url"]

    def order(self, trade_no, app="sandbox-app"):
        """The order, or None."""
        answer = self.call("/api/v1/pay/order/detail/", {"trade_no": trade_no}, app)
        return answer["data"] if answer["code"] == 1 else None

    def balance(self, uid, coin="usdt"):
        # Exact text; only whether it changed, and by how much in whole, matters to the tests.
        answer = self.call("/api/v1/user/coin/detail/", {"dragonex_uid": uid, "coin_code": coin})
        assert answer["code"] == 1, answer
        return answer["data"]["total"]


class Shop:
    """Where the browser comes back to: a page on another origin, which also plays the attacker that frames the pay page."""

    def __init__(self):
        shop = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                shop.visits.append(self.path)
                if self.path.split("?")[0] in shop.moved:
                    self.send_response(302)
                    self.send_header("Location", shop.moved[self.path.split("?")[0]])
                    self.end_headers()
                    return
                body = shop.pages.get(self.path, "<!doctype html><link rel=icon href=data:,><title>Shop</title><h1>Shop</h1>").encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        self.visits = []
        self.pages = {}
        self.moved = {}
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def query(url):
    """The query as a dict; a repeated name fails."""
    pairs = urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query, keep_blank_values=True)
    assert len({name for name, _ in pairs}) == len(pairs), url
    return dict(pairs)
