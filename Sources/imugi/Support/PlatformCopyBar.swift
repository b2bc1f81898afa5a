import PayDomain
import Synchronization

/// How far `imugi copy` has come, shown from the task that works on it.
final class PlatformCopyBar: Sendable {
    private struct Bars {
        var provedSource: ProgressBar
        var copied: ProgressBar
        var compared: ProgressBar
        var provedTarget: ProgressBar
    }

    private let bars: Mutex<Bars>

    init(isQuiet: Bool) {
        func bar(_ verb: String, _ noun: String) -> ProgressBar { ProgressBar(verb: verb, noun: noun, isQuiet: isQuiet) }
        bars = Mutex(
            Bars(
                provedSource: bar("Proved", "rows of the source"), copied: bar("Copied", "rows"), compared: bar("Compared", "rows"),
                provedTarget: bar("Proved", "rows of the copy")
            )
        )
    }

    func show(_ progress: PlatformCopier.Progress) {
        bars.withLock { bars in
            switch progress {
            case .provedSource(let rows, let total): bars.provedSource.show(Int(rows), of: Int(total))
            case .copied(let rows, let total): bars.copied.show(Int(rows), of: Int(total))
            case .compared(let rows, let total): bars.compared.show(Int(rows), of: Int(total))
            case .provedTarget(let rows, let total): bars.provedTarget.show(Int(rows), of: Int(total))
            }
        }
    }

    func end() { bars.withLock { $0.provedTarget.end() } }
}
