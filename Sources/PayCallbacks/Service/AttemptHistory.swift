import Logging
import PayCore
import PayDomain
import ServiceLifecycle

/// Forgets attempts that are older than they are kept, so that what is told of them does not outgrow the orders. A callback and its state
/// stay for ever.
///
/// It looks once an hour, and deletes in short transactions with pauses between them.
package final class AttemptHistory: Service {
    package struct Pace: Sendable {
        /// How many attempts one transaction deletes.
        package var batch = 200
        package var pause = Duration.milliseconds(50)
        package var rest = Duration.seconds(60 * 60)

        package init() {}
    }

    private let store: any CallbackHistoryStore
    private let directory: DirectoryHolder
    private let clock: any PlatformClock
    private let steadyClock: any Clock<Duration>
    private let kept: Int64
    private let pace: Pace
    private let logger: Logger

    /// - Parameters:
    ///   - kept: how long an attempt is kept, in seconds of `clock`.
    ///   - steadyClock: for pauses. It must not jump, as the sandbox's clock does.
    package init(
        store: any CallbackHistoryStore, directory: DirectoryHolder, clock: any PlatformClock,
        steadyClock: any Clock<Duration> = SystemClock.steady, kept: Int64, pace: Pace = Pace(), logger: Logger
    ) {
        self.store = store
        self.directory = directory
        self.clock = clock
        self.steadyClock = steadyClock
        self.kept = kept
        self.pace = pace
        self.logger = logger
    }

    /// Goes on until the process is asked to stop or the task is cancelled; then it ends at once.
    package func run() async {
        await cancelWhenGracefulShutdown {
            do {
                while true {
                    await self.forget()
                    try await self.steadyClock.sleep(for: self.pace.rest)
                }
            } catch {
                // Nothing but the end gets here.
            }
        }
    }

    private func forget() async {
        let end = clock.now().advanced(bySeconds: -kept)
        var forgotten = 0
        do {
            for app in directory.current.apps.keys {
                while true {
                    let count = try await store.forgetCallbackAttempts(of: app, before: end, limit: pace.batch)
                    forgotten += count
                    guard count == pace.batch else { break }
                    try await steadyClock.sleep(for: pace.pause)
                }
            }
        } catch is CancellationError {
            return
        } catch {
            logger.error("Old attempts of callbacks stay for another hour: the store failed.", metadata: ["error": "\(error)"])
        }
        if forgotten > 0 { logger.info("Old attempts of callbacks were forgotten.", metadata: ["attempts": "\(forgotten)"]) }
    }
}
