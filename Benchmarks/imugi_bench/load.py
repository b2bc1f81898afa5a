"""Load from wrk."""

import dataclasses
import os
import secrets
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


@dataclasses.dataclass(frozen=True)
class Target:
    """Where a generator sends which requests."""

    url: str
    request: str = ""  # with `{run}` for what differs each time, and with whatever the script fills in
    orders: int = 0  # that details.lua asks for
    first_user: int = 1000000  # of those that payments.lua names
    users: int = 2


def drive(script, target, connections, seconds):
    """Keeps `connections` connections busy for `seconds`.

    Raises BenchmarkFailure if a connection broke or an answer was not the expected one: a fast wrong answer is worth nothing.
    """
    return _Run(script, target, connections, THREADS, seconds).finish()


def drive_all(script, targets, connections, seconds):
    """As `drive`, with a generator for each target; they share the connections. The percentiles are those of the slowest."""
    if len(targets) == 1:
        return drive(script, targets[0], connections, seconds)
    running = [_Run(script, target, connections // len(targets), 1, seconds) for target in targets]
    loads = [run.finish() for run in running]
    return Load(
        connections=sum(load.connections for load in loads),
        requests=sum(load.requests for load in loads),
        seconds=max(load.seconds for load in loads),
        p50_ms=max(load.p50_ms for load in loads),
        p99_ms=max(load.p99_ms for load in loads),
    )


def new_run():
    """What tells the trade_nos of one run from those of all others, always equally long."""
    return secrets.token_hex(8)


class _Run:
    """A wrk that has been started."""

    def __init__(self, script, target, connections, threads, seconds):
        self._connections = connections
        command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "-s", script, target.url]
        environment = {
            **os.environ,
            "BENCH_REQUEST": target.request.replace("{run}", new_run()),
            "BENCH_ORDERS": str(target.orders),
            "BENCH_FIRST_USER": str(target.first_user),
            "BENCH_USERS": str(target.users),
        }
        self._process = subprocess.Popen(
            command, cwd=LUA_FOLDER, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def finish(self):
        printed, _ = self._process.communicate()
        lines = (line.split(" ", 2)[1:] for line in printed.splitlines() if line.startswith("measured "))
        measured = {name: value for name, value in lines}
        if self._process.returncode != 0 or "requests" not in measured:
            raise BenchmarkFailure(f"wrk failed: {printed}")
        requests, wrong, broken = (int(measured[name]) for name in ("requests", "wrong", "broken"))
        if wrong or broken or not requests:
            raise BenchmarkFailure(
                f"Of {requests} requests over {self._connections} connections {wrong} got a wrong answer and {broken} none. "
                f"A wrong one: {measured['wrong_example'] or '-'}"
            )
        return Load(
            connections=self._connections,
            requests=requests,
            seconds=int(measured["microseconds"]) / 1e6,
            p50_ms=float(measured["p50"]) / 1e3,
            p99_ms=float(measured["p99"]) / 1e3,
        )
