import PayCore
import TestSupport
import Testing

@Suite struct IdentifierTests {
    private static let others = [
        "076": "JSON types: FieldsTests", "077": "JSON types: FieldsTests", "078": "JSON types: FieldsTests",
        "080": "JSON types: FieldsTests",
        "081": "repeated orders: the ledger and the API", "084": "repeated orders", "085": "repeated orders",
        "086": "returns", "087": "returns", "088": "returns",
    ]

    @Test(arguments: try corpus("trade_no", without: others))
    func tradeNoOfCorpus(_ row: CorpusRow) {
        // The row is about the Kelvin sign, which normalisation has turned into a plain K in the corpus.
        let text = row.id == "trade_no-065" ? "\u{212A}" : row.text
        switch row.expect {
        case "OK": #expect(TradeNo(text)?.text == text)
        case "code 8": #expect(TradeNo(text) == nil)
        case "OK, two orders":
            let names = row.text.split(separator: " then ").compactMap { TradeNo(String($0)) }
            #expect(Set(names).count == 2)
        default: Issue.record("\(row.id) expects something new: \(row.expect)")
        }
    }

    @Test(arguments: [(1, true), (64, true), (65, false), (0, false)])
    func lengths(count: Int, isValid: Bool) {
        let text = String(repeating: "a", count: count)
        #expect((TradeNo(text) != nil) == isValid)
        #expect((OpenID(text) != nil) == isValid)
        #expect((AppID(text) != nil) == isValid)
        #expect((CompanyID(text) != nil) == isValid)
    }

    @Test func onlyNamesOfAppsAndCompaniesHaveHyphens() {
        #expect(AppID("sandbox-app") != nil)
        #expect(CompanyID("sandbox-company") != nil)
        #expect(TradeNo("a-b") == nil)
        #expect(OpenID("a-b") == nil)
    }

    @Test func tradeNosAreComparedByteByByte() {
        #expect(TradeNo("a") != TradeNo("A"))
        #expect(TradeNo("1") != TradeNo("01"))
    }

    @Test(arguments: [(Int64(0), false), (-1, false), (1, true), (1 << 53 - 1, true), (1 << 53, false), (.max, false), (.min, false)])
    func userNumbersStayBelow2To53(number: Int64, isValid: Bool) {
        #expect((UserID(number) != nil) == isValid)
    }

    @Test(arguments: [("usdt", true), ("0", true), ("USDT", false), ("", false), ("a_b", false), ("aaaaaaaaaaaaaaaaa", false)])
    func coinCodes(code: String, isValid: Bool) throws {
        let id = try #require(CoinID(1))
        #expect((Coin(id: id, code: code, scale: .maximum) != nil) == isValid)
    }

    @Test(arguments: [(0, false), (-1, false), (1, true), (Int(Int32.max), true), (Int(Int32.max) + 1, false)])
    func coinNumbersArePositive(number: Int, isValid: Bool) { #expect((CoinID(number) != nil) == isValid) }
}

@Suite struct ScopeSetTests {
    @Test func holdsWhatItWasGiven() {
        let set = ScopeSet([.signIn, .appToUser])
        #expect(set.contains(.signIn) && set.contains(.appToUser) && !set.contains(.userToApp))
        #expect(set.scopes == [.signIn, .appToUser])
        #expect(ScopeSet(bits: set.bits) == set)
    }

    @Test func dropsReservedBits() {
        #expect(ScopeSet(bits: -1) == .all)
        #expect(ScopeSet(bits: 1 << 2 | 1 << 8) == .none)
    }
}

@Suite struct TimestampTests {
    @Test(arguments: [(Int64(0), Int64(0), Int64(0)), (1_999_999_999, 1, 0), (-1, -1, -1), (86_400_000_000_000, 86_400, 1)])
    func secondsAndDaysAreRoundedDown(nanoseconds: Int64, seconds: Int64, day: Int64) {
        let time = Timestamp(nanoseconds: nanoseconds)
        #expect(time.seconds == seconds)
        #expect(time.day == day)
    }

    @Test func staysWithinItsRange() {
        #expect(Timestamp(seconds: .max).nanoseconds == .max)
        #expect(Timestamp(seconds: .min).nanoseconds == .min)
        #expect(Timestamp(nanoseconds: .max).advanced(bySeconds: 1).nanoseconds == .max)
        #expect(Timestamp(nanoseconds: .min).advanced(bySeconds: -1).nanoseconds == .min)
        #expect(Timestamp(seconds: 5).advanced(bySeconds: -6) == Timestamp(seconds: -1))
    }
}

@Suite struct PlatformErrorTests {
    @Test func messageBeginsWithTheField() {
        let error = PlatformError.badParameter("limit", "must be 1 to 20")
        #expect(error.code == .badParameter)
        #expect(error.message == "limit must be 1 to 20")
        #expect("\(error)" == "8: limit must be 1 to 20")
    }
}
