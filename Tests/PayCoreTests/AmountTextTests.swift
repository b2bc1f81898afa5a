import PayCore
import TestSupport
import Testing

@Suite struct AmountTextTests {
    /// What Fields in PayWireTests decides, since it is about JSON, and what is not about this parser.
    private static let others = [
        "097": "JSON types: FieldsTests", "098": "JSON types: FieldsTests", "099": "JSON types: FieldsTests",
        "100": "JSON types: FieldsTests", "102": "JSON types: FieldsTests", "103": "JSON types: FieldsTests",
        "104": "JSON types: FieldsTests",
        "107": "return rates come with the endpoint for returns", "108": "return rates", "109": "return rates", "111": "return rates",
        "113": "return rates", "115": "return rates", "116": "return rates",
    ]

    @Test(arguments: try corpus("amount", without: others))
    func corpusRow(_ row: CorpusRow) throws {
        let scale = try #require(Scale(digits: 8))
        let amount = try? Amount(row.text, scale: scale)
        let accepted = amount.flatMap { $0.isPositive ? $0.text(scale: scale) : nil }
        switch (row.id, row.expect) {
        // Decided the other way (hazards, decision 7): more fraction digits than the coin has are refused, even zeros.
        case ("amount-004", _): #expect(accepted == nil)
        // The corpus leaves the coin's cap open. Ours is 20 digits before the point, which this is within.
        case ("amount-088", _): #expect(accepted == row.text)
        case (_, "code 8"): #expect(accepted == nil)
        case (_, let expect) where expect.hasPrefix("OK→"): #expect(accepted == String(expect.dropFirst(3)))
        default: Issue.record("\(row.id) expects something new: \(row.expect)")
        }
    }

    @Test(arguments: [
        ("0", 0, "0"), ("7", 0, "7"), ("0.000000000000000001", 18, "0.000000000000000001"), ("10.50", 2, "10.5"), ("0.10", 2, "0.1"),
        ("12.80740525428", 18, "12.80740525428"),
        ("99999999999999999999.999999999999999999", 18, "99999999999999999999.999999999999999999"),
        ("18446744073709551615", 0, "18446744073709551615"), ("1844674407370955161.6", 1, "1844674407370955161.6"),
    ])
    func readsAndPrintsCanonically(text: String, digits: Int, canonical: String) throws {
        let scale = try #require(Scale(digits: digits))
        #expect(try Amount(text, scale: scale).text(scale: scale) == canonical)
    }

    @Test(arguments: [
        ("1.0", 0, AmountTextError.tooManyFractionDigits(.zero)), ("1.", 0, .malformed), ("", 18, .malformed), ("01", 18, .leadingZero),
        ("100000000000000000000", 0, .tooManyDigits), ("1e3", 18, .malformed), ("-1", 18, .malformed), ("1\u{0}", 18, .malformed),
    ])
    func saysWhatIsWrong(text: String, digits: Int, error: AmountTextError) throws {
        let scale = try #require(Scale(digits: digits))
        #expect(throws: error) { try Amount(text, scale: scale) }
    }

    /// Against an implementation that only moves characters.
    @Test func agreesWithStringsOnRandomAmounts() throws {
        var random = Seeded()
        let seed = "\(random)"
        for _ in 0..<20_000 {
            let digits = Int.random(in: 0...18, using: &random)
            let scale = try #require(Scale(digits: digits))
            let whole = Self.randomWhole(&random)
            let fraction = Self.randomDigits(Int.random(in: 0...digits, using: &random), &random)
            let text = fraction.isEmpty ? whole : "\(whole).\(fraction)"
            let units = Self.trimmingLeadingZeros(whole + fraction + String(repeating: "0", count: digits - fraction.count))
            let amount = try Amount(text, scale: scale)
            guard amount.unitsText == units, amount.text(scale: scale) == Self.canonical(whole, fraction),
                Amount(unitsText: units) == amount, try Amount(amount.text(scale: scale), scale: scale) == amount
            else {
                Issue.record("\(text) at \(digits) digits became \(amount.unitsText), \(amount.text(scale: scale)); \(seed)")
                return
            }
        }
    }

    private static func randomWhole(_ random: inout Seeded) -> String {
        trimmingLeadingZeros(randomDigits(Int.random(in: 1...20, using: &random), &random))
    }

    private static func randomDigits(_ count: Int, _ random: inout Seeded) -> String {
        let digits = Bool.random(using: &random) ? "0123456789" : "0009"
        return String((0..<count).map { _ in digits.randomElement(using: &random) ?? "0" })
    }

    private static func trimmingLeadingZeros(_ digits: String) -> String {
        let trimmed = digits.drop { $0 == "0" }
        return trimmed.isEmpty ? "0" : String(trimmed)
    }

    private static func canonical(_ whole: String, _ fraction: String) -> String {
        let trimmed = String(fraction.reversed().drop { $0 == "0" }.reversed())
        return trimmed.isEmpty ? whole : "\(whole).\(trimmed)"
    }

    @Test(arguments: ["", "-", "-0", "00", "01", "+1", "1 ", "1.0", "--1", "1-", "100000000000000000000000000000000000000"])
    func refusesOtherUnitsTexts(text: String) { #expect(Amount(unitsText: text) == nil) }

    @Test(arguments: ["0", "-1", "99999999999999999999999999999999999999", "-99999999999999999999999999999999999999"])
    func readsUnitsTextsBack(text: String) { #expect(Amount(unitsText: text)?.unitsText == text) }

    @Test func printsNegativeAmounts() throws {
        let scale = try #require(Scale(digits: 8))
        #expect(try #require(Amount(units: -150_000_000)).text(scale: scale) == "-1.5")
        #expect(try #require(Amount(units: -1)).text(scale: scale) == "-0.00000001")
    }
}

extension Scale {
    /// Only whole coins.
    static var zero: Scale { Scale(digits: 0) ?? .maximum }
}
