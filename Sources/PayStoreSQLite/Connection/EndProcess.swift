#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Writes the reason to the standard error and ends the process with status 70 at once, running no exit handlers: whatever they would
/// write could rest on a state that is not known.
@Sendable
package func endProcess(_ reason: String) -> Never {
    let line = Array("imugi: \(reason)\n".utf8)
    // Nobody is left to be told if this fails.
    _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    _exit(70)
}
