"""Payments, counted by the generator and by the platform."""

import contextlib

from . import BenchmarkFailure, api, load


class Tally:
    """What the generator has seen of payments."""

    def __init__(self):
        self.answered = 0
        # At the end of a run one request on each connection may be under way: made, but its answer not waited for.
        self.in_flight = 0
        self.made = 0

    def pay(self, servers, connections, seconds):
        """Pays at all of the servers at once, which share the connections."""
        return self.drive([load.Target(server.base_url, api.payment_template(server.host)) for server in servers], connections, seconds)

    def drive(self, targets, connections, seconds):
        run = load.drive_all("payments.lua", targets, connections, seconds)
        self.answered += run.requests
        self.in_flight += run.connections
        return run

    def check(self, made):
        """Makes sure that so many payments are on record as there must be."""
        self.made = made
        if not self.answered <= made <= self.answered + self.in_flight:
            raise BenchmarkFailure(f"{self.answered} payments were answered, and {made} are on record.")


@contextlib.contextmanager
def all_on_record(server):
    """Makes sure, when the block ends, that the order history has exactly the payments of the tally, and that the ledger's proof holds."""
    before = api.count_payouts(server.base_url)
    tally = Tally()
    yield tally
    tally.check(api.count_payouts(server.base_url) - before)
    broken = api.broken_invariants(server.base_url)
    if broken:
        raise BenchmarkFailure(f"The ledger's proof does not hold: {broken}")
