import PayCallbacks
import PayCore
import PayDomain
import Testing

/// The 10 minutes and the 36 hours of the protocol, section 5.3.
@Suite struct DeliveryScheduleTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        /// Seconds after the first attempt at which this attempt was made.
        let attempt: Int64
        /// Seconds after the first attempt at which the next falls due.
        let next: Int64?

        var testDescription: String { name }
    }

    static let rows = [
        Row(name: "the first attempt", attempt: 0, next: 600),
        Row(name: "an attempt in time", attempt: 600, next: 1_200),
        Row(name: "an attempt a second late", attempt: 601, next: 1_201),
        Row(name: "after an hour's downtime there is one attempt, and then ten minutes again", attempt: 4_200, next: 4_800),
        Row(name: "the last but one in time", attempt: 129_000, next: 129_600),
        Row(name: "the last but one a little late: the last is at the end", attempt: 129_010, next: 129_600),
        Row(name: "half an interval before the end", attempt: 129_300, next: 129_600),
        Row(name: "nearer to the end there is no other", attempt: 129_301, next: nil),
        Row(name: "at the end", attempt: 129_600, next: nil),
        Row(name: "found due after the end", attempt: 129_601, next: nil),
        Row(name: "after a jump of ten years", attempt: 315_576_000, next: nil),
        Row(name: "the clock went back", attempt: -3_600, next: -3_000),
    ]

    @Test(arguments: rows) func nextAttempt(_ row: Row) {
        let first = Fixture.start
        let next = DeliverySchedule.nextAttempt(after: first.advanced(bySeconds: row.attempt), firstAttemptTime: first)
        #expect(next == row.next.map { first.advanced(bySeconds: $0) })
    }

    @Test func attemptsInTimeAre217WithTheLastAtTheEnd() {
        let first = Fixture.start
        var times = [first]
        while let next = DeliverySchedule.nextAttempt(after: times[times.count - 1], firstAttemptTime: first) { times.append(next) }
        #expect(times.count == DeliverySchedule.maximumAttempts)
        #expect(times.last == first.advanced(bySeconds: 36 * 3_600))
        #expect(zip(times, times.dropFirst()).allSatisfy { $0.advanced(bySeconds: 600) == $1 })
    }

    @Test(arguments: [1, 250, 1_300] as [Int64]) func attemptsThatAreAlwaysLateAreStill217(milliseconds: Int64) {
        let first = Fixture.start
        let end = first.advanced(bySeconds: DeliverySchedule.span)
        var count = 1
        var time = first
        while let next = DeliverySchedule.nextAttempt(after: time, firstAttemptTime: first) {
            #expect(next <= end)
            time = Timestamp(nanoseconds: next.nanoseconds + milliseconds * 1_000_000)
            count += 1
        }
        #expect(count == DeliverySchedule.maximumAttempts)
    }

    @Test func timesAtTheEdgeOfTheRangeDoNotTrap() {
        let last = Timestamp(nanoseconds: .max)
        #expect(DeliverySchedule.nextAttempt(after: last, firstAttemptTime: last) == last)
        let first = Timestamp(nanoseconds: .min)
        #expect(DeliverySchedule.nextAttempt(after: last, firstAttemptTime: first) == nil)
    }
}
