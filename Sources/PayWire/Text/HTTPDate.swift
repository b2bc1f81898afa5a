/// The one date form of the protocol's `Date` header, `Mon, 01 Jan 2018 08:08:08 GMT` (RFC 9110, IMF-fixdate), to and from Unix seconds.
///
/// The calendar is the Gregorian one for the years 0000 to 9999; there are no leap seconds.
package enum HTTPDate {
    private static let weekdays = Array("SunMonTueWedThuFriSat".utf8)
    private static let months = Array("JanFebMarAprMayJunJulAugSepOctNovDec".utf8)
    private static let template = Array("Sun, 00 Jan 0000 00:00:00 GMT".utf8)
    private static let secondsOfDay: Int64 = 86_400
    /// The first and the last second that the form can write.
    package static let range: ClosedRange<Int64> = -62_167_219_200...253_402_300_799

    /// - Returns: Unix seconds, or `nil` for every text that is not exactly of the form above, letter case included, or that names a day
    ///   that does not exist, another weekday than the day has, or a leap second.
    package static func parse(_ text: String) -> Int64? {
        guard text.utf8.count == template.count else { return nil }
        let bytes = Array(text.utf8)
        for index in fixedIndices where bytes[index] != template[index] { return nil }
        guard let day = number(bytes, 5..<7), let month = name(bytes, 8, among: months), let year = number(bytes, 12..<16),
            let hour = number(bytes, 17..<19), let minute = number(bytes, 20..<22), let second = number(bytes, 23..<25),
            day >= 1, day <= daysOfMonth(month + 1, year: year), hour < 24, minute < 60, second < 60
        else { return nil }
        let days = daysSinceEpoch(year: year, month: month + 1, day: day)
        guard let weekday = name(bytes, 0, among: weekdays), weekday == weekdayOfDay(days) else { return nil }
        return Int64(days) * secondsOfDay + Int64(hour * 3600 + minute * 60 + second)
    }

    /// - Parameter seconds: Unix seconds; outside ``range`` the nearest that is inside is written.
    package static func text(seconds: Int64) -> String {
        let seconds = min(max(seconds, range.lowerBound), range.upperBound)
        // The quotient rounds down, so that times before 1970 count from their day's start as well.
        let remainder = seconds % secondsOfDay
        let secondOfDay = Int(remainder < 0 ? remainder + secondsOfDay : remainder)
        let days = Int((seconds - Int64(secondOfDay)) / secondsOfDay)
        let (year, month, day) = civilDay(days)
        var bytes = template
        for index in 0..<3 {
            bytes[index] = weekdays[weekdayOfDay(days) * 3 + index]
            bytes[8 + index] = months[(month - 1) * 3 + index]
        }
        write(day, into: &bytes, 5..<7)
        write(year, into: &bytes, 12..<16)
        write(secondOfDay / 3600, into: &bytes, 17..<19)
        write(secondOfDay / 60 % 60, into: &bytes, 20..<22)
        write(secondOfDay % 60, into: &bytes, 23..<25)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Where the template's own characters stand.
    private static let fixedIndices = [3, 4, 7, 11, 16, 19, 22, 25, 26, 27, 28]

    private static func number(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
        var number = 0
        for index in range {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) else { return nil }
            number = number * 10 + Int(bytes[index] - UInt8(ascii: "0"))
        }
        return number
    }

    private static func write(_ number: Int, into bytes: inout [UInt8], _ range: Range<Int>) {
        var rest = number
        for index in range.reversed() {
            bytes[index] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
    }

    /// The number of the three letters at `start` in a list of names of three letters each.
    private static func name(_ bytes: [UInt8], _ start: Int, among names: [UInt8]) -> Int? {
        for index in stride(from: 0, to: names.count, by: 3)
        where names[index] == bytes[start] && names[index + 1] == bytes[start + 1] && names[index + 2] == bytes[start + 2] {
            return index / 3
        }
        return nil
    }

    private static func daysOfMonth(_ month: Int, year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// 0 for Sunday; day 0 was a Thursday.
    private static func weekdayOfDay(_ days: Int) -> Int {
        let weekday = (days + 4) % 7
        return weekday < 0 ? weekday + 7 : weekday
    }

    /// Counts in years that begin in March, so that the leap day comes last, and in eras of 400 years, which all have 146,097 days.
    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The inverse of ``daysSinceEpoch(year:month:day:)``.
    private static func civilDay(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
