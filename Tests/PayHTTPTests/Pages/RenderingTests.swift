import PayCore
import TestSupport
import Testing

@testable import PayHTTP

/// Every page in every language, filled with samples.
@Suite struct RenderingTests {
    private func render(_ page: Page, _ language: PageLanguage) throws -> String {
        let templates = try PageTemplates(siteName: "Imugi")
        return String(decoding: templates.html(page, in: PageFrame(language: language, address: SamplePages.address())), as: UTF8.self)
    }

    @Test(arguments: PageLanguage.allCases)
    func everyPageIsWholeInEveryLanguage(_ language: PageLanguage) throws {
        for (name, page) in SamplePages.all() {
            let html = try render(page, language)
            #expect(html.hasPrefix("<!doctype html>") && html.contains(#"<html lang="\#(language.code)""#), "\(name)")
            #expect(html.contains("<h1") && html.hasSuffix("</html>\n"), "\(name)")
            // What a template could not fill, and what only a program says.
            for mark in ["{{", "}}", "Optional(", "nil", "PageText"] { #expect(!html.contains(mark), "\(name): \(mark)") }
            #expect(html.components(of: "<form") == html.components(of: #"name="csrf""#), "\(name): each form has its token")
        }
    }

    @Test func noTwoLanguagesShareASentence() throws {
        for (name, page) in SamplePages.all() {
            let headings = try PageLanguage.allCases.map { try heading(of: render(page, $0)) }
            #expect(Set(headings).count == headings.count, "\(name)")
        }
    }

    @Test func namesAndTextsOfOthersStayText() throws {
        for row in try corpus("unicode") {
            let text = row.text
            let words = SamplePages.Words(app: text, company: text, payer: text, scene: text, description: text)
            for (name, page) in SamplePages.all(words) {
                let html = try render(page, .english).withoutOwnScript
                for mark in ["<script", "<img src=x", "onerror=alert(1)>", "javascript:alert(1)\""] {
                    #expect(!html.contains(mark) || !text.contains(mark), "\(row), \(name)")
                }
                #expect(
                    !html.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n" && $0 != "\t") || (0x7F...0x9F).contains($0.value) },
                    "\(row), \(name)"
                )
            }
        }
    }

    @Test func everyEndingSaysWhetherMoneyMoved() throws {
        for (name, page) in SamplePages.all() {
            guard case .ending = page else { continue }
            for language in PageLanguage.allCases {
                #expect(try render(page, language).contains(#"<p class="money">"#), "\(name), \(language)")
            }
        }
    }

    private func heading(of html: String) -> Substring {
        guard let start = html.firstRange(of: "<title>")?.upperBound else { return "" }
        return html[start...].prefix { $0 != "<" }
    }
}

extension String {
    /// How often a text occurs.
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
