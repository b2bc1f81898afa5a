import PayCore
import TestSupport
import Testing

@Suite struct AmountTests {
    @Test func keepsAtMost38Digits() {
        #expect(Amount(units: Amount.maximumUnits) != nil)
        #expect(Amount(units: -Amount.maximumUnits) != nil)
        #expect(Amount(units: Amount.maximumUnits + 1) == nil)
        #expect(Amount(units: -Amount.maximumUnits - 1) == nil)
        #expect(Amount(units: .max) == nil)
        #expect(Amount(units: .min) == nil)
    }

    @Test func overflowIsNoSum() throws {
        let most = try #require(Amount(units: Amount.maximumUnits))
        let one = try #require(Amount(units: 1))
        #expect(most.adding(one) == nil)
        #expect((-most).subtracting(one) == nil)
        #expect(most.adding(-one)?.units == Amount.maximumUnits - 1)
        #expect(most.subtracting(most) == .zero)
        #expect((-most).adding(most) == .zero)
    }

    @Test func knowsItsSign() throws {
        let one = try #require(Amount(units: 1))
        #expect(one.isPositive && !one.isZero && !one.isNegative)
        #expect((-one).isNegative && !(-one).isPositive)
        #expect(Amount.zero.isZero && !Amount.zero.isPositive && !Amount.zero.isNegative)
        #expect(-one < .zero && .zero < one)
    }

    @Test(arguments: [(-1, false), (0, true), (18, true), (19, false)])
    func scalesHave0To18Digits(digits: Int, isValid: Bool) {
        #expect((Scale(digits: digits) != nil) == isValid)
    }

    @Test func unitsPerCoinIsAPowerOfTen() {
        #expect(Scale(digits: 0)?.unitsPerCoin == 1)
        #expect(Scale.maximum.unitsPerCoin == 1_000_000_000_000_000_000)
    }
}

@Suite struct CutRateTests {
    @Test(arguments: [("0", "0"), ("0.01", "0.01"), ("0.999999", "0.999999"), ("0.50", "0.5"), ("0.000001", "0.000001")])
    func readsRates(text: String, canonical: String) { #expect(CutRate(text)?.text == canonical) }

    @Test(arguments: ["1", "1.0", "0.0000001", "-0.1", "1%", "", ".5", "99999999999999999999"])
    func refusesOtherTexts(text: String) { #expect(CutRate(text) == nil) }

    @Test func numbersStayBelowOne() {
        #expect(CutRate(millionths: 999_999) != nil)
        #expect(CutRate(millionths: 1_000_000) == nil)
        #expect(CutRate(millionths: -1) == nil)
    }

    @Test(arguments: [(100, 10_000, 1), (199, 10_000, 1), (99, 10_000, 0), (1, 999_999, 0), (1_000_001, 999_999, 999_999), (0, 1, 0)])
    func roundsDownToTheSmallestUnit(volume: Int, millionths: Int, cut: Int) throws {
        let rate = try #require(CutRate(millionths: millionths))
        #expect(rate.cut(of: try #require(Amount(units: Int128(volume)))).units == Int128(cut))
    }

    /// Digit by digit, as on paper, since the product would not fit 128 bits.
    @Test func agreesWithLongMultiplication() throws {
        var random = Seeded()
        let seed = "\(random)"
        for _ in 0..<5_000 {
            let units = Int128.random(in: 0...Amount.maximumUnits, using: &random)
            let millionths = Int.random(in: 0..<1_000_000, using: &random)
            let rate = try #require(CutRate(millionths: millionths))
            let cut = rate.cut(of: try #require(Amount(units: units)))
            guard String(cut.units) == Self.paperCut(String(units), millionths) else {
                Issue.record("\(units) × \(millionths) became \(cut.units); \(seed)")
                return
            }
        }
    }

    private static func paperCut(_ units: String, _ millionths: Int) -> String {
        var digits: [Int] = []
        var carry = 0
        for digit in units.reversed() {
            let product = (digit.wholeNumberValue ?? 0) * millionths + carry
            digits.append(product % 10)
            carry = product / 10
        }
        while carry > 0 {
            digits.append(carry % 10)
            carry /= 10
        }
        let text = digits.dropFirst(6).reversed().map { String($0) }.joined().drop { $0 == "0" }
        return text.isEmpty ? "0" : String(text)
    }
}
