import Foundation
import Logging
import PayCore
import PayDomain
import Synchronization
import Testing

@testable import PayServer

@Suite struct OperatorTextTests {
    @Test func columnsLineUpAlsoInKorean() {
        var table = TextTable(["ID", "NAME", "LAST"])
        table.add(["1", "상사", "x"])
        table.add(["22", "e\u{301}t", ""])
        #expect(table.text(indent: " ") == " ID  NAME  LAST\n 1   상사  x\n 22  e\u{301}t")
    }

    @Test(arguments: [
        (Int64(0), "1970-01-01 00:00:00 UTC"), (951_782_399, "2000-02-28 23:59:59 UTC"), (951_782_400, "2000-02-29 00:00:00 UTC"),
        (1_551_351_330, "2019-02-28 10:55:30 UTC"), (4_107_542_399, "2100-02-28 23:59:59 UTC"), (4_107_542_400, "2100-03-01 00:00:00 UTC"),
        (-1, "1969-12-31 23:59:59 UTC"),
    ])
    func momentsAreWrittenInUTC(_ seconds: Int64, _ text: String) { #expect(UTCTime.text(Timestamp(seconds: seconds)) == text) }

    @Test func logLinesAreJSON() throws {
        let lines = Mutex<[[UInt8]]>([])
        var logger = Logger(label: "test") { _ in JSONLogHandler { line in lines.withLock { $0.append(line) } } }
        logger[metadataKey: "request"] = "1"
        logger.info("two\nlines \"quoted\"", metadata: ["app": "shop"])
        logger.debug("not this one")
        let written = lines.withLock { $0 }
        #expect(written.count == 1 && written[0].filter { $0 == UInt8(ascii: "\n") }.count == 1 && written[0].last == UInt8(ascii: "\n"))
        let json = try #require(try JSONSerialization.jsonObject(with: Data(written[0])) as? [String: Any])
        #expect(json["level"] as? String == "info" && json["message"] as? String == "two\nlines \"quoted\"")
        #expect(json["metadata"] as? [String: String] == ["app": "shop", "request": "1"])
        #expect((json["time"] as? String)?.hasSuffix("Z") == true)
    }

    @Test func emptyListsSayHowToBegin() async throws {
        try await OperatorFixture.run { (platform) async throws in
            let requests: [(OperatorRequest, String)] = [
                (.listCompanies, "imugi company create"), (.listApps, "imugi app create"), (.listKeys(appID: nil), "imugi key create"),
                (.listCoins, "imugi coin create"), (.listUsers(limit: 1), "imugi user create"),
                (.listReviews(limit: 1), "No pay-out waits"), (.listPrices, "imugi price set"),
            ]
            for (request, expected) in requests {
                let text = try await platform.operators.perform(request).text
                #expect(text.contains(expected))
            }
        }
    }

    @Test func whatAnAppWritesCannotForgeALine() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp(limits: AppCoinInput(coinCode: "usdt", reviewAbove: "1"))
            try await platform.perform(platform.deposit("100", to: "shop-manager", reference: "in"))
            _ = try await platform.payAlice("5", tradeNo: "t1")
            let lines = try await platform.operators.perform(.listReviews(limit: 5)).text.split(separator: "\n")
            #expect(lines.count == 2 && lines[1].hasSuffix(#""prize" "for you""#))
        }
        #expect(quoted("a\nb\u{1B}[31m") == #""a\nb\u{1B}[31m""#)
        #expect(quoted("\u{9B}31m\u{202E}") == #""\u{9B}31m\u{202E}""#)
        #expect(quoted(String(repeating: "x", count: 200)).count == 83)
    }

    @Test func refusalsAreOneObject() throws {
        let refusal = OperatorRefusal(.badParameter, field: "volume", "volume must be more than 0.")
        let json = try #require(try JSONSerialization.jsonObject(with: Data(try refusal.json().utf8)) as? [String: [String: Any]])
        #expect(json["error"]?["code"] as? Int == 8 && json["error"]?["field"] as? String == "volume")
        #expect(json["error"]?["message"] as? String == "volume must be more than 0." && json["error"]?["advice"] == nil)
        #expect(OperatorRequest.listCoins.operation == "listCoins")
        #expect(OperatorRequest.createUser(CreateUser.Request(name: "a", password: "secret-one")).operation == "createUser")
        #expect(OperatorRequest.listKeys(appID: nil).operation == "listKeys")
    }
}
