import PayCore
import PayDomain
import TestSupport
import Testing

@testable import PayHTTP

/// The pages of apps and security in every language.
@Suite struct AccountRenderingTests {
    private static let user = User(
        id: UserID(7) ?? { preconditionFailure("7 is a user") }(), name: "<erin> & co", passwordHash: "p", tradePasswordHash: "t",
        paymentsFrozen: false, paymentsFrozenUntil: Timestamp(seconds: 1_772_548_320))
    private static let now = Timestamp(seconds: 1_772_000_000)

    private static func pages(_ texts: PageTexts) -> [any PageContent] {
        let kinds = [
            BrowserKind(), BrowserKind(program: .chrome), BrowserKind(system: .iPad), BrowserKind(program: .edge, system: .windows),
        ]
        let sessions = kinds.enumerated().map { number, kind in
            ShownSession(
                name: "name\(number)", browser: kind, address: number == 0 ? nil : "192.0.2.\(number)", createTime: now, lastUseTime: now,
                isPresent: number == 0)
        }
        let security = texts.security
        return [
            SecurityContent(of: user, sessions: sessions, notice: .tradePasswordChanged, now: now, texts: texts),
            ChangePasswordContent(of: user.name, texts: security, password: security.passwordWrong),
            ChangeTradePasswordContent(of: user, freeze: 90 * 60, texts: security, trade: security.tradePasswordWrong(1)),
            AppsContent([], done: texts.access.allEnded, texts: texts),
            RevokeContent(
                question: texts.access.revokeQuestion("A & B"), company: "C", effect: texts.access.revokeEffect, ends: [],
                texts: texts.access,
                button: texts.access.revokeButton, action: .revoke),
        ]
    }

    @Test(arguments: PageLanguage.allCases)
    func everyPageIsWholeInEveryLanguage(_ language: PageLanguage) throws {
        let templates = try PageTemplates(siteName: "Imugi")
        let holder = AccountHolder(user: Self.user, csrf: "TOKEN")
        for content in Self.pages(language.texts) {
            let frame = PageFrame(language: language, address: PageAddress(path: "/account/x"))
            let head = AccountHead(.security, of: holder, texts: language.texts)
            let html = String(decoding: templates.html(content, head: head, in: frame), as: UTF8.self)
            #expect(html.contains(#"<html lang="\#(language.code)""#) && html.hasSuffix("</html>\n"))
            for mark in ["{{", "}}", "Optional(", "nil", "<erin>"] { #expect(!html.contains(mark), "\(content.template): \(mark)") }
            #expect(html.ranges(of: "<form").count == html.ranges(of: #"name="csrf" value="TOKEN""#).count, "\(content.template)")
            // Each label belongs to a field, and each description is there.
            for match in html.matches(of: /(?:for|aria-labelledby|aria-describedby)="([^"]*)"/) {
                for id in match.output.1.split(separator: " ") { #expect(html.contains("id=\"\(id)\""), "\(content.template): \(id)") }
            }
        }
    }

    private static let securityTexts = [
        SecurityTexts.english, .korean, .simplifiedChinese, .traditionalChinese,
    ]

    @Test func noTwoLanguagesShareASentence() throws {
        func sentences(_ texts: SecurityTexts) -> [String] {
            let problems: [PasswordProblem] = [
                .length(7, allowed: 8...128), .length(129, allowed: 8...128), .controlCharacter, .isName, .isCommon, .isOther, .isPresent,
            ]
            let notices: [AccountNotice] = [.passwordChanged, .tradePasswordSet, .tradePasswordChanged, .sessionEnded, .otherSessionsEnded]
            return problems.flatMap { problem in PasswordKind.allCases.map { texts.problem(problem, $0).plain } }
                + notices.compactMap { texts.done($0, Self.now)?.plain } + notices.compactMap { texts.done($0, nil)?.plain }
                + [texts.frozen(Self.now), texts.tradePasswordWrong(1), texts.tradePasswordWrong(4), texts.tradePasswordLocked(Self.now)]
                .map(\.plain) + [WholeTime.days(1), .hours(24), .minutes(5)].map { texts.tradePasswordEffect($0).plain }
        }
        let all = Self.securityTexts.map(sentences)
        for (number, list) in all.enumerated() {
            #expect(list.count == 14 + 10 + 4 + 3)
            for other in all[..<number] { for (left, right) in zip(list, other) { #expect(left != right) } }
        }
        let access = [AccessTexts.english, .korean, .simplifiedChinese, .traditionalChinese].map { texts in
            [texts.revokeQuestion("x"), texts.revokeEffect, texts.revokeStays, texts.ended("x"), texts.allEnded].map(\.plain)
        }
        for (number, list) in access.enumerated() {
            for other in access[..<number] { for (left, right) in zip(list, other) { #expect(left != right) } }
        }
    }

    @Test(arguments: [
        (Int64(60), WholeTime.minutes(1)), (61, .minutes(2)), (3_600, .hours(1)), (5_400, .minutes(90)), (86_400, .hours(24)),
        (172_800, .days(2)),
        (90_000, .hours(25)), (1, .minutes(1)),
    ])
    func aStretchOfTimeIsSaidInItsLargestUnit(_ seconds: Int64, _ time: WholeTime) { #expect(WholeTime(seconds: seconds) == time) }
}
