import Crypto
import Foundation
import PayCore
import PayLedger
import Testing

@testable import PayDomain
@testable import PayHTTP

/// The codes of receipts, and the page on which anybody checks one.
@Suite struct ReceiptTests {
    private static let key = SymmetricKey(data: Array(repeating: UInt8(7), count: 32))

    private func coin(_ code: String = "usdt", digits: Int = 6) throws -> Coin {
        let (id, scale) = (try #require(CoinID(1)), try #require(Scale(digits: digits)))
        return try #require(Coin(id: id, code: code, scale: scale))
    }

    /// An order of which any fact may be another.
    private func order(
        id: Int64 = 1_000_001, app: String = "shop", tradeNo: String = "t1", uid: Int64 = 10, volume: Int128 = 1_500_000,
        cut: Int128 = 15_000, direction: Direction = .userToApp, type: OrderType = .spotToSpot, scene: String = "",
        createTime: Int64 = 5, status: OrderStatus = .succeeded, arriveTime: Int64? = 6
    ) throws -> Order {
        Order(
            id: OrderID(id), key: OrderKey(app: try #require(AppID(app)), tradeNo: try #require(TradeNo(tradeNo))),
            user: try #require(UserID(uid)), coin: try #require(CoinID(1)), volume: try #require(Amount(units: volume)),
            cut: try #require(Amount(units: cut)), direction: direction, type: type, texts: OrderTexts(scene: scene, desc: "", device: ""),
            createTime: Timestamp(nanoseconds: createTime), status: status, arriveTime: arriveTime.map { Timestamp(nanoseconds: $0) }
        )
    }

    /// What was printed once stays genuine for ever: whoever changes this test makes all earlier receipts worthless.
    @Test func theFormOfACodeNeverChanges() throws {
        let code = try #require(ReceiptSeal(key: Self.key).code(for: try order(), in: try coin()))
        #expect(code.text == Self.printed)
        #expect(ReceiptCode(code.text) == code)
    }

    /// Made by another program, out of this key and these facts.
    private static let printed = "IMUGI-00000-00YGJ-1XQ7W-RVSRF-VH7N7-0T153-X6829"

    @Test func eachFactIsBound() throws {
        let seal = ReceiptSeal(key: Self.key)
        let coin = try coin()
        let code = try #require(seal.code(for: try order(), in: coin))
        #expect(seal.isGenuine(code, for: try order(), in: coin))
        // The app's words are not part of it.
        #expect(seal.isGenuine(code, for: try order(scene: "other"), in: coin))
        let others = [
            try order(id: 1_000_002), try order(app: "shops"), try order(tradeNo: "t2"), try order(uid: 11), try order(volume: 1_500_001),
            try order(cut: 15_001), try order(direction: .appToUser), try order(type: .openToOpen), try order(createTime: 4),
            try order(arriveTime: 7), try order(status: .failed, arriveTime: nil), try order(status: .transferring, arriveTime: nil),
            // The same letters, divided otherwise.
            try order(app: "shopt", tradeNo: "1"),
        ]
        for other in others { #expect(!seal.isGenuine(code, for: other, in: coin), "\(other)") }
        #expect(!seal.isGenuine(code, for: try order(), in: try self.coin("usdc")))
        #expect(!seal.isGenuine(code, for: try order(), in: try self.coin(digits: 5)))
        #expect(!ReceiptSeal(key: SymmetricKey(size: .bits256)).isGenuine(code, for: try order(), in: coin))
        #expect(seal.code(for: try order(status: .failed, arriveTime: nil), in: coin) == nil)
        #expect(seal.code(for: try order(status: .transferring, arriveTime: nil), in: coin) == nil)
    }

    @Test func aCodeIsReadAsPeopleWriteIt() throws {
        let code = try #require(ReceiptSeal(key: Self.key).code(for: try order(), in: try coin()))
        let bare = String(code.text.dropFirst(6)).replacing("-", with: "")
        let ways: [String] = [
            code.text.lowercased(), code.text.replacing("-", with: " "), " \(code.text)\r\n", bare, "imugi\(bare)",
            code.text.replacing("-", with: "\u{2011}"), code.text.replacing("-", with: " \u{2013} "), code.text.replacing("0", with: "O"),
            code.text.replacing("0", with: "o").replacing("1", with: "l"), bare.replacing("1", with: "I"),
            bare.map { "\($0)" }.joined(separator: "\u{AD}"),
        ]
        for way in ways { #expect(ReceiptCode(way) == code, "\(way)") }
        let none = [
            "", "IMUGI", "IMUGI-", String(code.text.dropLast()), code.text + "0", "X" + code.text, code.text.replacing("00", with: "0U"),
            code.text.replacing("00000", with: "ZZZZZ"), code.text.replacing("0", with: "\u{FF10}"), code.text.replacing("-", with: "."),
            // No order has the number 0.
            "IMUGI-00000-00000-0\(String(repeating: "A", count: 24))", String(repeating: " ", count: 1_000_000) + code.text,
            String(repeating: "0", count: 1_000_000), code.text + "\u{0}",
        ]
        for text in none { #expect(ReceiptCode(text) == nil, "\(text.prefix(60))") }
    }

    @Test func everyCharacterCounts() async throws {
        try await Sandbox.run { sandbox in
            for tradeNo in ["p1", "p2"] { _ = try await sandbox.paid(tradeNo) }
            let order = try await sandbox.storedOrder("p1")
            let coin = sandbox.platform.directory.current.knownCoin(order.coin)
            let code = try #require(sandbox.platform.receipts.code(for: order, in: coin))
            let verify = VerifyReceipt(sandbox.platform)
            let genuine = try await verify.run(code.text)
            #expect(genuine?.payment.order.id == order.id)
            let characters = Array(String(code.text.dropFirst(6)).replacing("-", with: ""))
            var tried = 0
            for index in characters.indices {
                for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" where other != characters[index] {
                    var changed = characters
                    changed[index] = other
                    tried += 1
                    let forged = try await verify.run(String(changed))
                    #expect(forged == nil, "\(String(changed))")
                }
            }
            #expect(tried == 35 * 31)
        }
    }

    @Test func anybodyChecksAReceiptOnThePage() async throws {
        try await Sandbox.run { sandbox in
            let id = try await sandbox.paid("p1", volume: "1250.5", to: "sandbox-cut-app")
            let (_, own) = try await sandbox.browser(as: "bob", at: "/account/payments/\(id)")
            let code = String(try #require(own.html.firstMatch(of: /IMUGI(-[0-9A-Z]{5}){7}/)).output.0)
            let somebody = TestBrowser(sandbox)
            let form = try await somebody.open("/receipt")
            #expect(form.status == 200 && form.html.contains("Check a receipt") && !form.html.contains("Sign in"))
            let view = try await somebody.open("/receipt?code=\(code.lowercased())")
            #expect(view.header("Cache-Control") == "no-store" && view.header("Referrer-Policy") == "no-referrer")
            for text in [
                "This receipt is genuine", "1,250.5", "12.505 USDT", "<bdi>sandbox-cut-app</bdi>", "<bdi>Sandbox Company</bdi>",
                "Account number <bdi>\(Sandbox.bob)</bdi>", "<bdi>\(id)</bdi>", "<bdi>p1</bdi>", "Nothing",
            ] {
                #expect(view.html.contains(text), "\(text)")
            }
            // Neither who that is nor what is left.
            #expect(!view.html.contains("bob") && !view.html.contains("998,749"))
            _ = try await sandbox.gaveBack("0.5", of: "p1", as: "r1", app: "sandbox-cut-app")
            #expect(try await somebody.open("/receipt?code=\(code)").html.contains("0.5 USDT"))
            #expect(try await somebody.open("/receipt?code=\(code)&lang=ko").html.contains("유효한 영수증입니다"))
        }
    }

    @Test func whatIsWrongWithACodeNobodyLearns() async throws {
        try await Sandbox.run { sandbox in
            let (first, second) = (try await sandbox.paid("p1"), try await sandbox.paid("p2"))
            let browser = TestBrowser(sandbox)
            let platform = sandbox.platform
            func code(_ tradeNo: String) async throws -> String {
                let order = try await sandbox.storedOrder(tradeNo)
                return try #require(platform.receipts.code(for: order, in: platform.directory.current.knownCoin(order.coin))).text
            }
            let one = try await code("p1")
            let two = try await code("p2")
            #expect(first != second && one != two)
            // The number of one with the tag of the other, one that no order has, a foreign tag, and no code at all.
            let wrong = [
                String(one.prefix(19) + two.dropFirst(19)), one.replacing("00YGJ", with: "0ZZZZ"),
                String(one.dropLast(2)) + (one.hasSuffix("00") ? "11" : "00"), "hello", "<script>alert(1)</script>",
                String(repeating: "A", count: 3_000),
            ]
            var pages: Set<String> = []
            for code in wrong {
                let address = PageAddress(path: "/receipt", query: [.init("code", code)]).reference
                let view = try await browser.open(address)
                #expect(view.status == 200 && view.html.contains("This is not a receipt of this platform"), "\(code)")
                var html = view.html
                for shown in [HTMLEscaping().escapeText(address), HTMLEscaping().escapeText(code)] {
                    html = html.replacing(shown, with: "")
                }
                // Where the field is empty, since the text was too long to be a code, it is so because of the text alone.
                if code.utf8.count <= ReceiptCode.maximumBytes { pages.insert(String(html.split(separator: "<main").last ?? "")) }
            }
            #expect(pages.count == 1)
            #expect(try await browser.post("/receipt", [("code", one)]).status == 405)
        }
    }

    @Test func aReceiptOutlivesTheProcessAndIsWorthNothingElsewhere() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "imugi-receipt-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let kept = Kept()
        try await Sandbox.run(folder: folder) { sandbox in
            _ = try await sandbox.paid("p1")
            let order = try await sandbox.storedOrder("p1")
            await kept.set(sandbox.platform.receipts.code(for: order, in: sandbox.platform.directory.current.knownCoin(order.coin))?.text)
        }
        let code = try #require(await kept.code)
        try await Sandbox.run(folder: folder) { sandbox in
            let receipt = try await VerifyReceipt(sandbox.platform).run(code)
            #expect(receipt?.payment.order.key.tradeNo.text == "p1")
        }
        try await Sandbox.run { sandbox in
            _ = try await sandbox.paid("p1")
            let receipt = try await VerifyReceipt(sandbox.platform).run(code)
            #expect(receipt == nil)
        }
    }

    private actor Kept {
        private(set) var code: String?
        func set(_ code: String?) { self.code = code }
    }
}
