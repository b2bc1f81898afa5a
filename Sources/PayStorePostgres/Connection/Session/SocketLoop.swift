import NIOPosix
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// One thread that runs the actors of connections and wakes them when their sockets are ready.
///
/// A NIO channel cannot do this: it owns its socket, reads it and closes it, and libpq does all three itself, encrypts in between, and may
/// change to another socket while it connects. What is left of an event loop is poll(2), which for the few sockets of a pool costs no more
/// than epoll would and is there on every system. Being the executor of the actors, the thread needs no locks around libpq's connections and
/// the compiler sees to it that nobody else touches them; neither NIO's threads nor Swift's ever wait for a server.
final class SocketLoop: SerialExecutor {
    struct Events: OptionSet, Sendable {
        let rawValue: Int16
        static let readable = Events(rawValue: Int16(POLLIN))
        static let writable = Events(rawValue: Int16(POLLOUT))
    }

    private struct Wait {
        let socket: Int32
        let events: Events
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var jobs: [UnownedJob] = []
        var waits: [Wait] = []
        /// Whether the thread sleeps in poll(2), or is about to.
        var sleeps = false
    }

    /// Serves the connections that stand.
    static let serving = SocketLoop()
    /// Makes connections: looking up a name blocks in libpq, and deriving a key from a password takes milliseconds. Both must not hold up
    /// the connections that stand.
    static let connecting = SocketLoop()

    private let state = Mutex(State())
    private let wakeRead: Int32
    private let wakeWrite: Int32

    /// Starts the thread. It ends with the process, so that whatever still runs on it can always run to its end; idle, it costs nothing.
    private init() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { preconditionFailure("no file is left for a pipe: \(String(cString: strerror(errno)))") }
        for end in ends {
            let made = fcntl(end, F_SETFD, FD_CLOEXEC) == 0 && fcntl(end, F_SETFL, O_NONBLOCK) == 0
            precondition(made, "a pipe's end can always be given flags")
        }
        (wakeRead, wakeWrite) = (ends[0], ends[1])
        let thread = NIOThreadPool(numberOfThreads: 1)
        thread.start()
        thread.submit { [self] _ in run() }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let mustWake = state.withLock { state in
            state.jobs.append(job)
            defer { state.sleeps = false }
            return state.sleeps
        }
        if mustWake { wake() }
    }

    /// Waits until the socket can be read or written, as asked, has failed, or is interrupted.
    func wait(for events: Events, on socket: Int32, isolation: isolated (any Actor)? = #isolation) async {
        await withCheckedContinuation(isolation: isolation) { continuation in
            let mustWake = state.withLock { state in
                state.waits.append(Wait(socket: socket, events: events, continuation: continuation))
                defer { state.sleeps = false }
                return state.sleeps
            }
            if mustWake { wake() }
        }
    }

    /// Ends every wait on the socket.
    func interrupt(_ socket: Int32) {
        let ended = state.withLock { state in
            defer { state.waits.removeAll { $0.socket == socket } }
            return state.waits.filter { $0.socket == socket }
        }
        for wait in ended { wait.continuation.resume() }
    }

    private func wake() {
        var byte: UInt8 = 0
        // If the pipe is full, the thread has more than enough to wake up for.
        _ = write(wakeWrite, &byte, 1)
    }

    private func run() -> Never {
        var jobs: [UnownedJob] = []
        var polled: [pollfd] = []
        while true {
            state.withLock { state in
                swap(&jobs, &state.jobs)
                state.sleeps = jobs.isEmpty
                polled = [pollfd(fd: wakeRead, events: Int16(POLLIN), revents: 0)]
                for wait in state.waits { polled.append(pollfd(fd: wait.socket, events: wait.events.rawValue, revents: 0)) }
            }
            for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
            // Sockets have their turn between any two rounds of jobs, so that neither starves the other.
            let count = poll(&polled, nfds_t(polled.count), jobs.isEmpty ? -1 : 0)
            precondition(count >= 0 || errno == EINTR, "poll(2) failed: \(String(cString: strerror(errno)))")
            jobs.removeAll(keepingCapacity: true)
            if count > 0 { resumeReady(polled) }
        }
    }

    private func resumeReady(_ polled: [pollfd]) {
        if polled[0].revents != 0 { drainWakes() }
        // What ended meanwhile is not there any more. A socket that has failed is readable: the one who reads it finds the failure.
        let ready = Set(polled.dropFirst().lazy.filter { $0.revents != 0 }.map(\.fd))
        for socket in ready { interrupt(socket) }
    }

    private func drainWakes() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(wakeRead, &bytes, bytes.count) == bytes.count {}
    }
}
