import PayCore

/// Reads moments and lengths of time as people write them on a command line.
package enum TimeInput {
    /// A length of time in seconds: `90`, or a number with `s`, `m`, `h` or `d` such as `24h`.
    ///
    /// - Returns: `nil` for every other text, and for what has more than 12 digits.
    package static func seconds(_ text: String) -> Int64? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let last = text.last, let unit = units[last] else { return number(text) }
        return number(text.dropLast()).map { $0 * unit }
    }

    /// A moment: RFC 3339 such as `2026-11-24T08:00:00Z` or `2026-11-24T17:00:00+09:00`, Unix seconds, or a length of time before `now`
    /// such as `2h` or `3d`.
    ///
    /// - Returns: `nil` for every other text, and for days that the calendar does not have.
    package static func moment(_ text: String, now: Timestamp) -> Timestamp? {
        if let seconds = number(text) { return Timestamp(seconds: seconds) }
        if let seconds = seconds(text) { return now.advanced(bySeconds: -seconds) }
        return rfc3339(Array(text.utf8))
    }

    private static func rfc3339(_ text: [UInt8]) -> Timestamp? {
        guard text.count >= 20, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"), [UInt8(ascii: "T"), 0x20].contains(text[10]),
            text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"), let year = number(text[0..<4]), let month = number(text[5..<7]),
            let day = number(text[8..<10]), let hour = number(text[11..<13]), let minute = number(text[14..<16]),
            let second = number(text[17..<19]), let days = days(year: year, month: month, day: day), hour < 24, minute < 60, second < 60,
            let (nanoseconds, zone) = fraction(text[19...]), let offset = offset(zone)
        else { return nil }
        return Timestamp(seconds: days * 86_400 + hour * 3_600 + minute * 60 + second - offset).advanced(byNanoseconds: nanoseconds)
    }

    /// The nanoseconds of `.25Z` and what follows them.
    private static func fraction(_ text: ArraySlice<UInt8>) -> (nanoseconds: Int64, zone: ArraySlice<UInt8>)? {
        guard text.first == UInt8(ascii: ".") else { return (0, text) }
        let digits = text.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard (1...9).contains(digits.count), let value = number(digits) else { return nil }
        let scale = (digits.count..<9).reduce(Int64(1)) { scale, _ in scale * 10 }
        return (value * scale, text.dropFirst(digits.count + 1))
    }

    /// Seconds ahead of UTC.
    private static func offset(_ zone: ArraySlice<UInt8>) -> Int64? {
        let zone = Array(zone)
        if zone == [UInt8(ascii: "Z")] { return 0 }
        guard zone.count == 6, zone[3] == UInt8(ascii: ":"), let hours = number(zone[1..<3]), let minutes = number(zone[4..<6]), hours < 24,
            minutes < 60
        else { return nil }
        switch zone[0] {
        case UInt8(ascii: "+"): return hours * 3_600 + minutes * 60
        case UInt8(ascii: "-"): return -(hours * 3_600 + minutes * 60)
        default: return nil
        }
    }

    /// Days since 1970-01-01; counting years from March puts the leap day last.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64? {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1970...2200).contains(year), (1...12).contains(month), (1...lengths[Int(month) - 1]).contains(day) else { return nil }
        let shifted = month > 2 ? year : year - 1
        let fromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * fromMarch + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }

    private static func number(_ text: some StringProtocol) -> Int64? { number(Array(text.utf8)[...]) }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard (1...12).contains(digits.count), digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }
}
