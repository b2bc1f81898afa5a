"""A PostgreSQL of its own for pgbench's TPC-B and for the platform's database, as durable as the platform needs it."""

import os
import pwd
import re
import signal
import subprocess
import time

from . import BenchmarkFailure

CLIENTS = 16
THREADS = 2
# At least the number of clients, since every TPC-B transaction updates one of `scale` rows: fewer would make clients wait in line.
SCALE = 20
START_SECONDS_MAX = 60
# What a payment rests on, and memory as a server of this size is given it: the initial settings are those of a far smaller one.
SETTINGS = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "shared_buffers": "1GB",
    "max_wal_size": "4GB",
    # No other machine reaches it.
    "listen_addresses": "",
}


class Postgres:
    """Runs a fresh PostgreSQL in a folder while the `with` block lasts, on a Unix socket only."""

    def __init__(self, programs, folder):
        self._programs = programs
        self._folder = folder
        self._data = os.path.join(folder, "data")
        self._log_path = os.path.join(folder, "log")
        # initdb refuses to run as root.
        self._user = {}
        os.mkdir(folder)
        if os.geteuid() == 0:
            account = next(a for a in (_account("postgres"), _account("nobody")) if a)
            self._user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
            os.chown(folder, account.pw_uid, account.pw_gid)

    def __enter__(self):
        self._run("initdb", "-D", self._data, "-U", "bench", "--auth=trust", "--encoding=UTF8", "--locale=C")
        settings = {**SETTINGS, "unix_socket_directories": self._folder}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with open(self._log_path, "wb") as log:
            self._process = subprocess.Popen(
                [self._program("postgres"), "-D", self._data, *options],
                cwd=self._folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **self._user,
            )
        try:
            self._wait_until_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self._process.poll() is None:
            # SIGINT is PostgreSQL's fast shutdown; its children end with it.
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)
                self._process.wait()

    @property
    def version(self):
        return self._run("postgres", "--version").split()[2]

    def make_database(self, name):
        """Makes an empty database and returns its address."""
        self._run("createdb", "-h", self._folder, "-U", "bench", name)
        return f"postgres://bench@/{name}?host={self._folder}"

    def drop_database(self, name):
        self._run("dropdb", "-h", self._folder, "-U", "bench", "--force", name)

    def run_sql(self, database, sql, **variables):
        """Runs a script of SQL, in which `:name` stands for a variable, and returns what it prints: rows without headings."""
        settings = [word for name, value in {"ON_ERROR_STOP": 1, **variables}.items() for word in ("-v", f"{name}={value}")]
        return self._run("psql", "-X", "-q", "-A", "-t", "-h", self._folder, "-U", "bench", *settings, database, input=sql).strip()

    def run_script(self, database, name, **variables):
        """The same with a file of this folder's parent."""
        with open(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), name)) as file:
            return self.run_sql(database, file.read(), **variables)

    def bytes_of(self, database):
        return int(self.run_sql(database, "SELECT pg_database_size(current_database())"))

    def fill_tpc_b(self):
        self._pgbench("-i", "-q", "-s", str(SCALE))

    def tpc_b(self, warm_up_seconds, seconds):
        """Transactions a second, and the mean latency in milliseconds."""
        self._pgbench(*self._clients(warm_up_seconds))
        printed = self._pgbench(*self._clients(seconds))
        rate, latency = (re.search(f"^{name} = ([0-9.]+)", printed, re.M) for name in ("tps", "latency average"))
        if not rate or not latency or "number of failed transactions: 0 " not in printed:
            raise BenchmarkFailure(f"pgbench failed: {printed}")
        return float(rate[1]), float(latency[1])

    def _clients(self, seconds):
        return ["-n", "-c", str(CLIENTS), "-j", str(THREADS), "-T", str(seconds)]

    def _pgbench(self, *options):
        return self._run("pgbench", "-h", self._folder, "-U", "bench", *options, "postgres")

    def _program(self, name):
        return os.path.join(self._programs, name)

    def _run(self, name, *arguments, input=""):
        run = subprocess.run(
            [self._program(name), *arguments],
            cwd=self._folder, input=input, capture_output=True, text=True, **self._user,
        )
        if run.returncode != 0:
            raise BenchmarkFailure(f"{name} failed: {run.stdout}{run.stderr}")
        return run.stdout

    def _wait_until_ready(self):
        deadline = time.monotonic() + START_SECONDS_MAX
        ready = [self._program("pg_isready"), "-q", "-h", self._folder]
        while subprocess.run(ready, stdin=subprocess.DEVNULL).returncode != 0:
            if self._process.poll() is not None or time.monotonic() > deadline:
                with open(self._log_path, errors="replace") as log:
                    raise BenchmarkFailure(f"PostgreSQL did not start.\n{log.read()}")
            time.sleep(0.1)


def _account(name):
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None
