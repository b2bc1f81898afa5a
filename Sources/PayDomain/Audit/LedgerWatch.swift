import Logging
import PayCore
import ServiceLifecycle
import Synchronization

/// Proves the ledger again and again while the platform runs, in small steps with pauses between them, so that payments do not feel it.
///
/// A pass goes over everything that is stored, from the first transaction on: an old row that was changed behind the platform's back is
/// found by the next pass at the latest. Of what a proof on demand checks it leaves out only SQLite's own check of its file. Each new break
/// is logged, and all are kept in ``state`` until the process ends.
package final class LedgerWatch: Service {
    /// How much of the machine the watch takes.
    package struct Pace: Sendable {
        /// How many rows a step reads: enough that the step's own costs do not count, few enough that it ends within milliseconds.
        package var rows = 500
        /// A pause is so many times as long as the step before it: 19 makes a twentieth of one core.
        package var pauseFactor = 19
        package var shortestPause = Duration.milliseconds(10)
        package var pauseAfterStoreError = Duration.seconds(1)
        /// Between the end of a pass and the next one.
        package var rest = Duration.seconds(60)

        package init() {}
    }

    private let store: any LedgerStore
    private let clock: any PlatformClock
    private let steadyClock: any Clock<Duration>
    private let pace: Pace
    private let logger: Logger
    private let current = Mutex(LedgerWatchState())

    /// - Parameters:
    ///   - clock: says when a pass has ended.
    ///   - steadyClock: measures steps and pauses. It must not jump, as the sandbox's clock does.
    package init(
        store: any LedgerStore, clock: any PlatformClock, steadyClock: any Clock<Duration> = SystemClock.steady, pace: Pace = Pace(),
        logger: Logger
    ) {
        self.store = store
        self.clock = clock
        self.steadyClock = steadyClock
        self.pace = pace
        self.logger = logger
    }

    /// What the watch has found so far. It may be asked for from anywhere at any time, and costs a lock and a copy.
    package var state: LedgerWatchState { current.withLock { $0 } }

    /// Watches until the process is asked to stop or the task is cancelled; then it ends at once, in the middle of a step too.
    package func run() async {
        await cancelWhenGracefulShutdown {
            do {
                while true { try await self.runPass() }
            } catch {
                // Nothing but the end gets here.
            }
        }
    }

    /// - Throws: `CancellationError`, and nothing else.
    private func runPass() async throws {
        var prover = LedgerProver()
        let length = try await steadyClock.measure {
            while !prover.isFinished { try await self.step(&prover) }
        }
        let proof = prover.finish()
        note(prover)
        let pass = LedgerWatchState.Pass(end: clock.now(), length: length, transactions: proof.transactions, chainHead: proof.chainHead)
        current.withLock { state in
            state.passes += 1
            state.lastPass = pass
            state.progress = LedgerProver.Progress()
        }
        logger.debug(
            "A pass over the ledger has ended.", metadata: ["transactions": "\(pass.transactions)", "holds": "\(proof.holds)"]
        )
        try await steadyClock.sleep(for: pace.rest)
    }

    /// Takes one step and pauses. After an error of the store the next step begins where this one did.
    private func step(_ prover: inout LedgerProver) async throws {
        do {
            var batch = ProofBatch(from: prover.position)
            let reading = try await steadyClock.measure {
                batch = try await self.store.proofBatch(from: batch.position, rows: self.pace.rows)
            }
            let checking = steadyClock.measure { prover.take(batch) }
            note(prover)
            if prover.isFinished { return }
            try await steadyClock.sleep(for: max((reading + checking) * pace.pauseFactor, pace.shortestPause))
        } catch {
            try Task.checkCancellation()
            logger.error("The proof of the ledger waits: the store failed.", metadata: ["error": "\(error)"])
            try await steadyClock.sleep(for: pace.pauseAfterStoreError)
        }
    }

    private func note(_ prover: LedgerProver) {
        let new = current.withLock { state in
            state.progress = prover.progress
            return state.breaks.record(prover.breaks)
        }
        for (invariant, row) in new {
            logger.critical("The ledger is broken.", metadata: ["invariant": "\(invariant.rawValue)", "row": "\(row)"])
        }
    }
}

/// What a ``LedgerWatch`` has found since the process began.
package struct LedgerWatchState: Sendable {
    /// A pass that has ended.
    package struct Pass: Sendable {
        package let end: Timestamp
        /// Pauses included.
        package let length: Duration
        /// How many transactions there were at its end.
        package let transactions: Int64
        /// The chains' head at its end, as ``LedgerProof`` has it: 32 bytes.
        package let chainHead: [UInt8]
    }

    /// How many passes have ended.
    package internal(set) var passes = 0
    /// The pass that ended last; `nil` before the first one has.
    package internal(set) var lastPass: Pass?
    /// How far the present pass has come; all zero while the watch rests.
    package internal(set) var progress = LedgerProver.Progress()
    /// Every break that was found. None is ever taken back: what is broken is mended while the platform is stopped.
    package internal(set) var breaks = LedgerBreaks()

    /// Whether no break was found so far. A platform of which this is false needs an operator before it takes more payments.
    package var holds: Bool { breaks.isEmpty }
}
