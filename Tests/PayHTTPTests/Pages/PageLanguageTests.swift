import HTTPTypes
import Testing

@testable import PayHTTP

/// Which language a request is answered in, and for how long the choice holds.
@Suite struct PageLanguageTests {
    @Test(arguments: [
        ("en", PageLanguage.english), ("EN-gb", .english), ("en_US", .english), ("ko", .korean), ("KO", .korean), ("ko-KR", .korean),
        ("ko-Kore-KR", .korean), ("zh", .simplifiedChinese), ("ZH", .simplifiedChinese), ("zh-CN", .simplifiedChinese),
        ("zh_CN", .simplifiedChinese), ("zh-SG", .simplifiedChinese), ("zh-Hans", .simplifiedChinese), ("zh-hans", .simplifiedChinese),
        ("zh-Hans-HK", .simplifiedChinese), ("zh-Hans-TW", .simplifiedChinese), ("zh-cmn-Hans-CN", .simplifiedChinese),
        ("zh-x-tw", .simplifiedChinese), ("zh-CN-u-rg-twzzzz", .simplifiedChinese), ("zh-Latn", .simplifiedChinese),
        ("zh-TW", .traditionalChinese), ("zh_tw", .traditionalChinese), ("ZH-tw", .traditionalChinese), ("zh-HK", .traditionalChinese),
        ("zh-MO", .traditionalChinese), ("zh-Hant", .traditionalChinese), ("ZH-HANT", .traditionalChinese),
        ("zh-Hant-CN", .traditionalChinese), ("zh-Hant-HK", .traditionalChinese), ("zh-yue-HK", .traditionalChinese),
    ])
    func aTagNamesALanguage(_ tag: String, _ language: PageLanguage) {
        #expect(PageLanguage.matching(tag) == language)
    }

    @Test(arguments: [
        "", "-", "e", "eng", "k", "kor", "zhh", "zh\u{301}", "x-zh", "-zh", "한국어", "中文", "*", "ja", "de-KO",
        "zh-TW" + String(repeating: "-a", count: 20),
    ])
    func anythingElseNamesNone(_ tag: String) {
        #expect(PageLanguage.matching(tag) == nil)
    }

    @Test(arguments: PageLanguage.allCases)
    func everyCodeNamesItsOwnLanguage(_ language: PageLanguage) {
        #expect(PageLanguage.matching(language.code) == language)
    }

    @Test(arguments: [
        ("zh-TW, en", PageLanguage.traditionalChinese), ("zh-TW,zh;q=0.9,en;q=0.8", .traditionalChinese),
        ("zh-CN,zh;q=0.9", .simplifiedChinese),
        ("en;q=0.8, zh-HK", .traditionalChinese), ("ja, ko;q=0.1", .korean), ("zh-Hant;q=0, zh-TW, en;q=0.1", .english),
        ("zh-Hant;q=0, zh, en;q=0.1", .simplifiedChinese), ("zh-Hant;q=0, zh-CN", .simplifiedChinese),
        ("zh-Hans;q=0, zh, en;q=0.1", .traditionalChinese), ("zh;q=0, zh-TW, ko;q=0.1", .korean), ("zh;q=0, *", .english),
        ("en;q=0, *", .korean), ("en;q=0, ko;q=0, *", .simplifiedChinese), ("en;q=0, ko;q=0, zh-Hans;q=0, *", .traditionalChinese),
        ("en;q=0, ko;q=0, zh;q=0, *", .english), ("*;q=0, ko", .korean), ("*", .english), ("", .english), ("ja", .english),
        ("zh_TW", .english), ("zh-TW;q=2, ko;q=0.5", .korean), ("zh-TW;q=0.4, ko;q=0.5", .korean),
        ("zh-TW;q=0.5, ko;q=0.5", .traditionalChinese),
    ])
    func aHeaderChoosesTheBest(_ header: String, _ language: PageLanguage) {
        #expect(PageLanguage.chosen(query: nil, cookie: nil, acceptLanguage: header) == language)
    }

    private static let places: [(String?, String?, String?, PageLanguage)] = [
        ("ko", "zh-Hans", "zh-TW", .korean), ("xx", "zh-Hans", "zh-TW", .simplifiedChinese), ("", "xx", "zh-TW", .traditionalChinese),
        ("zh-tw", "zh-Hans", "en", .traditionalChinese), (nil, "zh-Hant", "en", .traditionalChinese), (nil, nil, nil, .english),
        ("en", "ko", "ko", .english),
    ]

    @Test(arguments: places)
    func theAddressComesBeforeTheCookieBeforeTheHeader(_ query: String?, _ cookie: String?, _ header: String?, _ language: PageLanguage) {
        #expect(PageLanguage.chosen(query: query, cookie: cookie, acceptLanguage: header) == language)
    }

    @Test(arguments: [("ko", "ko"), ("zh-TW", "zh-Hant"), ("zh", "zh-Hans"), ("EN", "en")])
    func aChosenLanguageIsKeptForAYear(_ asked: String, _ kept: String) async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1"))
            // Whatever the page has to say.
            for page in [url, "/oauth/pay?code=0", "/oauth/login/?app_id=none"] {
                let browser = TestBrowser(sandbox, language: "ja")
                let view = try await browser.open("\(page)&lang=\(asked)")
                #expect(view.html.contains(#"<html lang="\#(kept)""#))
                let cookies = view.headers[values: .setCookie].filter { $0.hasPrefix("imugi-lang=") }
                #expect(cookies == ["imugi-lang=\(kept); Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000"])
                let again = try await browser.open(page)
                #expect(again.html.contains(#"<html lang="\#(kept)""#))
                #expect(!again.headers[values: .setCookie].contains { $0.hasPrefix("imugi-lang=") })
            }
        }
    }

    @Test func anUnknownLanguageIsNotKept() async throws {
        try await Sandbox.run { sandbox in
            for query in ["lang=xx", "lang=", "lang=ko&lang=zh"] {
                let view = try await TestBrowser(sandbox, language: "zh-HK").open("/oauth/pay?\(query)")
                #expect(view.html.contains(#"<html lang="zh-Hant""#))
                #expect(!view.headers[values: .setCookie].contains { $0.hasPrefix("imugi-lang=") })
            }
        }
    }
}
