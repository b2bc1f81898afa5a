import NIOCore
import NIOPosix
import PayStorePostgres
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct PoolTests {
    private static let one = PostgresStatement("one", "SELECT 1::bigint")

    @Test func noMoreThanTheBoundWaitAndNoneLongerThanAllowed() async throws {
        let server = try await Self.server
        let clock = HeldClock()
        let change: @Sendable (inout PostgresSettings) -> Void = {
            $0.connectionsMax = 1
            $0.waitingMax = 2
            $0.waitMax = .seconds(44)
        }
        try await server.withPool(server.settings(change), Self.surroundings(clock)) { pool in
            let held = try await HeldTransaction(pool)
            let first = Task { try await pool.read([Self.one()]) }
            await clock.sleeper(of: .seconds(44))
            let second = Task { try await pool.read([Self.one()]) }
            while pool.waiting < 2 { await Task.yield() }
            await #expect(throws: PostgresError.poolExhausted(waiting: 2)) { try await pool.read([Self.one()]) }

            await clock.wake(.seconds(44))
            await #expect(throws: PostgresError.poolTimedOut(after: .seconds(44), lastFailure: nil)) { try await first.value }
            #expect(pool.waiting == 1)
            try await held.end()
            #expect(try await second.value[0][0].int64(0) == 1)
            #expect(pool.connections == 1)
        }
    }

    @Test func aWaitingTaskThatIsCancelledWaitsNoMore() async throws {
        let server = try await Self.server
        try await server.withPool(server.settings { $0.connectionsMax = 1 }, Self.surroundings(HeldClock())) { pool in
            let held = try await HeldTransaction(pool)
            let waiting = Task { try await pool.read([Self.one()]) }
            while pool.waiting < 1 { await Task.yield() }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            #expect(pool.waiting == 0)

            // One that is cancelled before it waits does not begin to.
            let early = Task {
                while !Task.isCancelled { await Task.yield() }
                return try await pool.read([Self.one()])
            }
            early.cancel()
            await #expect(throws: CancellationError.self) { try await early.value }
            try await held.end()
            #expect(try await pool.read([Self.one()])[0][0].int64(0) == 1)
        }
    }

    @Test func closingWaitsForThoseInsideAndRefusesAllOthers() async throws {
        let server = try await Self.server
        var settings = PostgresSettings(address: server.address())
        settings.connectionsMax = 1
        let pool = try await PostgresPool(settings)
        let held = try await HeldTransaction(pool)
        let waiting = Task { try await pool.read([Self.one()]) }
        while pool.waiting < 1 { await Task.yield() }
        let closed = Locked(false)
        let closing = Task {
            await pool.close()
            closed.withLock { $0 = true }
        }
        await #expect(throws: PostgresError.closed) { try await waiting.value }
        await #expect(throws: PostgresError.closed) { try await pool.read([Self.one()]) }
        #expect(!closed.withLock { $0 })
        #expect(pool.connections == 1)
        try await held.end()
        await closing.value
        #expect(pool.connections == 0)
        await pool.close()
    }

    @Test func whileTheServerIsAwayAttemptsPauseLongerAndLonger() async throws {
        let clock = HeldClock()
        let server = try await PostgresServer().started()
        let change: @Sendable (inout PostgresSettings) -> Void = {
            $0.reconnecting = Backoff(first: .milliseconds(100), longest: .milliseconds(350))
            $0.waitMax = .seconds(44)
        }
        try await server.withPool(server.settings(change), Self.surroundings(clock)) { pool in
            try await server.stop()
            let patient = Task { try await pool.read([Self.one()]) }
            // With a zero for random each pause is half of its longest.
            for pause in [50, 100, 175, 175] { await clock.wake(.milliseconds(pause)) }
            await clock.wake(.seconds(44))
            let error = await #expect(throws: PostgresError.self) { try await patient.value }
            guard case .poolTimedOut(_, let lastFailure?) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(lastFailure.contains(server.folder))

            try await server.started()
            let next = Task { try await pool.read([Self.one()]) }
            // The attempt that still pauses serves this one.
            await clock.wake(.milliseconds(175))
            #expect(try await next.value[0][0].int64(0) == 1)
        }
        try await server.stop()
    }

    /// On two cores Swift has two threads for all tasks and NIO two for all channels: one blocking wait for each would stop them.
    @Test func aThousandWaitingStatementsBlockNobody() async throws {
        let make = PostgresStatement("make_gate", "CREATE TABLE gate (id bigint)")
        let close = PostgresStatement("close_gate", "LOCK TABLE gate")
        let pass = PostgresStatement("pass_gate", "SELECT count(*) FROM gate")
        let queue = PostgresStatement("queue_at_gate", "SELECT count(*) FROM pg_locks WHERE relation = 'gate'::regclass AND NOT granted")
        let change: @Sendable (inout PostgresSettings) -> Void = {
            $0.waitMax = .seconds(3_600)
            $0.statementMax = .seconds(3_600)
            $0.lockMax = .seconds(3_600)
            $0.idleInTransactionMax = .seconds(3_600)
        }
        let server = try await Self.server
        try await server.withPool(server.settings(change)) { keeper in
            _ = try await keeper.read([make()])
            let gate = try await HeldTransaction(keeper, close())
            try await server.withPool(server.settings(change)) { pool in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<1_000 { group.addTask { _ = try await pool.read([pass()]) } }
                    while try await keeper.read([queue()])[0][0].int64(0) < 8 { await Task.yield() }
                    while pool.waiting < 992 { await Task.yield() }
                    #expect(pool.connections == 8)

                    // Tasks and event loops go on as if nobody waited.
                    for _ in 0..<1_000 {
                        await Task.detached {}.value
                        try await MultiThreadedEventLoopGroup.singleton.next().submit {}.get()
                    }
                    #expect(pool.waiting == 992)
                    try await gate.end()
                    try await group.waitForAll()
                }
            }
        }
    }

    private static var server: PostgresServer { get async throws { try await PostgresServer.shared.value } }

    private static func surroundings(_ clock: HeldClock) -> PostgresSurroundings {
        var surroundings = PostgresSurroundings()
        surroundings.clock = clock
        surroundings.random = { 0 }
        return surroundings
    }
}

/// A transaction that keeps its connection until it is told to end.
private struct HeldTransaction {
    private let task: Task<Void, any Error>
    private let letGo: AsyncStream<Void>.Continuation

    /// Returns once it has the connection, and has run the statement.
    init(_ pool: PostgresPool, _ call: PostgresCall = PostgresStatement("hold", "SELECT 1")()) async throws {
        let (held, hold) = AsyncStream<Void>.makeStream()
        let (end, letGo) = AsyncStream<Void>.makeStream()
        self.letGo = letGo
        task = Task {
            defer { hold.finish() }
            try await pool.withTransaction { transaction in
                _ = try await transaction.run([call])
                hold.finish()
                for await _ in end {}
            }
        }
        for await _ in held {}
    }

    func end() async throws {
        letGo.finish()
        try await task.value
    }
}
