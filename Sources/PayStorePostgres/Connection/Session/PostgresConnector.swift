import CLibPQ

/// One attempt to connect.
actor PostgresConnector {
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    private let loop = SocketLoop.connecting
    private let settings: PostgresSettings
    private let surroundings: PostgresSurroundings
    /// libpq's side of the attempt, until the connection stands.
    private var session: LibPQSession?
    /// The connection while it is being checked.
    private var connection: PostgresConnection?
    private var givenUp = false

    private init(_ settings: PostgresSettings, _ surroundings: PostgresSurroundings) {
        self.settings = settings
        self.surroundings = surroundings
    }

    /// Connects and makes sure that money can rest on the server.
    ///
    /// - Throws: ``PostgresError/addressUnusable``, ``PostgresError/cannotConnect(reason:)``,
    ///   ``PostgresError/settingRefused(name:found:needed:)``, whatever the first statements throw, and `CancellationError`.
    static func connect(_ settings: PostgresSettings, _ surroundings: PostgresSurroundings) async throws -> PostgresConnection {
        let connector = PostgresConnector(settings, surroundings)
        return try await withTaskCancellationHandler {
            let timer = Task {
                try await surroundings.clock.sleep(for: settings.connectMax)
                await connector.giveUp()
            }
            defer { timer.cancel() }
            return try await connector.run()
        } onCancel: {
            Task { await connector.giveUp() }
        }
    }

    private func giveUp() async {
        givenUp = true
        if let session { loop.interrupt(session.socket) }
        await connection?.giveUp(overdue)
    }

    private func run() async throws -> PostgresConnection {
        let connection = PostgresConnection(try await open(), settings, surroundings)
        self.connection = connection
        defer { self.connection = nil }
        do {
            try await ServerChecks.run(on: connection, settings)
            return connection
        } catch {
            await connection.close()
            try Task.checkCancellation()
            throw error
        }
    }

    private func open() async throws -> LibPQSession {
        let session = try LibPQSession(settings)
        self.session = session
        defer { self.session = nil }
        // Until libpq says otherwise it wants to write.
        var wanted = PGRES_POLLING_WRITING
        while wanted != PGRES_POLLING_OK {
            try Task.checkCancellation()
            guard !givenUp else { throw PostgresError.cannotConnect(reason: overdue) }
            guard wanted != PGRES_POLLING_FAILED, !session.isBroken else { throw PostgresError.cannotConnect(reason: session.message) }
            // libpq may have another socket each time.
            await loop.wait(for: wanted == PGRES_POLLING_READING ? .readable : .writable, on: session.socket)
            if !givenUp { wanted = PQconnectPoll(session.handle) }
        }
        guard PQsetnonblocking(session.handle, 1) == 0, PQenterPipelineMode(session.handle) == 1 else {
            throw PostgresError.cannotConnect(reason: session.message)
        }
        return session
    }

    private var overdue: String { "no connection came about within \(settings.connectMax)" }
}
