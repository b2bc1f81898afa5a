import PayCore
import PayDomain
import Synchronization

/// A clock that stands still until it is moved.
final class TestClock: PlatformClock {
    private let time: Mutex<Timestamp>

    init(_ time: Timestamp = Fixture.start) { self.time = Mutex(time) }

    func now() -> Timestamp { time.withLock { $0 } }
    func sleep(until deadline: Timestamp) async throws { preconditionFailure("nothing in these tests sleeps") }
    func set(_ now: Timestamp) { time.withLock { $0 = now } }
}
