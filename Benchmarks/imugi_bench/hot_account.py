"""The account on which all payments of an app meet: four nodes at one app, and at four.

The nodes are `imugi serve` on a database of their own, set up by the commands that an operator gives, since a sandbox has fewer apps.
"""

import contextlib
import json
import os
import subprocess

from . import BenchmarkFailure, api, load, payments, report
from .server import Server

NODES = 4
# Each node has users of its own, so that the apps' accounts are the only ones that the nodes share.
USERS_EACH = 16
FIRST_USER = 2_000_000
FIRST_MANAGER = 1_000_000
DATABASE = "hot"


def measure(binary, folder, postgres, options, progress):
    """Loads by what is paid."""
    progress("setting up four apps")
    address = postgres.make_database(DATABASE)
    try:
        platform = _Platform(binary, folder, address)
        apps = platform.set_up(postgres)
        return _measure(platform, apps, postgres, options, progress)
    finally:
        postgres.drop_database(DATABASE)


def _measure(platform, apps, postgres, options, progress):
    found, tally = {}, payments.Tally()
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(platform.node(number)) for number in range(NODES)]
        for what, template in (("payments into", api.taking_template), ("payments out of", api.payment_template)):
            for count in (1, NODES):
                name = f"{what} {'1 app' if count == 1 else f'{count} apps'}"
                progress(f"four nodes: {name}")

                targets = _targets(servers, apps[:count], template)
                tally.drive(targets, report.GOAL_CONNECTIONS, options.warm_up)
                found[name] = tally.drive(targets, report.GOAL_CONNECTIONS, options.seconds)
        for server in servers:
            server.stop()
    tally.check(int(postgres.run_sql(DATABASE, "SELECT count(*) FROM orders")))
    platform.command("audit")
    return found


def _targets(servers, apps, template):
    """One for each node, which shares its app with others if there are fewer apps."""
    return [
        load.Target(
            server.base_url,
            template(server.host, apps[number % len(apps)]),
            first_user=FIRST_USER + USERS_EACH * number,
            users=USERS_EACH,
        )
        for number, server in enumerate(servers)
    ]


class _Platform:
    def __init__(self, binary, folder, address):
        self._binary, self._folder = binary, folder
        key = os.path.join(folder, "master-key")
        self.command("master-key", "--output", key, options=())
        self._options = ("--database", address, "--master-key-file", key)

    def set_up(self, postgres):
        """Makes a platform with an `api.App` for each node, and users whose money is on their open accounts."""
        self.command("migrate")
        self.command("coin", "create", "usdt", "--digits", "18")
        self.command("company", "create", "bench")
        apps = []
        for number in range(NODES):
            app_id, manager = f"bench-{number}", str(FIRST_MANAGER + number)
            self.command("user", "create", "--name", f"manager-{number}", "--uid", manager, "--no-password")
            self.command("app", "create", app_id, "--company", "bench", "--admin-uid", manager, "--coin", "usdt", "--scopes", "all")
            self._deposit(manager, "spot")
            key = self.command("key", "create", app_id)
            apps.append(api.App(app_id, key["access_key"], key["secret_key"]))
        postgres.run_script(DATABASE, "users.sql", first=FIRST_USER, users=NODES * USERS_EACH)
        for uid in range(FIRST_USER, FIRST_USER + NODES * USERS_EACH):
            self._deposit(str(uid), "open")
        return apps

    def node(self, number):
        socket = ("--control-socket", os.path.join(self._folder, f"hot-{number}.sock"))
        command = [self._binary, "serve", *self._options, *socket, "--public-url", "https://bench.example", "--log-level", "warning"]
        return Server(command, os.path.join(self._folder, f"hot-{number}.log"))

    def _deposit(self, uid, account):
        deposit = ("--uid", uid, "--coin", "usdt", "--account", account, "--volume", "1000000", "--reference", f"bench-{uid}")
        self.command("deposit", *deposit)

    def command(self, *words, options=None):
        """What a command answers."""
        socket = ("--control-socket", os.path.join(self._folder, "no-server.sock"), "--json")
        words = [*words, *(self._options + socket if options is None else options)]
        run = subprocess.run([self._binary, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if run.returncode != 0:
            raise BenchmarkFailure(f"imugi {' '.join(words[:2])} failed: {run.stdout}{run.stderr}")
        return json.loads(run.stdout) if options is None else None
