import PayCore
import PayDomain
import PayLedger
import Testing

extension Sandbox {
    /// Signs in at a page of the account.
    func browser(as name: String, at path: String = "/account") async throws -> (TestBrowser, TestBrowser.View) {
        let browser = TestBrowser(self)
        return (browser, try await browser.signIn(name, on: try await browser.open(path)))
    }

    /// What a user may spend of usdt on one account.
    func available(_ uid: Int, _ book: Book) async throws -> String {
        let coin = try #require(platform.directory.current.coinsByCode["usdt"])
        let user = try #require(UserID(Int64(uid)))
        return try await FindAsset(platform).run(of: user, in: book, coin: coin).balance.available.text(scale: coin.scale)
    }

    /// A user pays an app: the order's number.
    func paid(
        _ tradeNo: String, by uid: Int = bob, volume: String = "10", to app: String = "sandbox-app", scene: String = "s", desc: String = "d"
    ) async throws -> OrderID {
        let body = """
            {"trade_no":"\(tradeNo)","coin_code":"usdt","volume":"\(volume)","scene":"\(scene)","desc":"\(desc)","device":"device00",\
            "state":"state000","redirect_url":"https://example.com/back"}
            """
        let answer = try await answerPayment(try await payURL(body, app: app), uid: uid)
        #expect(answer.status == 200, "\(answer.message)")
        return try await storedOrder(tradeNo, app: app).id
    }

    /// An app pays a user: the order's number.
    func paidOut(_ tradeNo: String, to uid: Int = bob, volume: String = "1", coin: String = "usdt") async throws -> OrderID {
        let answer = try await send(Self.payOut, Self.payOutBody(tradeNo, uid: "\(uid)", coin: coin, volume: volume))
        #expect(answer.code == 1, "\(answer.message)")
        return try await storedOrder(tradeNo).id
    }

    /// The same for bob by no call of an app, which would take longer and refuse some texts.
    func enterPayOut(_ tradeNo: String, text: String = "") async throws {
        let key = OrderKey(app: try #require(AppID("sandbox-app")), tradeNo: try #require(TradeNo(tradeNo)))
        let coin = try #require(platform.directory.current.coinsByCode["usdt"])
        let command = LedgerCommand.PayUser(
            key: key, user: try #require(UserID(Int64(Self.bob))), book: .spot, coin: coin.id, volume: try Amount("1", scale: coin.scale),
            texts: OrderTexts(scene: text, desc: text, device: "device00")
        )
        _ = try await platform.committer.submit(.payUser(command), admission: { _ in nil })
    }

    /// An app gives a part of a payment back: the order's number.
    func gaveBack(_ volume: String, of tradeNo: String, as returnTradeNo: String, app: String = "sandbox-app") async throws -> OrderID {
        let body = """
            {"ori_trade_no":"\(tradeNo)","return_trade_no":"\(returnTradeNo)","return_volume":"\(volume)","scene":"back","desc":"broken",\
            "device":"device00"}
            """
        let answer = try await send("/api/v1/pay/return/do/", body, app: app)
        #expect(answer.code == 1, "\(answer.message)")
        return try await storedOrder(returnTradeNo, app: app).id
    }

    func storedOrder(_ tradeNo: String, app: String = "sandbox-app") async throws -> Order {
        try #require(try await order(tradeNo, app: app))
    }
}
