import DequeModule

/// Who has which connection and who waits for one: the pool's rules without its clock and its sockets.
struct PoolState {
    struct Waiter {
        let id: UInt64
        let continuation: CheckedContinuation<PostgresConnection, any Error>
        /// Ends the wait when its time is up.
        let timer: Task<Void, any Error>

        func resume(with result: Result<PostgresConnection, any Error>) {
            timer.cancel()
            continuation.resume(with: result)
        }
    }

    let connectionsMax: Int
    let waitingMax: Int
    private var idle: [PostgresConnection] = []
    private(set) var waiters: Deque<Waiter> = []
    /// The connections that stand, idle or not, and those in the making.
    private(set) var connections = 0
    /// The tasks that make connections, by number.
    private var openers: [UInt64: Task<Void, Never>] = [:]
    private var lastID: UInt64 = 0
    private(set) var isClosed = false
    /// Who waits until no connection is left.
    private var closers: [CheckedContinuation<Void, Never>] = []
    /// Why the last attempt to connect failed, if none has succeeded since.
    var lastFailure: String?

    init(connectionsMax: Int, waitingMax: Int) {
        self.connectionsMax = connectionsMax
        self.waitingMax = waitingMax
    }

    mutating func newID() -> UInt64 {
        lastID += 1
        return lastID
    }

    /// An idle connection, or `nil` if the caller must wait.
    ///
    /// - Throws: ``PostgresError/closed``, ``PostgresError/poolExhausted(waiting:)``.
    mutating func takeIdle() throws(PostgresError) -> PostgresConnection? {
        guard !isClosed else { throw .closed }
        // The one used last is the likeliest to be quick.
        if let connection = idle.popLast() { return connection }
        guard waiters.count < waitingMax else { throw .poolExhausted(waiting: waiters.count) }
        return nil
    }

    mutating func append(_ waiter: Waiter) { waiters.append(waiter) }

    mutating func removeWaiter(_ id: UInt64) -> Waiter? {
        waiters.firstIndex { $0.id == id }.map { waiters.remove(at: $0) }
    }

    /// Whether one more connection should be made: somebody waits for whom none is in the making.
    var wantsConnection: Bool { !isClosed && connections < connectionsMax && openers.count < waiters.count }

    mutating func began(_ opener: Task<Void, Never>, _ id: UInt64) {
        connections += 1
        openers[id] = opener
    }

    /// An opener ends, with a connection or without one.
    mutating func ended(opener id: UInt64, connected: Bool) -> [CheckedContinuation<Void, Never>] {
        openers[id] = nil
        return connected ? [] : gone()
    }

    /// Counts the connection that the pool starts with.
    mutating func adopt(_ connection: PostgresConnection) {
        connections += 1
        idle.append(connection)
    }

    /// Takes a usable connection back.
    ///
    /// - Returns: who is to have it next; `isTaken` is false if it is to be closed, since the pool is.
    mutating func takeBack(_ connection: PostgresConnection) -> (next: Waiter?, isTaken: Bool) {
        guard !isClosed else { return (nil, false) }
        if let waiter = waiters.popFirst() { return (waiter, true) }
        idle.append(connection)
        return (nil, true)
    }

    /// A connection is closed.
    ///
    /// - Returns: who is to be told that it was the last.
    mutating func gone() -> [CheckedContinuation<Void, Never>] {
        connections -= 1
        guard isClosed, connections == 0 else { return [] }
        defer { closers = [] }
        return closers
    }

    /// Lets nobody in any more.
    mutating func close() -> (idle: [PostgresConnection], waiters: Deque<Waiter>, openers: [Task<Void, Never>]) {
        isClosed = true
        defer { (idle, waiters) = ([], []) }
        return (idle, waiters, Array(openers.values))
    }

    /// - Returns: whether the closer must wait, and then it is kept.
    mutating func append(_ closer: CheckedContinuation<Void, Never>) -> Bool {
        guard connections > 0 else { return false }
        closers.append(closer)
        return true
    }
}
