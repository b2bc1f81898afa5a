import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// How far a long command has come, on the standard error: a bar on a terminal, and elsewhere a line for every tenth of the way.
struct ProgressBar {
    private static let width = 30

    private let verb: String
    private let noun: String
    private let isQuiet: Bool
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var lastTenth = 0

    init(verb: String, noun: String, isQuiet: Bool) {
        self.verb = verb
        self.noun = noun
        self.isQuiet = isQuiet
    }

    /// - Parameter total: as it was at the beginning; `count` may pass it.
    mutating func show(_ count: Int, of total: Int) {
        guard !isQuiet, count > 0 else { return }
        let total = max(count, total)
        if isTerminal {
            let filled = count * Self.width / total
            let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
            write("\r[\(bar)] \(verb) \(count) of \(total) \(noun)\u{1B}[K")
        } else if count * 10 / total > lastTenth {
            lastTenth = count * 10 / total
            write("\(verb) \(count) of \(total) \(noun).\n")
        }
    }

    /// Shows, on a terminal only, what is being done that cannot be counted.
    func announce(_ text: String) { if isTerminal, !isQuiet { write("\r\(text) …\u{1B}[K") } }

    /// Makes room for what is printed next.
    func end() { if isTerminal, !isQuiet { write("\r\u{1B}[K") } }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
