import PayCore
import PayLedger
import Testing

@testable import PayDomain
@testable import PayHTTP

/// The pages about money, in every language.
@Suite struct AccountLanguagesTests {
    @Test func everyPageIsWholeInEveryLanguage() async throws {
        try await Sandbox.run { sandbox in
            let id = try await sandbox.paid("p1", to: "sandbox-cut-app")
            _ = try await sandbox.gaveBack("1", of: "p1", as: "r1", app: "sandbox-cut-app")
            let (bob, form) = try await sandbox.browser(as: "bob", at: "/account/move?from=open")
            let moved = try await bob.press(
                "confirm", on: form, [("form", form.hidden("form") ?? ""), ("coin", "usdt"), ("volume", "1")]
            )
            let order = try await sandbox.storedOrder("p1", app: "sandbox-cut-app")
            let code = try #require(
                sandbox.platform.receipts.code(for: order, in: sandbox.platform.directory.current.knownCoin(order.coin)))
            let paths = [
                "/account", "/account/move?from=spot", "/account/move?from=open", try #require(moved.location), "/account/payments",
                "/account/payments?q=nothing", "/account/payments?from=x", "/account/payments/\(id)", "/receipt",
                "/receipt?code=\(code.text)",
                "/receipt?code=x",
            ]
            for path in paths {
                var headings: Set<Substring> = []
                for language in PageLanguage.allCases {
                    let html = try await bob.open("\(path)\(path.contains("?") ? "&" : "?")lang=\(language.code)").html
                    #expect(html.contains(#"<html lang="\#(language.code)""#) && html.hasSuffix("</html>\n"), "\(path) \(language)")
                    for mark in ["{{", "}}", "Optional(", "nil<", "Sentence(", #"href="""#] {
                        #expect(!html.contains(mark), "\(path) \(language): \(mark)")
                    }
                    let posts = html.ranges(of: #"method="post""#).count
                    #expect(html.ranges(of: #"name="csrf" value=""#).count == posts, "\(path): each form has its token")
                    let title = try #require(html.firstRange(of: "<title>")?.upperBound)
                    headings.insert(html[title...].prefix { $0 != "<" })
                }
                #expect(headings.count == PageLanguage.allCases.count, "\(path): \(headings)")
            }
        }
    }
}
