import CLibPQ

/// One connection to the server. Its work is done on the ``SocketLoop``'s thread; callers on any thread wait without blocking theirs.
package actor PostgresConnection {
    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    private let loop = SocketLoop.serving
    private let settings: PostgresSettings
    private let surroundings: PostgresSurroundings
    /// `nil` once the connection is closed.
    private var session: LibPQSession?
    /// The SQL of each statement that the server knows, by name.
    private var prepared: [String: String] = [:]
    private var isRunning = false
    /// Why the answers are not waited for any longer.
    private var givenUp: String?
    /// Whether the plans that the server keeps are out of date.
    private var isStale = false

    /// - Parameter session: connected, not blocking, in pipeline mode.
    init(_ session: LibPQSession, _ settings: PostgresSettings, _ surroundings: PostgresSurroundings) {
        self.session = session
        self.settings = settings
        self.surroundings = surroundings
    }

    /// Whether another caller can have the connection: it stands and no transaction is open on it.
    var isReusable: Bool {
        guard let session, !isRunning, !isStale, !session.isBroken else { return false }
        return PQtransactionStatus(session.handle) == PQTRANS_IDLE
    }

    /// Whether a transaction is open or has failed.
    var mustRollBack: Bool { session.map { ![PQTRANS_IDLE, PQTRANS_UNKNOWN].contains(PQtransactionStatus($0.handle)) } ?? false }

    /// Whether the connection still stands, as far as this side has been told.
    func stands() -> Bool {
        guard let session, isReusable else { return false }
        session.takeUnasked()
        return !session.isBroken
    }

    /// Runs statements in their order, all in one round trip. Outside a transaction they make up one of their own.
    ///
    /// - Returns: what each of them has returned.
    /// - Throws: ``PostgresError/failed(_:)`` for the first that the server refuses, and it does none of those behind; nothing is done
    ///   if it is ``PostgresError/misused(_:)``; ``PostgresError/connectionLost(reason:)`` if not all answers came, after which the connection
    ///   is of no more use.
    func run(_ calls: [PostgresCall]) async throws -> [PostgresRows] { try await run(calls, committing: false) }

    /// Runs statements and then COMMIT, all in one round trip. If one fails, COMMIT is not done either.
    ///
    /// - Throws: as ``run(_:)``; ``PostgresError/commitUnknown(reason:)`` if COMMIT may have been done without the answer telling so;
    ///   ``PostgresError/rolledBack``.
    func runAndCommit(_ calls: [PostgresCall]) async throws -> [PostgresRows] {
        try await run(calls + [TransactionStatements.commit()], committing: true).dropLast()
    }

    /// Ends the connection; an open transaction is undone.
    func close() { session = nil }

    private func run(_ calls: [PostgresCall], committing: Bool) async throws -> [PostgresRows] {
        guard let session else { throw PostgresError.connectionLost(reason: "it is closed") }
        guard !isRunning else { throw PostgresError.misused("two batches at a time on one connection") }
        var batch = try Pipeline(calls, prepared: prepared, committing: committing)
        isRunning = true
        let timer = Task { [surroundings, settings] in
            try await surroundings.clock.sleep(for: settings.answerMax)
            self.giveUp("no answer came within \(settings.answerMax)")
        }
        defer {
            timer.cancel()
            isRunning = false
        }
        do {
            try batch.send(on: session)
            while !batch.isComplete { try batch.take(try await nextResult(session), session) }
        } catch {
            self.session = nil
            throw batch.outcome(ofLoss: error)
        }
        for statement in batch.nowPrepared { prepared[statement.name] = statement.sql }
        if batch.foundStalePlan { isStale = true }
        if session.isBroken { self.session = nil }
        return try batch.results()
    }

    /// Stops waiting for the answers of the batch that runs, if one does. The connection is of no more use then.
    func giveUp(_ reason: String) {
        guard isRunning, let session else { return }
        givenUp = reason
        loop.interrupt(session.socket)
    }

    /// The next result, or `nil` where libpq marks the end of one statement's results.
    private func nextResult(_ session: LibPQSession) async throws(PostgresError) -> LibPQResult? {
        while true {
            // Sending and receiving go hand in hand: a server that cannot get rid of its answers takes in nothing more.
            let unsent = PQflush(session.handle)
            guard unsent >= 0 else { throw lost(session.message) }
            if PQisBusy(session.handle) == 0 { return PQgetResult(session.handle).map(LibPQResult.init) }
            guard !session.isBroken else { throw lost(session.message) }
            if let givenUp { throw lost(givenUp) }
            if !session.hasUnreadBytes { await loop.wait(for: unsent == 1 ? [.readable, .writable] : .readable, on: session.socket) }
            guard PQconsumeInput(session.handle) == 1 else { throw lost(session.message) }
        }
    }

    private func lost(_ reason: String) -> PostgresError { .connectionLost(reason: reason) }
}
