"""The table that a run ends with, and how far it is from the goals."""

import dataclasses

MIB = 1024 * 1024
GOAL_CONNECTIONS = 64


@dataclasses.dataclass(frozen=True)
class Paying:
    """Payments that were made while callbacks drained."""

    load: object  # a load.Load
    callbacks_per_second: float


@dataclasses.dataclass(frozen=True)
class Results:
    payments: list  # of load.Load, one for each number of connections
    reads: dict  # of load.Load, by what an app on a user's device reads
    drain: object  # a callbacks.Drain
    paying: Paying
    empty_route: object  # a load.Load
    tpc_b_per_second: float
    tpc_b_mean_ms: float
    tpc_b_name: str
    ready_seconds: float
    idle_bytes: int
    loaded_bytes: int
    bytes_per_payment: float


def table(results):
    rows = [("", "per second", "p50", "p99", "÷ pgbench", "÷ empty route")]
    for load in results.payments:
        rows.append(_row(f"payments, {load.connections} connections", load.per_second, load.p50_ms, load.p99_ms, results))
    for name, load in results.reads.items():
        rows.append(_row(f"client {name}, {load.connections} connections", load.per_second, load.p50_ms, load.p99_ms, results))
    drain, paying = results.drain, results.paying
    rows.append(_row("callbacks delivered from a backlog", drain.per_second, None, None, results))
    rows.append(_row(f"payments meanwhile, {paying.load.connections} connections", paying.load.per_second, paying.load.p50_ms, paying.load.p99_ms, results))
    rows.append(_row("callbacks delivered meanwhile", paying.callbacks_per_second, None, None, results))
    empty = results.empty_route
    rows.append(_row(f"empty route, {empty.connections} connections", empty.per_second, empty.p50_ms, empty.p99_ms, results))
    rows.append(_row(results.tpc_b_name, results.tpc_b_per_second, None, None, results))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(_pad(cell, width, column) for column, (cell, width) in enumerate(zip(row, widths))) for row in rows]
    return "\n".join(
        [
            *lines,
            "",
            f"pgbench, mean latency         {results.tpc_b_mean_ms:.1f} ms",
            f"start to ready                {results.ready_seconds:.2f} s, on an empty folder",
            f"memory, idle                  {results.idle_bytes / MIB:.1f} MiB",
            f"memory, after the load        {results.loaded_bytes / MIB:.1f} MiB",
            f"disk, each payment            {results.bytes_per_payment:,.0f} bytes",
            f"callbacks due as they drain   {results.drain.backlog:,}",
            f"memory, while they drain      {results.drain.memory_bytes / MIB:.1f} MiB",
        ]
    )


def goals(results):
    """One line for each goal of a 2-core machine, saying on which side of it the run is."""
    alone = next(load for load in results.payments if load.connections == GOAL_CONNECTIONS)
    rate = alone.per_second
    slower = results.paying.load.p99_ms / alone.p99_ms
    ratio = rate / results.tpc_b_per_second
    idle = results.idle_bytes / MIB
    name = f"payments a second at {GOAL_CONNECTIONS} connections"
    lines = [
        _verdict(rate >= 8000, f"{name}: {rate:,.0f}, goal at least 8,000"),
        _verdict(ratio >= 1.7, f"{name} ÷ pgbench: {ratio:.2f}, goal at least 1.7"),
        _verdict(idle < 60, f"idle memory: {idle:.1f} MiB, goal under 60 MiB"),
        _verdict(results.ready_seconds < 1, f"start to ready: {results.ready_seconds:.2f} s, goal under 1 s"),
    ]
    drained = results.drain.per_second
    lines.append(_verdict(drained >= 2000, f"callbacks a second from a backlog: {drained:,.0f}, goal at least 2,000"))
    lines.append(_verdict(slower <= 2, f"payments' p99 while callbacks drain ÷ alone: {slower:.2f}, goal at most 2"))
    for what, load in results.reads.items():
        lines.append(_verdict(load.per_second >= 12000, f"client {what} a second: {load.per_second:,.0f}, goal at least 12,000"))
    return "\n".join(lines)


def _row(name, rate, p50_ms, p99_ms, results):
    return (
        name,
        f"{rate:,.0f}",
        "" if p50_ms is None else f"{p50_ms:.1f} ms",
        "" if p99_ms is None else f"{p99_ms:.1f} ms",
        f"{rate / results.tpc_b_per_second:.2f}",
        f"{rate / results.empty_route.per_second:.2f}",
    )


def _pad(cell, width, column):
    return cell.ljust(width) if column == 0 else cell.rjust(width)


def _verdict(is_met, text):
    return f"{'reached' if is_met else 'MISSED '}  {text}"
