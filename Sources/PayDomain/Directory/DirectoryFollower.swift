import Logging
import ServiceLifecycle
import Synchronization

/// Keeps a ``DirectoryHolder`` up to date while other processes change the directory, and tells the delivery of callbacks what nobody else
/// can tell it: that another process may have given it something to do.
///
/// Where no other process can change anything it does nothing.
package final class DirectoryFollower: Service {
    package struct Pace: Sendable {
        /// Between two questions. Some of them may fail or take long before the directory may no longer be trusted.
        package var interval = Duration.milliseconds(250)
        /// At least so often the delivery is told to look at everything anew.
        package var sweep = Duration.seconds(1)

        package init() {}
    }

    private let store: any DirectoryStore
    private let directory: DirectoryHolder
    private let callbacks: CallbackSignal
    private let steadyClock: any Clock<Duration>
    private let pace: Pace
    private let logger: Logger

    /// - Parameter steadyClock: measures pauses. It must not jump, as the sandbox's clock does.
    package init(
        store: any DirectoryStore, directory: DirectoryHolder, callbacks: CallbackSignal,
        steadyClock: any Clock<Duration> = SystemClock.steady, pace: Pace = Pace(), logger: Logger
    ) {
        self.store = store
        self.directory = directory
        self.callbacks = callbacks
        self.steadyClock = steadyClock
        self.pace = pace
        self.logger = logger
    }

    /// Follows until the process is asked to stop or the task is cancelled, beginning at once.
    package func run() async {
        await cancelWhenGracefulShutdown {
            do {
                guard self.directory.isShared else {
                    try await gracefulShutdown()
                    return
                }
                try await self.follow()
            } catch {
                // Nothing but the end gets here.
            }
        }
    }

    /// - Throws: `CancellationError`, and nothing else.
    private func follow() async throws {
        let time = SteadyTime(steadyClock)
        var lastTold = Duration.zero
        var isFailing = false
        while true {
            do {
                let isNew = try await directory.refresh(from: store)
                if isFailing { logger.notice("The store tells of changes of apps and keys again.") }
                isFailing = false
                // Payments that other processes have made bring callbacks of which nothing is said here. A sweep is one query over the apps
                // that have a callback URL, each a look at the head of an index, so that one a second costs next to nothing. Whoever comes
                // to a callback first claims it; the rest find it gone.
                let now = time.now()
                if isNew || now - lastTold >= pace.sweep {
                    lastTold = now
                    callbacks.changed()
                }
            } catch {
                try Task.checkCancellation()
                // An outage is told of once, and not four times a second.
                if !isFailing {
                    logger.error(
                        "Calls are refused until the store tells of changes of apps and keys again.", metadata: ["error": "\(error)"]
                    )
                }
                isFailing = true
            }
            try await steadyClock.sleep(for: pace.interval)
        }
    }
}
