"""How fast a backlog of callbacks drains to a healthy receiver, and what that does to the API meanwhile."""

import contextlib
import dataclasses
import json
import os
import subprocess
import sys
import time
import urllib.request

from . import BenchmarkFailure, api

RECEIVER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "receiver.py")


@dataclasses.dataclass(frozen=True)
class Drain:
    """What one stretch of draining measured."""

    backlog: int  # callbacks that were due when it began
    callbacks: int
    seconds: float
    memory_bytes: int

    @property
    def per_second(self):
        return self.callbacks / self.seconds


class Receiver:
    """Takes callbacks while the `with` block lasts, and checks some of them."""

    def __enter__(self):
        self._process = subprocess.Popen([sys.executable, RECEIVER], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self.url = f"http://127.0.0.1:{int(self._process.stdout.readline())}"
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()

    def counts(self):
        with urllib.request.urlopen(self.url, timeout=30) as answer:
            counts = json.load(answer)
        if counts["wrong"]:
            raise BenchmarkFailure(f"{counts['wrong']} callbacks were wrong: of those looked at, their signatures or orders.")
        return counts


@contextlib.contextmanager
def draining(server, receiver):
    """The sandbox's app takes its callbacks at the receiver while the block lasts, and nowhere afterwards."""
    _set_url(server, receiver.url + "/callback")
    try:
        yield
    finally:
        _set_url(server, None)


def measure(server, receiver, seconds):
    """Lets the backlog drain for so long and counts what arrives."""
    backlog = due(server)
    with draining(server, receiver):
        # The window of the app's attempts opens within the first moments.
        time.sleep(1)
        before, start = receiver.counts(), time.monotonic()
        time.sleep(seconds)
        after, end = receiver.counts(), time.monotonic()
        memory = server.memory_bytes()
        if due(server) == 0:
            raise BenchmarkFailure("The backlog was too small for this long a run.")
    return Drain(backlog, after["callbacks"] - before["callbacks"], end - start, memory)


def check_each_arrived_once(receiver):
    """Nothing was killed, so that each order's callback has come once."""
    counts = receiver.counts()
    # What is under way when the URL is taken away may be sent again later, and counts twice then.
    if counts["callbacks"] - counts["orders"] > 64:
        raise BenchmarkFailure(f"{counts['callbacks']} callbacks came for {counts['orders']} orders.")


def _set_url(server, url):
    body = json.dumps({"callback_url": url or ""}).encode()
    request = urllib.request.Request(f"{server.base_url}/sandbox/apps/{api.APP_ID}", data=body)
    with urllib.request.urlopen(request, timeout=30) as answer:
        answer.read()


def due(server):
    """What the platform's own metrics say is due, whether its app has a callback URL or not."""
    with urllib.request.urlopen(server.base_url + "/metrics", timeout=30) as answer:
        lines = answer.read().decode().splitlines()
    names = ("imugi_callbacks_due ", "imugi_callbacks_without_url ")
    return sum(int(float(line.split()[1])) for line in lines if line.startswith(names))
