"""A network of its own for the tests: addresses that look public and inner ones, a name server, receivers, and the built server.

Everything happens inside the network and mount namespace that scripts/test-network makes, so nothing here leaves the machine.
"""

import base64
import email.utils
import hashlib
import hmac
import http.server
import ipaddress
import json
import os
import pathlib
import socket
import socketserver
import sqlite3
import ssl
import subprocess
import threading
import time
import urllib.request

PUBLIC = ["93.184.216.34", "2606:2800:220:1::1"]
INNER = ["10.0.0.5", "192.168.1.1", "169.254.169.254", "100.64.0.1", "fd00::1"]
WAIT_SECONDS = 30


def run(*command, stdin=None):
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=True).stdout


class Network:
    """The addresses, on the one device that every network namespace has."""

    def __init__(self):
        run("ip", "link", "set", "lo", "up")
        for address in PUBLIC + INNER:
            run("ip", "addr", "add", str(ipaddress.ip_network(address)), "dev", "lo")


class Authority:
    """The only certificate authority that the system knows here."""

    def __init__(self, folder, names):
        self.folder = pathlib.Path(folder)
        self._openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
                      "-subj", "/CN=Test CA", "-keyout", "ca.key", "-out", "ca.pem")
        self._openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=receiver",
                      "-keyout", "receiver.key", "-out", "receiver.csr")
        alternatives = [f"DNS:{name}" for name in names] + [f"IP:{address}" for address in PUBLIC + INNER]
        (self.folder / "receiver.ext").write_text("subjectAltName=" + ",".join(alternatives) + "\n")
        self._openssl("x509", "-req", "-in", "receiver.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30",
                      "-extfile", "receiver.ext", "-out", "receiver.pem")
        run("mount", "--bind", str(self.folder / "ca.pem"), "/etc/ssl/certs/ca-certificates.crt")

    def server_context(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / "receiver.pem", self.folder / "receiver.key")
        return context

    def _openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder, capture_output=True, check=True)


class NameServer:
    """Answers questions for A and AAAA from lists of addresses; from the second question for A on, a name may have other ones."""

    def __init__(self, folder, zone, later=None):
        self.zone, self.later = zone, later or {}
        self.questions = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 53))
        threading.Thread(target=self._serve, daemon=True).start()
        file = pathlib.Path(folder) / "resolv.conf"
        file.write_text("nameserver 127.0.0.1\noptions timeout:2 attempts:1\n")
        run("mount", "--bind", str(file), "/etc/resolv.conf")

    def asked(self, name):
        """How often for its IPv4 addresses."""
        return sum(question == (name, 1) for question in self.questions)

    def _serve(self):
        while True:
            packet, client = self.socket.recvfrom(512)
            self.socket.sendto(self._answer(packet), client)

    def _answer(self, packet):
        labels, at = [], 12
        while packet[at]:
            labels.append(packet[at + 1 : at + 1 + packet[at]].decode())
            at += 1 + packet[at]
        question, kind = packet[12 : at + 5], int.from_bytes(packet[at + 1 : at + 3], "big")
        name = ".".join(labels).lower()
        zone = self.later if name in self.later and self.asked(name) else self.zone
        self.questions.append((name, kind))
        version = {1: 4, 28: 6}.get(kind)
        addresses = [ipaddress.ip_address(text) for text in zone.get(name, [])]
        records = [address.packed for address in addresses if address.version == version]
        code = 0 if name in self.zone else 3
        head = packet[:2] + (0x8180 | code).to_bytes(2, "big") + b"\0\1" + len(records).to_bytes(2, "big") + b"\0\0\0\0"
        body = b"".join(
            b"\xc0\x0c" + kind.to_bytes(2, "big") + b"\0\1\0\0\0\0" + len(record).to_bytes(2, "big") + record for record in records
        )
        return head + question + body


class Receivers:
    """Listen at every address, on port 443 with TLS and on port 80 without, and answer 200. What they saw, address by address."""

    def __init__(self, context):
        self.connections = {}
        self.callbacks = []
        for port, tls in ((443, context), (80, None)):
            threading.Thread(target=self._server(port, tls).serve_forever, daemon=True).start()

    def silent(self, addresses):
        return not any(self.connections.get(address) for address in addresses)

    def _server(self, port, tls):
        receivers = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def setup(self):
                if tls:
                    self.request = tls.wrap_socket(self.request, server_side=True)
                super().setup()

            def finish(self):
                super().finish()
                self.request.close()

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receivers.callbacks.append((address_of(self.request), dict(self.headers), body))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *arguments):
                pass

        class Server(socketserver.ThreadingTCPServer):
            address_family = socket.AF_INET6
            allow_reuse_address = True
            daemon_threads = True

            def server_bind(self):
                self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
                super().server_bind()

            def get_request(self):
                connection, peer = super().get_request()
                # Before anything is said on it: a connection that is only opened is seen too.
                address = address_of(connection)
                receivers.connections[address] = receivers.connections.get(address, 0) + 1
                return connection, peer

            def handle_error(self, request, client_address):
                pass

        return Server(("::", port), Handler)


