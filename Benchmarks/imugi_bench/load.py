"""Load from wrk."""

import dataclasses
import os
import subprocess

from . import BenchmarkFailure

LUA_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
THREADS = 2


@dataclasses.dataclass(frozen=True)
class Load:
    """What one run of wrk measured."""

    connections: int
    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float

    @property
    def per_second(self):
        return self.requests / self.seconds


def drive(script, url, connections, seconds, request=""):
    """Keeps `connections` connections busy for `seconds`.

    Raises BenchmarkFailure if a connection broke or an answer was not the expected one: a fast wrong answer is worth nothing.
    """
    command = ["wrk", f"-t{THREADS}", f"-c{connections}", f"-d{seconds}s", "-s", script, url]
    environment = {**os.environ, "BENCH_REQUEST": request}
    run = subprocess.run(command, cwd=LUA_FOLDER, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    lines = (line.split(" ", 2)[1:] for line in run.stdout.splitlines() if line.startswith("measured "))
    measured = {name: value for name, value in lines}
    if run.returncode != 0 or "requests" not in measured:
        raise BenchmarkFailure(f"wrk failed: {run.stdout}{run.stderr}")
    requests, wrong, broken = (int(measured[name]) for name in ("requests", "wrong", "broken"))
    if wrong or broken or not requests:
        raise BenchmarkFailure(
            f"Of {requests} requests over {connections} connections {wrong} got a wrong answer and {broken} none. "
            f"A wrong one: {measured['wrong_example'] or '-'}"
        )
    return Load(
        connections=connections,
        requests=requests,
        seconds=int(measured["microseconds"]) / 1e6,
        p50_ms=float(measured["p50"]) / 1e3,
        p99_ms=float(measured["p99"]) / 1e3,
    )
