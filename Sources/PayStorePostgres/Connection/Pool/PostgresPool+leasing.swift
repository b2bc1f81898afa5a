import Synchronization

extension PostgresPool {
    /// - Throws: what waiting for a connection throws, as ``read(_:)`` tells it.
    func lease() async throws -> PostgresConnection {
        while true {
            let idle = try state.withLock { state throws(PostgresError) in try state.takeIdle() }
            let connection = if let idle { idle } else { try await waitForConnection() }
            if await connection.stands() { return connection }
            // The server has ended it while it was idle. Nothing was sent on it, so another one will do.
            await end(connection)
        }
    }

    func takeBack(_ connection: PostgresConnection) async {
        guard await connection.isReusable else { return await end(connection) }
        await lend(connection)
    }

    /// Closes the connection, and makes another one if somebody waits for it.
    func end(_ connection: PostgresConnection) async {
        await connection.close()
        let closers = state.withLock { $0.gone() }
        for closer in closers { closer.resume() }
        openIfWanted()
    }

    private func waitForConnection() async throws -> PostgresConnection {
        let id = state.withLock { $0.newID() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let timer = Task { [surroundings, settings] in
                    try await surroundings.clock.sleep(for: settings.waitMax)
                    let lastFailure = self.state.withLock { $0.lastFailure }
                    self.refuse(id, PostgresError.poolTimedOut(after: settings.waitMax, lastFailure: lastFailure))
                }
                enqueue(PoolState.Waiter(id: id, continuation: continuation, timer: timer))
                // A cancellation before there was anything to refuse.
                if Task.isCancelled { refuse(id, CancellationError()) }
            }
        } onCancel: {
            refuse(id, CancellationError())
        }
    }

    private func enqueue(_ waiter: PoolState.Waiter) {
        // Between the look at the idle ones and now the pool may have changed.
        let connection = Result { () throws(PostgresError) in
            try state.withLock { state throws(PostgresError) in
                let connection = try state.takeIdle()
                if connection == nil { state.append(waiter) }
                return connection
            }
        }
        switch connection {
        case .success(nil): openIfWanted()
        case .success(let connection?): waiter.resume(with: .success(connection))
        case .failure(let error): waiter.resume(with: .failure(error))
        }
    }

    private func refuse(_ id: UInt64, _ error: any Error) {
        state.withLock { $0.removeWaiter(id) }?.resume(with: .failure(error))
    }

    private func lend(_ connection: PostgresConnection) async {
        let (next, isTaken) = state.withLock { $0.takeBack(connection) }
        next?.resume(with: .success(connection))
        if !isTaken { await end(connection) }
    }

    private func openIfWanted() {
        state.withLock { state in
            guard state.wantsConnection else { return }
            let id = state.newID()
            state.began(Task { await self.open(id) }, id)
        }
    }

    /// Makes one connection, trying again for as long as somebody waits for one.
    private func open(_ id: UInt64) async {
        var attempt = 0
        while isWanted {
            do {
                let connection = try await PostgresConnector.connect(settings, surroundings)
                // It counts from the start of this on, so nobody is to be told.
                state.withLock { state in
                    _ = state.ended(opener: id, connected: true)
                    state.lastFailure = nil
                }
                return await lend(connection)
            } catch {
                state.withLock { $0.lastFailure = "\(error)" }
                let pause = settings.reconnecting.pause(attempt, random: surroundings.random())
                attempt += 1
                // Only the closing of the pool cancels this, and `isWanted` tells of that.
                try? await surroundings.clock.sleep(for: pause)
            }
        }
        let closers = state.withLock { $0.ended(opener: id, connected: false) }
        for closer in closers { closer.resume() }
        // Somebody may have come while this one was counted among those that make connections.
        openIfWanted()
    }

    private var isWanted: Bool { state.withLock { !$0.isClosed && !$0.waiters.isEmpty } }
}
