"""The parts of `make bench`; Benchmarks/bench puts them together."""


class BenchmarkFailure(Exception):
    """The run proves nothing: an answer was wrong, or something did not start. Reads as a sentence."""
