import PayServer
import PayStoreSQLite
import Synchronization

/// How far a backup or a restore has come, shown from the thread that works on it.
final class CopyProgressBar: Sendable {
    private struct Bars {
        var copied: ProgressBar
        var proved: ProgressBar
    }

    private static let kibibyte: Int64 = 1_024

    private let bars: Mutex<Bars>

    init(isQuiet: Bool) {
        bars = Mutex(
            Bars(
                copied: ProgressBar(verb: "Copied", noun: "KiB", isQuiet: isQuiet),
                proved: ProgressBar(verb: "Proved", noun: "rows", isQuiet: isQuiet)
            )
        )
    }

    func show(_ progress: CopyProgress) {
        bars.withLock { bars in
            switch progress {
            case .copied(let bytes, let total): bars.copied.show(Int(bytes / Self.kibibyte), of: Int(total / Self.kibibyte))
            case .checking: bars.copied.announce("Checking the copy")
            case .proved(let rows, let total): bars.proved.show(Int(rows), of: Int(total))
            }
        }
    }

    func end() { bars.withLock { $0.proved.end() } }
}
