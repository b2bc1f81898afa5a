import Logging
import PayDomain
import ServiceLifecycle

/// Takes over the clock's offset when another node of the sandbox has moved it, within a quarter of a second.
package struct SandboxClockFollower: Service {
    private static let interval = Duration.milliseconds(250)

    private let clock: SandboxClock
    private let store: any Store
    private let steadyClock: any Clock<Duration>
    private let logger: Logger

    /// - Parameter steadyClock: measures pauses; not the clock that is followed.
    package init(
        _ clock: SandboxClock, in store: any Store, steadyClock: any Clock<Duration> = SystemClock.steady, logger: Logger
    ) {
        self.clock = clock
        self.store = store
        self.steadyClock = steadyClock
        self.logger = logger
    }

    package func run() async {
        await cancelWhenGracefulShutdown {
            while true {
                do {
                    try await self.steadyClock.sleep(for: Self.interval)
                    try await self.clock.load(from: self.store)
                } catch is CancellationError {
                    return
                } catch {
                    self.logger.warning("The clock of the other nodes cannot be read.", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}
