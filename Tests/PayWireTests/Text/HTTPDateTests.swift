import PayWire
import TestSupport
import Testing

@Suite struct HTTPDateTests {
    private static let others = ["055": "a missing header: authentication", "063": "two headers: authentication"]

    /// Rows that spell a character as an escape.
    private static let described = [
        "date-066": "Mon, 01 Jan 2018 08:08:08 GMT\u{0}", "date-067": "Mon, 01 Jan 2018 08:08:08\tGMT",
    ]

    @Test(arguments: try corpus("date", without: others))
    func corpusRow(_ row: CorpusRow) {
        let now: Int64 = 1_514_794_088
        let offset = HTTPDate.parse(Self.described[row.id] ?? row.text).map { $0 - now }
        switch row.expect {
        case "OK (−300 s)": #expect(offset == -300)
        case "OK (+300 s)": #expect(offset == 300)
        case "code 9021": #expect(offset.map { abs($0) > 300 } == true)
        // The front refuses NUL before; the parser does too.
        case "code 9020", "HTTP 400": #expect(offset == nil)
        default: Issue.record("\(row.id) expects something new: \(row.expect)")
        }
    }

    @Test(arguments: [
        ("Thu, 01 Jan 1970 00:00:00 GMT", Int64(0)), ("Wed, 31 Dec 1969 23:59:59 GMT", -1),
        ("Mon, 01 Jan 2018 08:08:08 GMT", 1_514_794_088),
        ("Tue, 29 Feb 2000 00:00:00 GMT", 951_782_400), ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
        ("Sat, 01 Jan 0000 00:00:00 GMT", -62_167_219_200), ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
    ])
    func knownDates(text: String, seconds: Int64) {
        #expect(HTTPDate.parse(text) == seconds)
        #expect(HTTPDate.text(seconds: seconds) == text)
    }

    @Test(arguments: [
        "Thu, 29 Feb 2100 00:00:00 GMT", "Mon, 29 Feb 2100 00:00:00 GMT", "Tue, 31 Apr 2018 00:00:00 GMT", "Sun, 00 Jan 2018 00:00:00 GMT",
    ])
    func daysThatDoNotExist(text: String) { #expect(HTTPDate.parse(text) == nil) }

    @Test func onlyTheRightWeekdayPasses() {
        let passing = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].filter { HTTPDate.parse("\($0), 01 Jan 2018 08:08:08 GMT") != nil }
        #expect(passing == ["Mon"])
    }

    @Test func staysWithinFourDigitYears() {
        #expect(HTTPDate.text(seconds: .max) == "Fri, 31 Dec 9999 23:59:59 GMT")
        #expect(HTTPDate.text(seconds: .min) == "Sat, 01 Jan 0000 00:00:00 GMT")
    }

    /// Against a calendar that adds up years and months one after another.
    @Test func agreesWithACountOfDays() {
        var random = Seeded()
        let seed = "\(random)"
        let calendar = CountingCalendar()
        for _ in 0..<100_000 {
            let seconds = Int64.random(in: HTTPDate.range, using: &random)
            let text = HTTPDate.text(seconds: seconds)
            guard text == calendar.text(seconds: seconds), HTTPDate.parse(text) == seconds else {
                Issue.record("\(seconds) became \(text); \(seed)")
                return
            }
        }
    }
}

/// The Gregorian calendar by counting.
private struct CountingCalendar {
    /// Days from 0000-01-01 to the first of January of each year.
    private let yearStarts: [Int]

    init() {
        var starts = [0]
        for year in 0..<10_000 { starts.append(starts[year] + (Self.isLeap(year) ? 366 : 365)) }
        yearStarts = starts
    }

    private static func isLeap(_ year: Int) -> Bool { (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 }

    func text(seconds: Int64) -> String {
        let sinceStart = Int(seconds) + yearStarts[1970] * 86_400
        let days = sinceStart / 86_400
        var low = 0
        var high = 9_999
        while low < high {
            let middle = (low + high + 1) / 2
            if yearStarts[middle] <= days { low = middle } else { high = middle - 1 }
        }
        let lengths = [31, Self.isLeap(low) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var rest = days - yearStarts[low]
        var month = 0
        while rest >= lengths[month] {
            rest -= lengths[month]
            month += 1
        }
        let monthName = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month]
        let weekday = ["Sat", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri"][days % 7]
        let time = [sinceStart / 3600 % 24, sinceStart / 60 % 60, sinceStart % 60].map { Self.padded($0, 2) }.joined(separator: ":")
        return "\(weekday), \(Self.padded(rest + 1, 2)) \(monthName) \(Self.padded(low, 4)) \(time) GMT"
    }

    private static func padded(_ number: Int, _ count: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: count - digits.count) + digits
    }
}
