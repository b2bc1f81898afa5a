import PayCore
import PayDomain
import PayLedger
import PaySandbox
import TestSupport
import Testing

@testable import PayHTTP

/// `/account/payments`: the list, the search, and one payment.
@Suite struct PaymentsPageTests {
    private static let path = "/account/payments"

    /// The numbers of the orders that a list shows, in its order.
    private func listed(_ view: TestBrowser.View) -> [Int64] {
        view.html.ranges(of: #"<p class="payment-app"><a href="/account/payments/"#).compactMap { range in
            Int64(view.html[range.upperBound...].prefix { $0 != "\"" })
        }
    }

    private func href(_ mark: String, in view: TestBrowser.View) -> String? {
        guard let end = view.html.firstRange(of: mark)?.upperBound, let start = view.html[end...].firstRange(of: "href=\"")?.upperBound
        else { return nil }
        return String(view.html[start...].prefix { $0 != "\"" }).replacing("&amp;", with: "&")
    }

    @Test func paymentsComeNewestFirstPageByPage() async throws {
        try await Sandbox.run { sandbox in
            let (bob, empty) = try await sandbox.browser(as: "bob", at: Self.path)
            #expect(empty.html.contains("You have no payments yet."))
            var made: [Int64] = []
            for number in 1...45 {
                made.insert(try await sandbox.paidOut("n\(number)").number, at: 0)
                _ = try await sandbox.paidOut("a\(number)", to: Sandbox.alice)
            }
            var view = try await bob.open(Self.path)
            var seen = listed(view)
            #expect(seen.count == 20 && !view.html.contains("Newest payments"))
            // What comes in meanwhile moves nothing from one page to another.
            _ = try await sandbox.paidOut("meanwhile")
            for count in [20, 5] {
                view = try await bob.open(try #require(href("pages-older", in: view)))
                #expect(listed(view).count == count && view.html.contains("Newest payments"))
                seen += listed(view)
            }
            #expect(seen == made && !view.html.contains("Older payments"))
        }
    }

    @Test func aSearchFindsByNumberAppAndWords() async throws {
        try await Sandbox.run { sandbox in
            let ids = [
                try await sandbox.paid("tea_1", scene: "Breakfast", desc: "Green Té, 50 g"),
                try await sandbox.paid("TEA_2", to: "sandbox-cut-app", scene: "Breakfast", desc: "two cups"),
                try await sandbox.paidOut("prize"),
                try await sandbox.gaveBack("1", of: "tea_1", as: "back_1"),
            ].map(\.number)
            _ = try await sandbox.paid("tea_of_alice", by: Sandbox.alice, volume: "1", desc: "Green Té")
            let alices = try await sandbox.storedOrder("tea_of_alice").id.number
            let (bob, _) = try await sandbox.browser(as: "bob", at: Self.path)
            let searches: [(String, [Int])] = [
                ("tea_", [1, 0]), ("  TEA_1 ", [0]), ("ea_1", []), ("\(ids[2])", [2]), ("\(alices)", []), ("cut-app", [1]),
                ("sandbox-app", [3, 2, 0]), ("sandbox company", [3, 2, 1, 0]), ("breakfast", [1, 0]), ("GREEN", [0]), ("te\u{301}", [0]),
                ("broken", [3]), ("%", []), ("<script>", []), (String(repeating: "x", count: 5_000), []), ("   ", [3, 2, 1, 0]),
            ]
            for (text, expected) in searches {
                let view = try await bob.open(PageAddress(path: Self.path, query: [.init("q", text)]).reference)
                #expect(view.status == 200 && listed(view) == expected.map { ids[$0] }, "\(text)")
                #expect(view.html.contains("No payment matches.") == expected.isEmpty, "\(text)")
                #expect(!view.html.withoutOwnScript.contains("<script"), "\(text)")
            }
        }
    }

    @Test func filtersHoldTogetherAndStayOnThePage() async throws {
        try await Sandbox.run { sandbox in
            let ids = [
                try await sandbox.paid("f1").number, try await sandbox.paidOut("f2").number,
                try await sandbox.paidOut("f3", coin: "dt").number,
            ]
            let today = PaymentsPageTests.day(sandbox.clock.now())
            _ = try await sandbox.control("/sandbox/clock/advance", #"{"seconds":86400}"#)
            let late = try await sandbox.paidOut("f4").number
            let (bob, _) = try await sandbox.browser(as: "bob", at: Self.path)
            let tomorrow = PaymentsPageTests.day(sandbox.clock.now())
            let filters: [(String, [Int64])] = [
                ("direction=1", [ids[0]]), ("direction=2", [late, ids[2], ids[1]]), ("coin=dt", [ids[2]]),
                ("coin=none", [late] + ids.reversed()),
                ("from=\(tomorrow)", [late]), ("to=\(today)", ids.reversed()), ("from=\(today)&to=\(today)", ids.reversed()),
                ("from=\(tomorrow)&to=\(today)", []), ("direction=2&coin=usdt&to=\(today)&q=f", [ids[1]]), ("direction=2&q=f1", []),
                ("direction=9&before=x", [late] + ids.reversed()),
            ]
            for (query, expected) in filters {
                let view = try await bob.open("\(Self.path)?\(query)")
                #expect(listed(view) == expected, "\(query)")
            }
            let chosen = try await bob.open("\(Self.path)?direction=2&coin=dt&from=\(today)")
            #expect(chosen.html.contains(#"<option value="2" selected>"#) && chosen.html.contains(#"<option value="dt" selected>"#))
            #expect(chosen.html.contains(#"value="\#(today)""#) && chosen.html.contains(#"<details class="filters" open>"#))
            #expect(chosen.html.contains(#"lang=ko"#) && chosen.html.contains("coin=dt&amp;from=\(today)&amp;lang=ko"))
            let wrong = try await bob.open("\(Self.path)?from=31.3.2026")
            #expect(wrong.html.contains(#"aria-describedby="from-error""#) && wrong.html.contains("such as 2026-03-31"))
            #expect(listed(wrong).count == 4)
        }
    }

    @Test func daysAreReadExactly() {
        for (text, seconds) in [
            ("1970-01-01", 0), ("2000-02-29", 951_782_400), ("2026-03-31", 1_774_915_200), ("2100-03-01", 4_107_542_400),
        ] {
            #expect(CivilDay(text)?.start.seconds == Int64(seconds), "\(text)")
        }
        for text in [
            "", "2026-3-31", "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-04-31", "1969-12-31", "2262-01-01",
            "+026-01-01", "２０２６-01-01", "2026-01-01 ",
        ] {
            #expect(CivilDay(text) == nil, "\(text)")
        }
    }

    @Test func aPaymentIsShownWithItsFeeItsRefundsAndItsReceipt() async throws {
        try await Sandbox.run { sandbox in
            let id = try await sandbox.paid("p1", volume: "1250.5", to: "sandbox-cut-app", scene: "Online order", desc: "Two dragons")
            let refund = try await sandbox.gaveBack("0.25", of: "p1", as: "r1", app: "sandbox-cut-app")
            _ = try await sandbox.gaveBack("1", of: "p1", as: "r2", app: "sandbox-cut-app")
            let (bob, view) = try await sandbox.browser(as: "bob", at: "\(Self.path)/\(id)")
            for text in [
                "Paid to <bdi>sandbox-cut-app</bdi>", "Sandbox Company", "\u{2212}1,250.5", "12.505 USDT", "1,237.995 USDT", "Online order",
                "Two dragons", "Completed", "Main account", "<bdi>\(id)</bdi>", "<bdi>p1</bdi>", "<bdi>\(Sandbox.bob)</bdi>",
                "1.25 USDT", "+0.25 USDT", "+1 USDT", "/account/payments/\(refund)", "IMUGI-", "http://127.0.0.1:8080/receipt",
            ] {
                #expect(view.html.contains(text), "\(text)")
            }
            let back = try await bob.open("\(Self.path)/\(refund)")
            #expect(back.html.contains("Refund from <bdi>sandbox-cut-app</bdi>") && back.html.contains("+0.25"))
            #expect(back.html.contains(#"<a href="/account/payments/\#(id)">\#(id)</a>"#))
            let list = try await bob.open(Self.path)
            #expect(list.html.contains("Refund") && list.html.contains("\u{2212}1,250.5"))
        }
    }

    @Test func whatFailedMovedNothingAndHasNoReceipt() async throws {
        try await Sandbox.run { sandbox in
            let url = try await sandbox.payURL(Sandbox.applyBody("p1", volume: "4"))
            let browser = TestBrowser(sandbox)
            let open = try await browser.signIn("carol", on: try await browser.open(url))
            _ = try await sandbox.paid("p2", by: 1_000_002, volume: "3")
            let failed = try await browser.press("confirm", on: open, [("trade_password", "123456")])
            #expect(failed.location?.contains("status=2") == true)
            let id = try await sandbox.storedOrder("p1").id
            let view = try await browser.open("\(Self.path)/\(id)")
            #expect(view.html.contains("Failed, nothing was moved") && !view.html.contains("IMUGI-"))
            #expect(try await browser.open(Self.path).html.contains("payment-void"))
        }
    }

    @Test func anotherUsersPaymentIsNotFoundLikeNone() async throws {
        try await Sandbox.run { sandbox in
            let bobs = try await sandbox.paid("p1", desc: "a secret of Bob")
            let (alice, _) = try await sandbox.browser(as: "alice", at: Self.path)
            let none = try await alice.open("\(Self.path)/1000999")
            #expect(none.status == 404 && none.html.contains("<h1"))
            let other = try await alice.open("\(Self.path)/\(bobs)")
            #expect(other.status == 404)
            #expect(other.html.replacing("\(bobs)", with: "ID") == none.html.replacing("1000999", with: "ID"))
            for id in ["0", "-1", "01000001", "x", "9223372036854775808", "1000001%20", "1000001%2F2"] {
                #expect(try await alice.open("\(Self.path)/\(id)").status == 404, "\(id)")
            }
            #expect(listed(try await alice.open(Self.path)).isEmpty)
            #expect(listed(try await alice.open("\(Self.path)?q=\(bobs)")).isEmpty)
            #expect(listed(try await alice.open("\(Self.path)?q=secret")).isEmpty)
            #expect(try await alice.post("\(Self.path)/\(bobs)", [("action", "confirm")]).status == 403)
        }
    }

    @Test func textsOfAppsStayTextAndApart() async throws {
        let rows = try corpus("unicode").filter { !$0.text.isEmpty && $0.text.unicodeScalars.count <= 100 }
        #expect(rows.count > 20)
        try await Sandbox.run { sandbox in
            let (bob, _) = try await sandbox.browser(as: "bob", at: Self.path)
            for (index, row) in rows.enumerated() {
                try await sandbox.enterPayOut("u\(index)", text: row.text)
                let id = try await sandbox.storedOrder("u\(index)").id
                for path in ["\(Self.path)/\(id)", PageAddress(path: Self.path, query: [.init("q", row.text)]).reference] {
                    let html = try await bob.open(path).html.withoutOwnScript
                    for mark in ["<script", "<img src=x", "onerror=alert(1)>", "href=\"javascript", "<b>"] {
                        #expect(!html.contains(mark), "\(row) at \(path)")
                    }
                    #expect(html.hasSuffix("</html>\n"), "\(row) at \(path)")
                }
                let escaped = HTMLEscaping().escapeText(row.text)
                let html = try await bob.open("\(Self.path)/\(id)").html
                #expect(html.unicodeScalars.contains("<dd><bdi>\(escaped)</bdi></dd>".unicodeScalars), "\(row)")
            }
        }
    }

    /// A search looks at a bounded number of orders, says so, and goes on from there: what is older is found all the same.
    @Test func aSearchThatIsCutShortGoesOn() async throws {
        try await Sandbox.run { sandbox in
            let oldest = try await sandbox.paid("needle")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<ListOwnPayments.searchReach { group.addTask { try await sandbox.enterPayOut("hay\(number)") } }
                try await group.waitForAll()
            }
            let (bob, _) = try await sandbox.browser(as: "bob", at: Self.path)
            let first = try await bob.open("\(Self.path)?q=needle")
            #expect(listed(first).isEmpty && first.html.contains("Looked through 2000 payments so far."))
            #expect(!first.html.contains("No payment matches."))
            let second = try await bob.open(try #require(href("pages-older", in: first)))
            #expect(listed(second) == [oldest.number] && !second.html.contains("Looked through"))
            // Its number finds it at once.
            #expect(listed(try await bob.open("\(Self.path)?q=\(oldest)")) == [oldest.number])
        }
    }

    /// `2026-03-31`.
    private static func day(_ time: Timestamp) -> String {
        let civil = CivilMinute(startedBy: time)
        return "\(civil.year)-\(civil.twoDigits(civil.month))-\(civil.twoDigits(civil.day))"
    }
}
