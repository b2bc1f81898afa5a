import PayCore

/// Writes moments for people and logs, in UTC, by integers alone.
enum UTCTime {
    /// Such as `2018-01-31 08:08:08 UTC`.
    static func text(_ time: Timestamp) -> String { "\(date(time)) \(clock(time)) UTC" }

    /// RFC 3339 with milliseconds, such as `2018-01-31T08:08:08.250Z`.
    static func rfc3339(_ time: Timestamp) -> String {
        let milliseconds = (time.nanoseconds - time.seconds * 1_000_000_000) / 1_000_000
        return "\(date(time))T\(clock(time)).\(padded(milliseconds, 3))Z"
    }

    private static func clock(_ time: Timestamp) -> String {
        let second = time.seconds - time.day * 86_400
        return "\(padded(second / 3_600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    }

    /// The calendar repeats every 400 years, which have 146,097 days; counting years from March puts the leap day last.
    private static func date(_ time: Timestamp) -> String {
        let days = time.day + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
