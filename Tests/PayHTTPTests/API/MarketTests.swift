import PayCore
import PayDomain
import PayServer
import PayWire
import Testing

/// `market/real/list` (protocol, section 7).
@Suite struct MarketTests {
    private static let path = "/api/v1/market/real/list/"
    private static let data =
        #"{"ok":true,"code":1,"msg":"","data":[{"symbol":"DT_USDT","close_price":"0.5"},{"symbol":"BTC_USDT","close_price":"64000"}]}"#

    @Test func pricesAreReadInEveryMode() async throws {
        try await Sandbox.run { sandbox in
            let operators = OperatorService(platform: sandbox.platform, rules: .wire(sandbox.platform.settings))
            for (symbol, price) in [("BTC_USDT", "63000"), ("DT_USDT", "0.50"), ("BTC_USDT", "64000")] {
                _ = try await operators.perform(.setPrice(SetPrice.Request(symbol: symbol, closePrice: price)))
            }
            let symbols = "DT_USDT,ETH_USDT,BTC_USDT,dt_usdt,"
            let body = #"{"symbols":"\#(symbols)"}"#
            let tokens = try await sandbox.signIn(uid: Sandbox.alice)
            let signed = try await sandbox.send(Self.path, body)
            #expect(signed.header("dragonex-sign") != nil && signed.header("imugi-signature") != nil)
            var unsigned = [
                try await sandbox.send(Sandbox.ClientCall(Self.path + "?symbols=\(symbols)", token: tokens.access)),
                try await sandbox.send(Sandbox.ClientCall(Self.path, token: tokens.access, body: body)),
            ]
            // Naming an app proves nothing, and so gets nothing signed with its key.
            for (text, app) in [(nil, nil), (body, nil), (nil, "sandbox-app"), (body, "sandbox-app")] as [(String?, String?)] {
                var call = Sandbox.ClientCall(Self.path + (text == nil ? "?symbols=\(symbols)" : ""), token: nil, body: text)
                call.app = app
                call.device = nil
                call.sendsTime = false
                unsigned.append(try await sandbox.send(call))
            }
            #expect(unsigned.allSatisfy { $0.header("dragonex-sign") == nil })
            for answer in unsigned + [signed] { #expect(String(decoding: answer.body, as: UTF8.self) == Self.data) }
        }
    }

    @Test func whoShowsATokenOrASignatureMustShowARightOne() async throws {
        try await Sandbox.run { (sandbox) async throws in
            let client = Sandbox.ClientCall(Self.path + "?symbols=DT_USDT", token: "x")
            #expect(try await sandbox.send(client).code == 11_022)
            var server = Sandbox.Call(Self.path, #"{"symbols":"DT_USDT"}"#)
            server.secret = "wrong"
            #expect(try await sandbox.send(server).code == 9_004)
            let many = Array(repeating: "A_B", count: 201).joined(separator: ",")
            for symbols in ["", many] {
                #expect(try await sandbox.send(Self.path, #"{"symbols":"\#(symbols)"}"#).code == 8)
            }
            #expect(try await sandbox.send(Self.path, "{}").code == 8)
            #expect(try await sandbox.send(Self.path, #"{"symbols":"DT_USDT"}"#).code == 1)
        }
    }
}
