import PayCore

/// A moment as a page shows it: in UTC, to the minute.
package struct PageTime: Hashable, Sendable {
    /// The words of the page's language.
    package let shown: String
    /// The same moment for programs (`datetime` of `<time>`): `2026-03-03T14:32Z`.
    package let machine: String
    /// How script shows it in the browser's own time zone: `clock`, hours and minutes alone, or `moment`, with the day.
    package let show: String

    init(shown: String, civil: CivilMinute, isClock: Bool = false) {
        self.shown = shown
        show = isClock ? "clock" : "moment"
        machine = "\(civil.year)-\(civil.twoDigits(civil.month))-\(civil.twoDigits(civil.day))T\(civil.clock)Z"
    }
}

/// A minute of the Gregorian calendar in UTC.
struct CivilMinute: Hashable, Sendable {
    let year: Int64
    /// 1 to 12.
    let month: Int64
    /// 1 to 31.
    let day: Int64
    let hour: Int64
    let minute: Int64

    /// The minute that has begun: right for a deadline, which must not be shown later than it is.
    init(startedBy time: Timestamp) { self.init(minutes: Self.floored(time.seconds, by: 60)) }

    /// The first minute that starts at `time` or later: right for the end of a wait, which must not be shown too early.
    init(startingAt time: Timestamp) {
        let isWhole = time.nanoseconds == Timestamp(seconds: time.seconds).nanoseconds
        self.init(minutes: Self.floored(time.seconds + (isWhole ? 59 : 60), by: 60))
    }

    /// The civil date of a count of minutes since 1970. The calendar repeats every 400 years of 146,097 days; counting years from
    /// March puts the leap day last, where it needs no special case.
    private init(minutes: Int64) {
        let days = Self.floored(minutes, by: 1440)
        let minuteOfDay = minutes - days * 1440
        let daysSinceMarchOfYear0 = days + 719_468
        let era = Self.floored(daysSinceMarchOfYear0, by: 146_097)
        let dayOfEra = daysSinceMarchOfYear0 - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        hour = minuteOfDay / 60
        minute = minuteOfDay % 60
    }

    /// Hours and minutes, `14:32`.
    var clock: String { "\(twoDigits(hour)):\(twoDigits(minute))" }

    func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : String(number) }

    private static func floored(_ number: Int64, by divisor: Int64) -> Int64 {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
