import Testing

@testable import PayCallbacks

/// No signal is lost, whoever else runs: each of these ends only if every wait does.
@Suite(.timeLimit(.minutes(1))) struct WakeSignalTests {
    @Test func signalBeforeTheWaitIsKept() async {
        let signal = WakeSignal()
        signal.signal()
        signal.signal()
        await signal.wait()
        #expect(!signal.take())
    }

    @Test func takeTakesOnce() {
        let signal = WakeSignal()
        #expect(!signal.take())
        signal.signal()
        #expect(signal.take())
        #expect(!signal.take())
    }

    /// Work is handed over before the signal, as the service's attempts do it, so a waiter that misses a signal leaves work undone.
    @Test func workOfManyTasksIsAllSeen() async {
        let signal = WakeSignal()
        let work = Observed(0)
        let tasks = 8
        let each = 2_000
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<tasks {
                group.addTask {
                    for _ in 0..<each {
                        work.update { $0 += 1 }
                        signal.signal()
                        await Task.yield()
                    }
                }
            }
            var done = 0
            while done < tasks * each {
                await signal.wait()
                done += work.update { work in
                    defer { work = 0 }
                    return work
                }
            }
            #expect(done == tasks * each)
        }
    }

    /// A wait is called off over and over, as one with an alarm is, while signals come; each leaves the next wait whole.
    @Test func cancellingAWaitLosesNothing() async {
        let signal = WakeSignal()
        for round in 0..<5_000 {
            let waiter = Task { await signal.wait() }
            if round.isMultiple(of: 2) { await Task.yield() }
            if round.isMultiple(of: 3) { signal.signal() }
            waiter.cancel()
            await waiter.value
            _ = signal.take()
        }
        signal.signal()
        await signal.wait()
    }

    @Test func cancelledTaskDoesNotWait() async {
        let signal = WakeSignal()
        let gate = WakeSignal()
        let waiter = Task {
            await gate.wait()
            await signal.wait()
        }
        waiter.cancel()
        await waiter.value
        #expect(!signal.take())
    }
}
