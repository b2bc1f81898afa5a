import PayDomain
import TestSupport
import Testing

@testable import PayHTTP

/// What a session is told by.
@Suite struct BrowserKindTests {
    @Test(arguments: [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
            BrowserKind(program: .chrome, system: .windows)
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
            BrowserKind(program: .edge, system: .windows)
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
            BrowserKind(program: .safari, system: .macOS)
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
            BrowserKind(program: .safari, system: .iPhone)
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1",
            BrowserKind(program: .chrome, system: .iPhone)
        ),
        (
            "Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/132.0 Mobile/15E148 Safari/605.1.15",
            BrowserKind(program: .firefox, system: .iPad)
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; SM-S921N) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
            BrowserKind(program: .samsungInternet, system: .android)
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160117 MMWEBSDK/20240404 MicroMessenger/8.0.49.2600",
            BrowserKind(program: .weChat, system: .android)
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Whale/4.29.282.14 Safari/537.36",
            BrowserKind(program: .whale, system: .windows)
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", BrowserKind(program: .firefox, system: .linux)),
        (
            "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
            BrowserKind(program: .chrome, system: .chromeOS)
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AnotherEngine/1", BrowserKind(system: .windows)),
        ("curl/8.5.0", BrowserKind()), ("", BrowserKind()), (nil, BrowserKind()),
    ])
    func aBrowserIsKnownByWhatItCallsItself(_ userAgent: String?, _ kind: BrowserKind) {
        #expect(BrowserKind(userAgent: userAgent) == kind)
    }

    /// Nothing of a header is kept but which of a list of names it has, and nothing behind its first bytes is looked at.
    @Test func aHostileHeaderIsNobodysBrowser() throws {
        for row in try corpus("unicode") {
            let kind = BrowserKind(userAgent: row.text)
            #expect(kind == BrowserKind(), "\(row)")
            #expect(BrowserKind(userAgent: row.text + "Firefox/1").program.map { $0 == .firefox } ?? (row.text.utf8.count > 500))
        }
        #expect(BrowserKind(userAgent: String(repeating: "a", count: 100_000) + "Firefox/132.0 Windows") == BrowserKind())
        // A name that a later version has stored is none to this one.
        #expect(BrowserKind(programName: "<script>", systemName: "Plan 9") == BrowserKind())
    }
}
