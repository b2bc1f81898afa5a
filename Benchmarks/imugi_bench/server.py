"""The sandbox as a process."""

import os
import select
import subprocess
import sys
import threading
import time

from . import BenchmarkFailure

READY_SECONDS_MAX = 60
STOP_SECONDS_MAX = 15


class Server:
    """Runs an `imugi` that serves while the `with` block lasts, on a free port of this machine."""

    def __init__(self, command, log):
        self._log_path = log
        self._command = [*command, "--port", "0"]

    def __enter__(self):
        self._log = open(self._log_path, "wb")
        start = time.perf_counter()
        self._process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self._log)
        try:
            self.base_url = self._wait_until_ready()
        except BaseException:
            self._process.kill()
            self._process.wait()
            raise
        self.ready_seconds = time.perf_counter() - start
        # Whatever it prints later must not fill the pipe and stop it.
        threading.Thread(target=self._process.stdout.read, daemon=True).start()
        return self

    def __exit__(self, kind, *_):
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._log.close()
        if kind is BenchmarkFailure:
            print(f"\nThe end of what imugi logged:\n{self._log_tail()}", file=sys.stderr)

    @property
    def host(self):
        return self.base_url.removeprefix("http://")

    def stop(self):
        """Ends it as an operator would, so that it writes everything into its files. The data folder stays."""
        self._process.terminate()
        try:
            status = self._process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            raise BenchmarkFailure(f"imugi did not stop within {STOP_SECONDS_MAX} s of SIGTERM.") from None
        if status != 0:
            raise BenchmarkFailure(f"imugi ended with status {status} after SIGTERM.")

    def memory_bytes(self):
        """What it occupies in main memory now."""
        found = subprocess.run(["ps", "-o", "rss=", "-p", str(self._process.pid)], capture_output=True, text=True)
        if found.returncode != 0:
            raise BenchmarkFailure("imugi is not running any more.")
        return int(found.stdout) * 1024

    def _wait_until_ready(self):
        deadline = time.monotonic() + READY_SECONDS_MAX
        printed = b""
        while b"\n" not in printed:
            if not select.select([self._process.stdout], [], [], max(0, deadline - time.monotonic()))[0]:
                raise BenchmarkFailure(f"imugi was not ready within {READY_SECONDS_MAX} s.\n{self._log_tail()}")
            chunk = os.read(self._process.stdout.fileno(), 4096)
            if not chunk:
                raise BenchmarkFailure(f"imugi ended with status {self._process.wait()} at its start.\n{self._log_tail()}")
            printed += chunk
        line = printed.split(b"\n")[0].decode(errors="replace").strip()
        if not line.startswith("ready http://"):
            raise BenchmarkFailure(f"Instead of `ready http://…` imugi printed: {line}")
        return line.removeprefix("ready ")

    def _log_tail(self, lines=20):
        with open(self._log_path, errors="replace") as log:
            return "".join(log.readlines()[-lines:])


class Sandbox(Server):
    """An `imugi sandbox` on a folder of its own."""

    def __init__(self, binary, data, log):
        super().__init__([binary, "sandbox", "--data", data], log)
        self._data = data

    def bytes_on_disk(self):
        return sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(self._data) for name in names)


class Node(Server):
    """One of the `imugi sandbox` that share a database."""

    def __init__(self, binary, database, log):
        super().__init__([binary, "sandbox", "--database", database], log)
