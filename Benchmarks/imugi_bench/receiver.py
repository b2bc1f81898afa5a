"""An app's server that takes callbacks, as a process of its own: quick, and strict about what arrives.

Run as `python3 receiver.py`, it prints its port and answers every POST with 200. `GET /` tells as JSON how many callbacks came, how many
different orders they were of, and how many were wrong: one in CHECKED_EVERY is checked against both of its signatures.
"""

import asyncio
import base64
import hashlib
import hmac
import json

CHECK_KEY = "sandbox-app-check-key"
STRONG_SECRET = hashlib.sha256(b"sandbox-app-callback-secret").digest()
CHECKED_EVERY = 100
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


class Counts:
    def __init__(self):
        self.callbacks = 0
        self.connections = 0
        self.wrong = 0
        self.orders = set()


class Connection(asyncio.Protocol):
    def __init__(self, counts):
        self._counts = counts
        self._received = b""

    def connection_made(self, transport):
        self._transport = transport
        self._counts.connections += 1

    def data_received(self, data):
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            head = self._received[:end]
            fields = dict(line.split(b": ", 1) for line in head.lower().split(b"\r\n")[1:])
            whole = end + 4 + int(fields.get(b"content-length", b"0"))
            if len(self._received) < whole:
                return
            body, self._received = self._received[end + 4 : whole], self._received[whole:]
            if head.startswith(b"GET"):
                self._transport.write(self._report())
            else:
                self._take(head, fields, body)
                self._transport.write(OK)

    def _take(self, head, fields, body):
        counts = self._counts
        counts.callbacks += 1
        counts.orders.add(int(fields[b"webhook-id"].removeprefix(b"order-")))
        if counts.callbacks % CHECKED_EVERY == 0 and not _verifies(head, fields, body):
            counts.wrong += 1

    def _report(self):
        counts = self._counts
        report = {"callbacks": counts.callbacks, "orders": len(counts.orders), "wrong": counts.wrong, "connections": counts.connections}
        body = json.dumps(report).encode()
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def _verifies(head, fields, body):
    time = fields[b"dragonex-ts"]
    tag = hashlib.md5(body + time + CHECK_KEY.encode()).hexdigest()[:8]
    signed = b".".join([fields[b"webhook-id"], fields[b"webhook-timestamp"], body])
    strong = "v1," + base64.b64encode(hmac.digest(STRONG_SECRET, signed, hashlib.sha256)).decode()
    # The signature is taken from the head as it came: base64 has capitals.
    order = json.loads(body)
    return (
        tag.encode() == fields[b"dragonex-sign"]
        and strong.encode() in head
        and order["status"] == 1
        and f"order-{order['id']}".encode() == fields[b"webhook-id"]
    )


async def main():
    counts = Counts()
    server = await asyncio.get_running_loop().create_server(lambda: Connection(counts), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
