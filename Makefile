# Every target is one line; `make` alone lists them. Extra arguments go through: make sandbox ARGS="--port 9000"
#
# The sandbox is built for debugging, although that makes it several times slower than `make serve`: a first build takes as long either way,
# nearly all of it for the dependencies, and this one serves `make test` as well, so that trying both takes one such build, not two.
.PHONY: help sandbox serve build test test-browser test-network lint format bench release clean
help:         ; @sed -n 's/^\([a-z-]*\): .*# /\1\t/p' Makefile | expand -t 16 # List the targets
sandbox:      ; @scripts/build debug && exec .build/debug/imugi sandbox $(ARGS) # Run a platform filled with test data: app, users, money
serve:        ; @scripts/build release && exec .build/release/imugi serve $(ARGS) # Run the platform for real use
build:        ; @scripts/require build && swift build --build-tests # Build everything for debugging, tests too
test:         ; @scripts/test $(ARGS) # Run all tests but those in a browser
test-browser: ; @scripts/test-browser $(ARGS) # Run the tests of the pages in a real Chromium
test-network: ; @scripts/test-network $(ARGS) # Run the tests of where callbacks go, as root in a network of their own
lint:         ; @scripts/lint # Check formatting and the rules of CONTRIBUTING.md
format:       ; @swift format --in-place --parallel --recursive Sources Tests Package.swift # Format the Swift sources
bench:        ; @scripts/require build bench && Benchmarks/bench $(ARGS) # Measure payments a second beside PostgreSQL on this machine
release:      ; @scripts/build release && ls -l .build/release/imugi # Build the optimised binary
clean:        ; @rm -rf .build .build-browser # Remove everything that was built
