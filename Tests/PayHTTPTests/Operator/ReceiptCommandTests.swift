import PayCore
import PayLedger
import PayServer
import Testing

@testable import PayDomain

/// `imugi receipt verify`
@Suite struct ReceiptCommandTests {
    @Test func aGenuineReceiptIsShownInFull() async throws {
        try await OperatorFixture.run { platform in
            try await platform.setUp()
            try await platform.perform(platform.deposit("100", to: "shop-manager", reference: "in"))
            let order = try await platform.payAlice("2.5", tradeNo: "t1").order
            let coin = platform.platform.directory.current.knownCoin(order.coin)
            let code = try #require(platform.platform.receipts.code(for: order, in: coin)).text
            let reply = try await platform.perform(.verifyReceipt(code: code))
            #expect(reply["genuine"] as? Bool == true)
            let shown = try #require(reply["order"] as? [String: any Sendable])
            #expect(
                shown["id"] as? Int64 == order.id.number && shown["app_id"] as? String == "shop" && shown["trade_no"] as? String == "t1")
            #expect(shown["volume"] as? String == "2.5" && shown["cut_volume"] as? String == "0" && shown["coin_code"] as? String == "usdt")
            #expect(shown["returned_volume"] as? String == "0" && shown["company"] as? String == "Acme")
            let text = try await platform.operators.perform(.verifyReceipt(code: code.lowercased())).text
            #expect(text.hasPrefix("This receipt is genuine.") && text.contains("2.5 usdt") && text.contains("\(order.id)"))
        }
    }

    @Test func anythingElseIsNotGenuineAndNoMoreIsSaid() async throws {
        try await OperatorFixture.run { platform in
            for code in ["", "hello", "IMUGI-00000-00YGJ-1AAAA-AAAAA-AAAAA-AAAAA-AAAAA", "\u{1B}[31m"] {
                let reply = try await platform.perform(.verifyReceipt(code: code))
                #expect(reply.count == 1 && reply["genuine"] as? Bool == false, "\(reply)")
                let text = try await platform.operators.perform(.verifyReceipt(code: code)).text
                #expect(text.hasPrefix("This is no receipt of this platform.") && !text.contains("\u{1B}"))
            }
        }
    }
}
