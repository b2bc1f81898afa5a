import PayStorePostgres
import TestSupport
import Testing

struct BackoffTests {
    private let backoff = Backoff(first: .milliseconds(50), longest: .seconds(2))

    @Test func pausesDoubleUpToTheLongest() {
        let most = (0..<8).map { backoff.pause($0, random: .max) }
        for (pause, whole) in zip(most, [50, 100, 200, 400, 800, 1_600, 2_000, 2_000]) {
            #expect(pause > .milliseconds(whole) * 0.99 && pause <= .milliseconds(whole))
        }
        #expect(backoff.pause(.max, random: 0) == .seconds(1))
    }

    @Test func aPauseIsAnywhereBetweenHalfAndAll() {
        var random = Seeded()
        let pauses = (0..<1_000).map { _ in backoff.pause(3, random: random.next()) }
        #expect(pauses.allSatisfy { $0 >= .milliseconds(200) && $0 <= .milliseconds(400) }, "\(random)")
        #expect(pauses.contains { $0 < .milliseconds(220) } && pauses.contains { $0 > .milliseconds(380) }, "\(random)")
        #expect(backoff.pause(3, random: 0) == .milliseconds(200))
    }
}
