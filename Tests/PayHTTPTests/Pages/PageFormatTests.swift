import PayCore
import Testing

@testable import PayHTTP

/// How pages write amounts, moments and counts.
@Suite struct PageFormatTests {
    @Test(arguments: [
        ("0", "0"), ("1", "1"), ("12", "12"), ("999", "999"), ("1000", "1,000"), ("999999.5", "999,999.5"), ("1234567.89", "1,234,567.89"),
        ("-1000", "-1,000"), ("-999", "-999"), ("0.000000000000000001", "0.000000000000000001"),
        ("1234567.000000000000000001", "1,234,567.000000000000000001"), ("0.123456", "0.123456"),
        ("99999999999999999999.999999999999999999", "99,999,999,999,999,999,999.999999999999999999"),
    ])
    func anAmountIsGroupedAndWhole(_ canonical: String, _ shown: String) {
        let amount = PageAmount(canonical: canonical, coinCode: "usdt")
        #expect(amount.digits == shown && amount.text == "\(shown) USDT")
        for language in PageLanguage.allCases {
            #expect(language.texts.pay.confirmButton(amount).plain.contains("\(shown) USDT"), "\(language)")
        }
    }

    /// Moments around midnights, leap days and centuries, with the minute that has begun in each language.
    @Test(arguments: [
        (1_772_548_320, "14:32 UTC on 3 March 2026", "2026년 3월 3일 14:32(UTC)", "2026年3月3日 14:32 (UTC)", "2026-03-03T14:32Z"),
        (1_709_251_199, "23:59 UTC on 29 February 2024", "2024년 2월 29일 23:59(UTC)", "2024年2月29日 23:59 (UTC)", "2024-02-29T23:59Z"),
        (0, "00:00 UTC on 1 January 1970", "1970년 1월 1일 00:00(UTC)", "1970年1月1日 00:00 (UTC)", "1970-01-01T00:00Z"),
        (-1, "23:59 UTC on 31 December 1969", "1969년 12월 31일 23:59(UTC)", "1969年12月31日 23:59 (UTC)", "1969-12-31T23:59Z"),
        (4_107_542_400, "00:00 UTC on 1 March 2100", "2100년 3월 1일 00:00(UTC)", "2100年3月1日 00:00 (UTC)", "2100-03-01T00:00Z"),
    ])
    func aMomentIsWrittenAsTheLanguageDoes(_ seconds: Int64, _ english: String, _ korean: String, _ chinese: String, _ machine: String) {
        let minute = CivilMinute(startedBy: Timestamp(seconds: seconds))
        #expect(PageTime.english(minute).shown == english && PageTime.korean(minute).shown == korean)
        #expect(PageTime.chinese(minute).shown == chinese)
        #expect(Set([PageTime.english(minute), .korean(minute), .chinese(minute)].map(\.machine)) == [machine])
    }

    @Test func aClockNamesItsZone() {
        let time = Timestamp(seconds: 1_772_548_379)
        #expect(PageTime.englishClock(time).shown == "14:32 UTC" && PageTime.koreanClock(time).shown == "14:32(UTC)")
        #expect(PageTime.chineseClock(time).shown == "14:32 (UTC)" && PageTime.chineseClock(time).machine == "2026-03-03T14:32Z")
    }

    @Test func aDeadlineIsNotShownTooLateAndAWaitNotTooEarly() {
        let whole = Timestamp(seconds: 1_772_548_320)
        #expect(CivilMinute(startedBy: whole).clock == "14:32" && CivilMinute(startingAt: whole).clock == "14:32")
        for later in [whole.advanced(byNanoseconds: 1), whole.advanced(bySeconds: 1), whole.advanced(bySeconds: 59)] {
            #expect(CivilMinute(startedBy: later).clock == "14:32" && CivilMinute(startingAt: later).clock == "14:33")
        }
    }

    @Test func englishCountsWithAPlural() {
        let left = PageLanguage.english.texts.summary.timeLeft
        #expect((left(0), left(1)) == ("Less than a minute left", "1 minute left"))
        #expect((left(2), left(15)) == ("2 minutes left", "15 minutes left"))
        let tries = { (left: Int) in PageLanguage.english.texts.pay.wrongTradePassword(left).plain }
        #expect(tries(1).contains("1 try left") && tries(2).contains("2 tries left"))
    }

    /// A script turns the moments of a page into the browser's zone, by what HTML calls a valid global date and time.
    @Test(arguments: PageLanguage.allCases)
    func everyMomentOfAPageIsReadableForAProgram(_ language: PageLanguage) throws {
        let templates = try PageTemplates(siteName: "Imugi")
        var count = 0
        for (name, page) in SamplePages.all() {
            let frame = PageFrame(language: language, address: SamplePages.address())
            let html = String(decoding: templates.html(page, in: frame), as: UTF8.self)
            let whole = /<time datetime="[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]Z" data-show="(clock|moment)"/
            for start in html.ranges(of: "<time") {
                let tag = html[start.lowerBound...].prefix { $0 != ">" }
                #expect(tag.wholeMatch(of: whole) != nil, "\(name): \(tag)")
                count += 1
            }
        }
        #expect(count >= 10)
    }
}
