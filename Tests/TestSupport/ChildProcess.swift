import Foundation
import Synchronization

/// A program as a process of its own. Everybody who waits for its end is told the same status.
///
/// Stands in for Foundation's `Process`, which on Linux reads past the end of its list of open files and, in a test run that has more than
/// a thousand of them, now and then kills the run (swift-corelibs-foundation#5472).
package final class ChildProcess: Sendable {
    private struct State {
        var status: Int32?
        var waiters: [CheckedContinuation<Int32, Never>] = []
    }

    package let identifier: pid_t
    private let state = Mutex(State())

    /// Starts the program with these three files and no other.
    package init(
        _ executable: String, _ arguments: [String], environment: [String: String],
        input: FileHandle, output: FileHandle, errors: FileHandle
    ) throws {
        identifier = try withExtendedLifetime((input, output, errors)) {
            try spawn(
                [executable] + arguments, environment: environment.map { "\($0)=\($1)" },
                files: [input.fileDescriptor, output.fileDescriptor, errors.fileDescriptor])
        }
        Thread.detachNewThread { self.awaitEnd() }
    }

    /// Sends a signal, unless the process has ended.
    package func send(_ signal: Int32) {
        state.withLock { if $0.status == nil { kill(identifier, signal) } }
    }

    /// Waits for its end.
    /// - Returns: its exit status, or as in a shell 128 more than the signal that ended it.
    package func status() async -> Int32 {
        await withCheckedContinuation { continuation in
            let status = state.withLock { state -> Int32? in
                if state.status == nil { state.waiters.append(continuation) }
                return state.status
            }
            if let status { continuation.resume(returning: status) }
        }
    }

    private func awaitEnd() {
        var end = siginfo_t()
        while waitid(P_PID, id_t(identifier), &end, WEXITED | WNOWAIT) == -1, errno == EINTR {}
        // A process that has ended keeps its number until now, so that no signal can go to another.
        let (status, waiters) = state.withLock { state in
            var status: Int32 = 0
            precondition(waitpid(identifier, &status, 0) == identifier, "somebody else has waited for the process")
            let signal = status & 0x7f
            status = signal == 0 ? status >> 8 & 0xff : 128 + signal
            state.status = status
            defer { state.waiters = [] }
            return (status, state.waiters)
        }
        for waiter in waiters { waiter.resume(returning: status) }
    }
}

// MARK: - posix_spawn

private struct NotStarted: Error, CustomStringConvertible {
    let code: Int32
    var description: String { "the process did not start: \(String(cString: strerror(code)))" }

    static func check(_ code: Int32) throws { if code != 0 { throw NotStarted(code: code) } }
}

/// - Parameter files: what the program has as its files 0, 1 and so on; none of them may be open under such a number here.
private func spawn(_ arguments: [String], environment: [String], files: [Int32]) throws -> pid_t {
    #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
    var flags = POSIX_SPAWN_CLOEXEC_DEFAULT
    #else
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    var flags: Int32 = 0
    #endif
    try NotStarted.check(posix_spawn_file_actions_init(&actions))
    defer { posix_spawn_file_actions_destroy(&actions) }
    try NotStarted.check(posix_spawnattr_init(&attributes))
    defer { posix_spawnattr_destroy(&attributes) }

    for (new, old) in files.enumerated() { try NotStarted.check(posix_spawn_file_actions_adddup2(&actions, old, Int32(new))) }
    #if !canImport(Darwin)
    try NotStarted.check(addCloseFrom(&actions, Int32(files.count)))
    #endif

    // A shell starts a program like this. The thread that runs this blocks signals, and SwiftNIO has the whole process ignore SIGPIPE.
    var signals = sigset_t()
    sigemptyset(&signals)
    try NotStarted.check(posix_spawnattr_setsigmask(&attributes, &signals))
    sigaddset(&signals, SIGPIPE)
    try NotStarted.check(posix_spawnattr_setsigdefault(&attributes, &signals))
    flags |= Int32(POSIX_SPAWN_SETPGROUP) | Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
    try NotStarted.check(posix_spawnattr_setflags(&attributes, Int16(flags)))

    let argumentStrings = arguments.map { strdup($0) } + [nil]
    let environmentStrings = environment.map { strdup($0) } + [nil]
    defer { for string in argumentStrings + environmentStrings { free(string) } }
    var identifier: pid_t = 0
    try NotStarted.check(posix_spawn(&identifier, arguments[0], &actions, &attributes, argumentStrings, environmentStrings))
    return identifier
}

#if !canImport(Darwin)
/// `posix_spawn_file_actions_addclosefrom_np`, which the C library has (glibc since 2.34) and its module does not show to Swift.
/// Closing the files one by one would miss those that another test opens meanwhile: a socket that two processes have does not close.
private func addCloseFrom(_ actions: inout posix_spawn_file_actions_t, _ first: Int32) -> Int32 {
    typealias Function = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
    guard let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else { return ENOSYS }
    return unsafeBitCast(symbol, to: Function.self)(&actions, first)
}
#endif
