"""Nodes on one PostgreSQL: one of them, two, and how they stay fast as orders become many."""

import contextlib
import os

from . import api, load, payments, report
from .server import Node

# Few enough that what is measured is how long a request takes, and not how long it waits for others.
LATENCY_CONNECTIONS = 8
SMALLEST_SIZE = 10_000
SIZES = (SMALLEST_SIZE, 1_000_000, 5_000_000)
# How many orders each user of a filled database has.
ORDERS_EACH_USER = 50
# Each node pays so many, so that nodes seldom wait for each other at a user's account.
PAYEES = 10_000
FIRST_PAYEE = 2_000_000


class Nodes:
    """The nodes that run on one database of a `postgres.Postgres`, while the `with` block lasts."""

    def __init__(self, binary, folder, postgres, database):
        self._binary, self._folder, self._postgres, self.database = binary, folder, postgres, database
        self._stack = contextlib.ExitStack()
        self.servers = []

    def __enter__(self):
        self._address = self._postgres.make_database(self.database)
        self.add()
        return self

    def add(self):
        """Starts one more."""
        log = os.path.join(self._folder, f"{self.database}-{len(self.servers) + 1}.log")
        self.servers.append(self._stack.enter_context(Node(self._binary, self._address, log)))

    def __exit__(self, *failure):
        if failure[0] is None:
            for server in self.servers:
                server.stop()
        self._stack.__exit__(*failure)
        self._postgres.drop_database(self.database)


def measure_payments(binary, folder, postgres, options, progress):
    """Runs of payments by what they are, what the reads on one node were, and the bytes of a payment in the database."""
    runs = {}
    with Nodes(binary, folder, postgres, "nodes") as nodes:
        (first,) = nodes.servers
        postgres.run_script(nodes.database, "users.sql", first=FIRST_PAYEE, users=PAYEES)
        before = postgres.bytes_of(nodes.database)
        with payments.all_on_record(first) as tally:

            def measure(name, users):
                progress(f"PostgreSQL, {name}")
                targets = [load.Target(server.base_url, api.payment_template(server.host), **users) for server in nodes.servers]
                tally.drive(targets, report.GOAL_CONNECTIONS, options.warm_up)
                runs[name] = tally.drive(targets, report.GOAL_CONNECTIONS, options.seconds)

            payees = {"first_user": FIRST_PAYEE, "users": PAYEES}
            measure(report.ONE_NODE, {})
            measure(f"1 node: payments to {PAYEES:,} users", payees)
            nodes.add()
            measure(f"2 nodes: payments to {PAYEES:,} users", payees)
            progress("checking the order history and the ledger")
        bytes_per_payment = (postgres.bytes_of(nodes.database) - before) / tally.made
        progress("reads on PostgreSQL")
        reads = api.measure_reads(first, report.GOAL_CONNECTIONS, options)
    return runs, reads, bytes_per_payment


def measure_sizes(binary, folder, postgres, options, progress):
    """Loads by what was asked for, by how many orders there were."""
    found = {}
    with Nodes(binary, folder, postgres, "sizes") as nodes:
        (server,) = nodes.servers
        present = 0
        for size in sorted({size for size in SIZES if size <= options.orders} | {options.orders}):
            progress(f"filling a database with {size:,} orders")
            prefix = fill(postgres, nodes.database, size - present)
            with payments.all_on_record(server) as tally:
                found[size] = {what: run for what, run in _latencies(server, tally, prefix, size - present, options, progress)}
            present = size
    return found


def fill(postgres, database, orders):
    """Writes orders into a sandbox's database and returns what the trade_no of each begins with; a number of 10 digits follows."""
    return postgres.run_script(database, "orders.sql", orders=orders, users=max(2, orders // ORDERS_EACH_USER)).splitlines()[-1]


def _latencies(server, tally, prefix, loaded, options, progress):
    def measured(what, drive):
        progress(f"{what}, {LATENCY_CONNECTIONS} connections")
        drive(options.warm_up)
        return what, drive(options.seconds)

    detail = load.Target(server.base_url, api.detail_template(server.host, prefix), loaded)
    history = load.Target(server.base_url, api.history_request(server.host))
    health = load.Target(server.base_url + "/health")
    yield measured("payments", lambda seconds: tally.pay([server], LATENCY_CONNECTIONS, seconds))
    yield measured("order/detail", lambda seconds: load.drive("details.lua", detail, LATENCY_CONNECTIONS, seconds))
    yield measured("order/history", lambda seconds: load.drive("reads.lua", history, LATENCY_CONNECTIONS, seconds))
    # Says how much of the others is the machine's.
    yield measured("empty route", lambda seconds: load.drive("empty.lua", health, LATENCY_CONNECTIONS, seconds))
