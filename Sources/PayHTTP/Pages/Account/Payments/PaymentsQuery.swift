import PayCore
import PayDomain
import PayLedger
import PayWire

/// What the list of payments is asked for, as the query of its address says it. Whatever cannot be read asks for nothing.
struct PaymentsQuery: Sendable {
    static let address = PageAddress.Form(AccountSection.payments.path, fields: ["q", "direction", "coin", "from", "to", "before"])

    /// As it was written, for the form.
    let search: String
    let direction: Direction?
    let coin: Coin?
    let from: Day
    let to: Day
    /// Where the page before ended.
    let place: OrderPlace?

    /// A day as it was written.
    struct Day: Sendable {
        let text: String
        let start: Timestamp?
        var isWrong: Bool { !text.isEmpty && start == nil }

        init(_ text: String) {
            self.text = text
            start = CivilDay(text).map { $0.start }
        }
    }

    init(_ query: QueryString, in directory: Directory) {
        search = query.once("q") ?? ""
        direction = query.once("direction").flatMap { Int($0) }.flatMap { Direction(rawValue: $0) }
        coin = query.once("coin").flatMap { directory.coinsByCode[$0] }
        from = Day(query.once("from") ?? "")
        to = Day(query.once("to") ?? "")
        place = query.once("before").flatMap { Self.place($0) }
    }

    func filter(of user: UserID) -> UserOrderFilter {
        var filter = UserOrderFilter(user: user)
        filter.direction = direction
        filter.coin = coin?.id
        filter.start = from.start
        // The last day is one of those that are asked for.
        filter.end = to.start?.advanced(bySeconds: 86_400)
        return filter
    }

    var isFiltered: Bool { direction != nil || coin != nil || !from.text.isEmpty || !to.text.isEmpty }
    var asksForAll: Bool { !isFiltered && PaymentSearch(search) == nil }

    /// The address of the same list behind `place`, or from its beginning.
    func address(after place: OrderPlace?) -> PageAddress {
        let all: [(String, String?)] = [
            ("q", search), ("direction", direction.map { String($0.rawValue) }), ("coin", coin?.code), ("from", from.text), ("to", to.text),
            ("before", place.map { "\($0.createTime.nanoseconds)-\($0.id)" }),
        ]
        return PageAddress(
            path: AccountSection.payments.path,
            query: all.compactMap { name, value in value.flatMap { $0.isEmpty ? nil : PageAddress.Field(name, $0) } }
        )
    }

    private static func place(_ text: String) -> OrderPlace? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let time = Int64(parts[0]), let id = Int64(parts[1]) else { return nil }
        return OrderPlace(createTime: Timestamp(nanoseconds: time), id: OrderID(id))
    }
}

/// A day of the Gregorian calendar in UTC.
struct CivilDay: Sendable {
    /// When it begins.
    let start: Timestamp

    /// Reads `2026-03-31`, with four digits of the year; from 1970 to 2261, which all times of the platform are within.
    ///
    /// - Returns: `nil` for anything else, a day that no calendar has included.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), let year = Self.number(bytes[0..<4]),
            let month = Self.number(bytes[5..<7]), let day = Self.number(bytes[8..<10])
        else { return nil }
        guard (1970...2261).contains(year), (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day) else { return nil }
        // Counting years from March puts the leap day last.
        let yearFromMarch = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let days =
            365 * yearFromMarch + yearFromMarch / 4 - yearFromMarch / 100 + yearFromMarch / 400 + (153 * monthFromMarch + 2) / 5 + day - 1
        start = Timestamp(seconds: (days - 719_468) * 86_400)
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var number: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return number
    }
}
