import PayCallbacks
import PayCore
import PayDomain
import TestSupport
import Testing

/// The life of a callback: by a table, and by a million simulated steps beside a model that knows nothing of the machine.
@Suite struct DeliveryMachineTests {
    @Test(arguments: [200, 201, 202, 204, 299, 301, 302, 307, 308, 400, 404, 410, 429, 500, 503])
    func only200Delivers(status: Int) {
        let exchange = CallbackExchange(url: "", ending: .answered(status: status), durationNanoseconds: 1)
        var machine = DeliveryMachine()
        machine.attempted(at: Fixture.start, isDelivered: exchange.isDelivered)
        #expect((machine.state == .delivered) == (status == 200))
        #expect(machine.firstAttemptTime == Fixture.start)
    }

    @Test func failureWithoutAnAnswerIsTriedAgain() {
        var machine = DeliveryMachine()
        machine.attempted(at: Fixture.start, isDelivered: false)
        #expect(machine.state == .due(Fixture.start.advanced(bySeconds: 600)))
    }

    @Test func receiverThatComesUpAtTheLastMomentIsReached() {
        var machine = DeliveryMachine()
        var time = Fixture.start
        let up = Fixture.start.advanced(bySeconds: 35 * 3_600 + 55 * 60)
        while case .due(let next) = machine.state {
            time = next ?? time
            machine.attempted(at: time, isDelivered: time >= up)
        }
        #expect(machine.state == .delivered)
    }

    @Test func jumpOf36HoursMakesWhatIsDueHappenOnce() {
        var machine = DeliveryMachine()
        machine.attempted(at: Fixture.start, isDelivered: false)
        machine.attempted(at: Fixture.start.advanced(bySeconds: 36 * 3_600), isDelivered: false)
        #expect(machine.state == .exhausted)
    }

    /// What the protocol says, written down the other way round: from the list of all attempts of a schedule.
    private struct Model {
        var attempts: [Int64] = []
        var isDelivered = false

        var isOver: Bool {
            guard let first = attempts.first, let last = attempts.last else { return false }
            return isDelivered || last > first + 129_600_000 - 300_000
        }

        var due: Int64? {
            guard let first = attempts.first, let last = attempts.last else { return nil }
            return last + 600_000 > first + 129_600_000 ? first + 129_600_000 : last + 600_000
        }
    }

    @Test func millionSteps() {
        let seed = UInt64.random(in: .min ... .max)
        var generator = Seeded(seed)
        var steps = 0
        var delivered = 0
        var exhausted = 0
        while steps < 1_000_000 {
            // Receivers that fail for a while, for ever, or hardly at all; platforms that are in time, late, or down for hours.
            let successPercent = [0, 0, 1, 30].randomElement(using: &generator) ?? 0
            let latePercent = [0, 1, 20].randomElement(using: &generator) ?? 0
            var time = Int64.random(in: 0...4_000_000_000_000, using: &generator)
            var machine = DeliveryMachine()
            var model = Model()
            while case .due(let due) = machine.state {
                guard due.map({ $0.nanoseconds / 1_000_000 }) == model.due, !model.isOver else {
                    Issue.record("seed \(seed): due \(String(describing: due)) after \(model.attempts)")
                    return
                }
                time = due.map { $0.nanoseconds / 1_000_000 } ?? time
                time += Int64.random(in: 0..<100, using: &generator)
                if Int.random(in: 0..<100, using: &generator) < latePercent { time += Int64.random(in: 0..<90_000_000, using: &generator) }
                let succeeds = Int.random(in: 0..<100, using: &generator) < successPercent
                let attemptTime = Timestamp(nanoseconds: time * 1_000_000)
                if Bool.random(using: &generator) {
                    // A restart between two attempts: all that is kept is the time of the first.
                    machine = DeliveryMachine(firstAttemptTime: machine.firstAttemptTime)
                }
                machine.attempted(at: attemptTime, isDelivered: succeeds)
                model.attempts.append(time)
                model.isDelivered = succeeds
                steps += 1
            }
            delivered += machine.state == .delivered ? 1 : 0
            exhausted += machine.state == .exhausted ? 1 : 0
            let span = (model.attempts.last ?? 0) - (model.attempts.first ?? 0)
            guard model.isOver, model.isDelivered == (machine.state == .delivered),
                model.attempts.count <= DeliverySchedule.maximumAttempts,
                // Only the last attempt may be late, and only because the platform was.
                model.attempts.dropLast().allSatisfy({ $0 - (model.attempts.first ?? 0) <= 129_300_000 }),
                machine.state == .delivered || span > 129_300_000
            else {
                Issue.record("seed \(seed): ended as \(machine.state) after \(model.attempts)")
                return
            }
        }
        #expect(delivered > 0 && exhausted > 0, "seed \(seed)")
    }
}
