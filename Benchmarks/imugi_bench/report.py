"""The table that a run ends with, and how far it is from the goals."""

import dataclasses

MIB = 1024 * 1024
GOAL_CONNECTIONS = 64
# The same payments as those on SQLite.
ONE_NODE = "1 node: payments"


@dataclasses.dataclass(frozen=True)
class Paying:
    """Payments that were made while callbacks drained."""

    load: object  # a load.Load
    callbacks_per_second: float


@dataclasses.dataclass(frozen=True)
class Alone:
    """One platform on SQLite."""

    payments: list  # of load.Load, one for each number of connections
    reads: dict  # of load.Load, by what an app on a user's device reads
    drain: object  # a callbacks.Drain
    paying: Paying
    empty_route: object  # a load.Load
    ready_seconds: float
    idle_bytes: int
    loaded_bytes: int
    bytes_per_payment: float


@dataclasses.dataclass(frozen=True)
class Shared:
    """Nodes on one PostgreSQL, and its TPC-B."""

    payments: dict  # of load.Load, by what they are
    reads: dict  # of load.Load, by what an app on a user's device reads
    bytes_per_payment: float
    hot: dict  # of load.Load, by what is paid
    sizes: dict  # of dicts of load.Load, by the number of orders and by what was asked for
    tpc_b_per_second: float
    tpc_b_mean_ms: float
    tpc_b_name: str


@dataclasses.dataclass(frozen=True)
class Results:
    alone: Alone
    shared: Shared


def table(results):
    alone, shared = results.alone, results.shared
    drain, paying, empty = alone.drain, alone.paying, alone.empty_route
    rows = [("", "per second", "p50", "p99", "÷ pgbench", "÷ empty route")]

    def add(name, rate, p50_ms=None, p99_ms=None):
        latencies = ("" if ms is None else f"{ms:.1f} ms" for ms in (p50_ms, p99_ms))
        rows.append((name, f"{rate:,.0f}", *latencies, f"{rate / shared.tpc_b_per_second:.2f}", f"{rate / empty.per_second:.2f}"))

    def add_load(name, load):
        add(f"{name}, {load.connections} connections", load.per_second, load.p50_ms, load.p99_ms)

    for load in alone.payments:
        add_load("payments", load)
    for name, load in alone.reads.items():
        add_load(f"client {name}", load)
    add("callbacks delivered from a backlog", drain.per_second)
    add_load("payments meanwhile", paying.load)
    add("callbacks delivered meanwhile", paying.callbacks_per_second)
    add_load("empty route", empty)
    for name, load in shared.payments.items():
        add_load(f"PostgreSQL, {name}", load)
    for name, load in shared.reads.items():
        add_load(f"PostgreSQL, 1 node: client {name}", load)
    for name, load in shared.hot.items():
        add_load(f"PostgreSQL, 4 nodes: {name}", load)
    for size, loads in shared.sizes.items():
        for name, load in loads.items():
            add_load(f"PostgreSQL, {size:,} orders: {name}", load)
    add(shared.tpc_b_name, shared.tpc_b_per_second)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(_pad(cell, width, column) for column, (cell, width) in enumerate(zip(row, widths))) for row in rows]
    return "\n".join(
        [
            *lines,
            "",
            f"pgbench, mean latency         {shared.tpc_b_mean_ms:.1f} ms",
            f"start to ready                {alone.ready_seconds:.2f} s, on an empty folder",
            f"memory, idle                  {alone.idle_bytes / MIB:.1f} MiB",
            f"memory, after the load        {alone.loaded_bytes / MIB:.1f} MiB",
            f"disk, each payment            {alone.bytes_per_payment:,.0f} bytes; on PostgreSQL {shared.bytes_per_payment:,.0f}",
            f"callbacks due as they drain   {drain.backlog:,}",
            f"memory, while they drain      {drain.memory_bytes / MIB:.1f} MiB",
        ]
    )


def goals(results):
    """One line for each goal of a 2-core machine, saying on which side of it the run is."""
    run, shared = results.alone, results.shared
    alone = next(load for load in run.payments if load.connections == GOAL_CONNECTIONS)
    rate = alone.per_second
    slower = run.paying.load.p99_ms / alone.p99_ms
    ratio = rate / shared.tpc_b_per_second
    idle = run.idle_bytes / MIB
    name = f"payments a second at {GOAL_CONNECTIONS} connections"
    lines = [
        _verdict(rate >= 8000, f"{name}: {rate:,.0f}, goal at least 8,000"),
        _verdict(ratio >= 1.7, f"{name} ÷ pgbench: {ratio:.2f}, goal at least 1.7"),
        _verdict(idle < 60, f"idle memory: {idle:.1f} MiB, goal under 60 MiB"),
        _verdict(run.ready_seconds < 1, f"start to ready: {run.ready_seconds:.2f} s, goal under 1 s"),
    ]
    drained = run.drain.per_second
    lines.append(_verdict(drained >= 2000, f"callbacks a second from a backlog: {drained:,.0f}, goal at least 2,000"))
    lines.append(_verdict(slower <= 2, f"payments' p99 while callbacks drain ÷ alone: {slower:.2f}, goal at most 2"))
    for what, load in run.reads.items():
        lines.append(_verdict(load.per_second >= 12000, f"client {what} a second: {load.per_second:,.0f}, goal at least 12,000"))
    ratio = shared.payments[ONE_NODE].per_second / shared.tpc_b_per_second
    lines.append(_verdict(ratio >= 1.5, f"PostgreSQL, {ONE_NODE} a second ÷ pgbench: {ratio:.2f}, goal at least 1.5"))
    for size, loads in shared.sizes.items():
        for what in ("payments", "order/detail", "order/history"):
            load = loads[what]
            text = f"PostgreSQL, {size:,} orders: {what} at {load.connections} connections, p99: {load.p99_ms:.1f} ms, goal at most 20 ms"
            lines.append(_verdict(load.p99_ms <= 20, text))
    return "\n".join(lines)


def _pad(cell, width, column):
    return cell.ljust(width) if column == 0 else cell.rjust(width)


def _verdict(is_met, text):
    return f"{'reached' if is_met else 'MISSED '}  {text}"
