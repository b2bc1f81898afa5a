import PayCore
import PayWire
import TestSupport
import Testing

@testable import PaySandbox

/// What the demo shop's log makes of bytes, and how much it keeps.
@Suite struct ShopRenderingTests {
    @Test(arguments: [
        (
            #"{"a":1795546878072662303,"b":{"c":[1,"x\n\"",true,null,{}],"d":[]}}"#,
            """
            {
              "a": 1795546878072662303,
              "b": {
                "c": [
                  1,
                  "x\\u000a\\"",
                  true,
                  null,
                  {}
                ],
                "d": []
              }
            }
            """
        ),
        ("{}", "{}"),
        ("not JSON, <b>", "not JSON, <b>"),
    ])
    func jsonIsIndentedAndOtherwiseAsItCame(_ text: String, _ pretty: String) throws {
        let shown = PrettyJSON.tokens(of: Array(text.utf8)).map(\.token).joined()
        #expect(shown.replacing(#"\n"#, with: #"\u000a"#) == pretty)
        guard let object = try? JSONObject(parsing: Array(text.utf8)) else { return }
        let again = try JSONObject(parsing: Array(shown.utf8))
        #expect(again == object)
    }

    @Test func aCommandSurvivesEveryQuote() {
        let text = CurlCommand.text(
            url: "http://127.0.0.1:1/x", headers: [(name: "Auth", value: "a:b")], body: Array(#"{"desc":"it's $HOME `x`"}"#.utf8)
        )
        #expect(
            text == """
                curl 'http://127.0.0.1:1/x' \\
                  -H 'Auth: a:b' \\
                  --data-binary '{"desc":"it'\\''s $HOME `x`"}'
                """
        )
    }

    @Test func theBookForgetsTheOldest() {
        let book = ShopBook()
        let time = Timestamp(seconds: 0)
        for number in 1...ShopBook.maximumOrders + 5 {
            let order = ShopOrder(
                tradeNo: "order_\(number)", kind: .purchase(of: "x"), volume: "1", coin: "usdt", state: "", request: []
            )
            #expect(book.add(order) && !book.add(order))
        }
        for number in 1...ShopBook.maximumExchanges + 5 {
            book.note(
                ShopExchange(
                    time: time, way: .browserToShop, method: "GET", target: "/\(number)", request: ShopExchange.Message(),
                    outcome: .redirected, lesson: .comeBack
                )
            )
        }
        let state = book.current
        #expect(state.orders.count == ShopBook.maximumOrders && state.orders.last?.tradeNo == "order_6")
        #expect(state.exchanges.count == ShopBook.maximumExchanges && state.exchanges.first?.exchange.target == "/6")
        #expect(book.isFirst(callbackID: "order-1") && !book.isFirst(callbackID: "order-1"))
    }
}