def address_of(connection):
    address = ipaddress.ip_address(connection.getsockname()[0])
    return str(getattr(address, "ipv4_mapped", None) or address)


class App:
    """An app that pays one user, each time with a callback."""

    def __init__(self, answer, key):
        self.id = answer["app_id"]
        self.secret = base64.b64decode(answer["strong_secret"].removeprefix("whsec_"))
        self.key, self.key_secret = key["access_key"], key["secret_key"]
        self.payments = 0

    def pay(self, platform):
        path = "/api/v1/pay/app2user/do/"
        self.payments += 1
        body = {"trade_no": f"{self.id}_{self.payments}", "uid": platform.user, "coin_code": "usdt", "volume": "1",
                "scene": "", "desc": "", "device": "device00"}
        date = email.utils.formatdate(usegmt=True)
        text = "\n".join(["POST", "", "application/json", date, path])
        sign = base64.b64encode(hmac.digest(self.key_secret.encode(), text.encode(), hashlib.sha1)).decode()
        headers = {"Date": date, "App-Id": self.id, "Auth": f"{self.key}:{sign}", "Content-Type": "application/json"}
        request = urllib.request.Request(platform.url + path, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=WAIT_SECONDS) as answer:
            assert json.load(answer)["code"] == 1

    def verifies(self, headers, body):
        """Whether a callback is signed as Standard Webhooks says."""
        text = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        return headers["webhook-signature"] == "v1," + base64.b64encode(hmac.digest(self.secret, text, hashlib.sha256)).decode()


class Platform:
    """`imugi serve` on a data folder of its own."""

    def __init__(self, folder, *options):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self.environment = {
            **os.environ, "IMUGI_DATA": str(self.folder / "data"), "IMUGI_MASTER_KEY_FILE": str(self.folder / "master.key"),
        }
        self.imugi("master-key", "--output", str(self.folder / "master.key"))
        self.process = subprocess.Popen(
            [os.environ["IMUGI"], "serve", "--public-url", "https://pay.example.com", "--port", "0", "--log-level", "warning", *options],
            env=self.environment, stdout=subprocess.PIPE, text=True,
        )
        line = self.process.stdout.readline().split()
        assert len(line) == 2 and line[0] == "ready", line
        self.url = line[1]
        self.imugi("coin", "create", "usdt", "--digits", "2", "--json")
        self.imugi("company", "create", "acme", "--name", "Acme", "--json")
        passwords = "Plush-dragon-12\nGreen-dragon-34\n"
        self.user = self.json("user", "create", "--name", "alice", "--password-stdin", stdin=passwords)["uid"]

    def app(self, name, url):
        answer = self.json("app", "create", name, "--company", "acme", "--coin", "usdt", "--callback-url", url)
        self.json("deposit", "--uid", str(answer["admin_uid"]), "--coin", "usdt", "--volume", "100", "--reference", name)
        return App(answer, self.json("key", "create", name))

    def refusal(self, url):
        """What is said about a callback URL that must not be set."""
        command = [os.environ["IMUGI"], "app", "create", "refused", "--company", "acme", "--coin", "usdt", "--callback-url", url]
        answer = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        return answer.stderr if answer.returncode else None

    def attempt(self, app, number=1):
        """The status, the kind of failure and the address of an app's first attempt for its payment of this number."""
        database = sqlite3.connect(f"file:{self.folder}/data/imugi.sqlite?mode=ro", uri=True)
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            row = database.execute(
                "SELECT http_status, failure_kind, callback_attempt.address FROM callback_attempt JOIN orders "
                "ON orders.id = callback_attempt.order_id WHERE trade_no = ?", (f"{app.id}_{number}",)
            ).fetchone()
            if row:
                database.close()
                return row
            time.sleep(0.05)
        raise TimeoutError(f"no attempt for {app.id}_{number}")

    def imugi(self, *arguments, stdin=None):
        return subprocess.run(
            [os.environ["IMUGI"], *arguments], env=self.environment, input=stdin, capture_output=True, text=True, check=True
        ).stdout

    def json(self, *arguments, stdin=None):
        return json.loads(self.imugi(*arguments, "--json", stdin=stdin))

    def close(self):
        self.process.terminate()
        self.process.stdout.close()
        assert self.process.wait(timeout=20) == 0
