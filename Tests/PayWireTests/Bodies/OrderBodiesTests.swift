import PayCore
import PayWire
import Testing

@Suite struct OrderBodiesTests {
    private static func order(openID: String?, arriveTime: Timestamp?) throws -> String {
        let body = OrderBody(
            id: OrderID(1_000_001), arriveTime: arriveTime, coinCode: "usdt",
            createTime: Timestamp(nanoseconds: 1_551_351_330_000_000_000), direction: 2, status: 3, tradeNo: try #require(TradeNo("25")),
            uid: try #require(UserID(1_000_000)), volume: "1", cutVolume: "0", orderType: 1, openID: openID
        )
        var writer = JSONWriter()
        body.write(to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The protocol's own example, section 5.
    @Test func orderIsTheProtocolsExample() throws {
        let example =
            #"{"id":1000001,"arrive_time":0,"coin_code":"usdt","create_time":1551351330000000000,"direction":2,"status":3,"#
            + #""trade_no":"25","uid":1000000,"volume":"1","cut_volume":"0","order_type":1}"#
        #expect(try Self.order(openID: nil, arriveTime: nil) == example)
    }

    @Test func serverModeAddsTheOpenID() throws {
        let text = try Self.order(openID: "59991c0e35855a48bb1157295dd63ce4", arriveTime: Timestamp(nanoseconds: 5))
        #expect(text.hasPrefix(#"{"id":1000001,"arrive_time":5,"#))
        #expect(text.hasSuffix(#","order_type":1,"open_id":"59991c0e35855a48bb1157295dd63ce4"}"#))
    }

    @Test func callbackHasItsMembersInTheProtocolsOrder() throws {
        let body = CallbackBody(
            id: OrderID(1_000_001), uid: try #require(UserID(1_000_000)), coinCode: "usdt", volume: "1", cutVolume: "0.01",
            tradeNo: try #require(TradeNo("25")), direction: 1, status: 1, orderType: 1,
            arriveTime: Timestamp(nanoseconds: 1_551_351_330_000_000_000)
        )
        let expected =
            #"{"id":1000001,"uid":1000000,"coin_code":"usdt","volume":"1","cut_volume":"0.01","trans_no":"25","trade_no":"25","#
            + #""direction":1,"status":1,"order_type":1,"arrive_time":1551351330000000000}"#
        #expect(String(decoding: body.bytes, as: UTF8.self) == expected)
    }
}
