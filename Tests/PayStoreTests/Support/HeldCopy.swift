import Foundation
import PayStoreSQLite
import TestSupport

/// Stops a backup or a restore where it first reaches what the test is about, until the test lets it go on.
final class HeldCopy: Sendable {
    private let place: @Sendable (CopyProgress) -> Bool
    private let count = Locked(0)
    private let goOn = DispatchSemaphore(value: 0)
    private let (stops, stop) = AsyncStream.makeStream(of: Void.self)

    init(where place: @Sendable @escaping (CopyProgress) -> Bool) { self.place = place }

    /// After the first of several steps.
    static func inTheMiddle() -> HeldCopy {
        HeldCopy { if case .copied(let bytes, let total) = $0 { bytes < total } else { false } }
    }

    func show(_ progress: CopyProgress) {
        guard place(progress) else { return }
        let isFirst = count.withLock { count in
            count += 1
            return count == 1
        }
        guard isFirst else { return }
        stop.finish()
        goOn.wait()
    }

    /// Waits for it to stop.
    func isHeld() async { for await _ in stops {} }

    func letGo() { goOn.signal() }
}
