import PayCore
import PayDomain
import PayServer
import Testing

/// What operators do about users' logins and grants, prices, and money between accounts.
@Suite struct LoginCommandsTests {
    @Test func aUserIsDisabledAndEnabled() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            let alice = UserSelector(name: "alice")
            for isEnabled in [false, false, true, true] {
                let reply = try await platform.perform(.enableUser(EnableUser.Request(user: alice, isEnabled: isEnabled)))
                #expect(reply["enabled"] as? Bool == isEnabled)
                #expect(try await platform.platform.store.user(named: "alice")?.isEnabled == isEnabled)
                let text = try await platform.operators.perform(.showUser(alice)).text
                #expect(text.contains("the user is disabled") == !isEnabled)
                if isEnabled {
                    _ = try await SignIn(platform.platform).run(name: "alice", password: "correct horse")
                } else {
                    await #expect(throws: SignInFailure.wrong) {
                        try await SignIn(platform.platform).run(name: "alice", password: "correct horse")
                    }
                }
            }
            let unknown = await platform.refusal(.enableUser(EnableUser.Request(user: UserSelector(name: "bob"), isEnabled: false)))
            #expect(unknown.code == 8 && unknown.field == "name")
        }
    }

    @Test func grantsAreListedAndTakenBack() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            let alice = UserSelector(name: "alice")
            let revoke = OperatorRequest.revokeGrant(RevokeGrantForOperator.Request(user: alice, appID: "shop"))
            #expect(await platform.refusal(revoke).code == 11_015)
            let nowhere = OperatorRequest.revokeGrant(RevokeGrantForOperator.Request(user: alice, appID: "none"))
            #expect(await platform.refusal(nowhere).code == 11_003)
            guard case .grants(let none) = try await platform.operators.perform(.listGrants(alice)) else {
                throw CancellationError()
            }
            #expect(none.isEmpty)

            let user = try #require(try await platform.platform.store.user(named: "alice"))
            let app = try #require(AppID("shop"))
            let grant = Grant(app: app, user: user.id, scopes: ScopeSet([.signIn, .readSpotAssets]))
            try await platform.platform.change(.setGrant(grant))
            let reply = try await platform.operators.perform(.listGrants(alice))
            guard case .grants(let grants) = reply, let listed = grants.first else { throw CancellationError() }
            #expect(grants.count == 1 && listed.scopes == [1, 7] && listed.appID == "shop" && listed.openID == grant.openID.text)
            #expect(listed.unionID == grant.unionID.text && listed.uid == user.id.number)
            #expect(reply.text.contains("SCOPES") && reply.text.contains("1,7"))

            for _ in 0..<2 {
                let revoked = try await platform.operators.perform(revoke)
                guard case .grant(let left) = revoked else { throw CancellationError() }
                #expect(left.scopes.isEmpty && left.openID == grant.openID.text)
                #expect(revoked.text.contains("allows the app shop nothing any more"))
            }
            #expect(try await platform.operators.perform(.listGrants(alice)).text.contains("taken back"))
        }
    }

    @Test func pricesAreSetAndListed() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            try await platform.perform(.createCoin(CreateCoin.Request(coinCode: "btc", fractionDigits: 8)))
            func set(_ symbol: String, _ price: String) -> OperatorRequest {
                .setPrice(SetPrice.Request(symbol: symbol, closePrice: price))
            }
            let rows: [(String, String, String)] = [
                ("btc_usdt", "1", "symbol"), ("BTC", "1", "symbol"), ("BTC_USDT_DT", "1", "symbol"), ("BTC_BTC", "1", "symbol"),
                ("", "1", "symbol"), ("BTC-USDT", "1", "symbol"), ("BTC_USDT", "0", "close_price"), ("BTC_USDT", "-1", "close_price"),
                ("BTC_USDT", "1e3", "close_price"), ("BTC_USDT", "", "close_price"), ("BTC_USDT", "0.0000000000000000001", "close_price"),
            ]
            for (symbol, price, field) in rows {
                let refusal = await platform.refusal(set(symbol, price))
                #expect(refusal.code == 8 && refusal.field == field, "\(symbol) \(price): \(refusal)")
            }
            for symbol in ["ETH_USDT", "BTC_ETH", "_USDT", "BTC_"] {
                let refusal = await platform.refusal(set(symbol, "1"))
                #expect(refusal.code == 8 || refusal.code == 11_031, "\(symbol): \(refusal)")
            }
            let first = try await platform.perform(set("BTC_USDT", "64000.50"))
            #expect(first["symbol"] as? String == "BTC_USDT" && first["close_price"] as? String == "64000.5")
            let reply = try await platform.operators.perform(set("BTC_USDT", "65000"))
            #expect(reply.text == "BTC_USDT is at 65000 now.")
            try await platform.perform(set("USDT_BTC", "0.00001"))
            let list = try await platform.operators.perform(.listPrices)
            guard case .prices(let prices) = list else { throw CancellationError() }
            #expect(prices.map(\.symbol) == ["BTC_USDT", "USDT_BTC"] && prices.map(\.closePrice) == ["65000", "0.00001"])
            #expect(list.text.contains("CLOSE_PRICE") && list.text.contains("0.00001"))
        }
    }

    @Test func moneyMovesBetweenAccountsOnceForEachReference() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            try await platform.perform(platform.deposit("10", to: "alice", reference: "in"))
            func transfer(_ volume: String, _ reference: String, from account: String = "spot", name: String = "alice") -> OperatorRequest {
                let selector = AccountSelector(user: UserSelector(name: name), coinCode: "usdt", account: account)
                return .transferMoney(TransferMoney.Request(account: selector, volume: volume, reference: reference))
            }
            let first = try await platform.operators.perform(transfer("4", "t1"))
            guard case .transfer(let done) = first else { throw CancellationError() }
            #expect(done.from == "spot" && done.to == "open" && done.volume == "4" && !done.isRepeated)
            #expect(done.balances.map(\.total) == ["6", "4"] && done.balances.map(\.account) == ["spot", "open"])
            #expect(first.text.contains("spot") && first.text.contains("open") && first.text.contains("4 usdt"))
            let again = try await platform.perform(transfer("4.000000", "t1"))
            #expect(again["repeated"] as? Bool == true)

            for other in [
                transfer("5", "t1"), transfer("4", "t1", from: "open"), transfer("4", "t1", name: "shop-manager"), transfer("4", "in"),
                platform.deposit("4", to: "alice", reference: "t1"),
            ] {
                let refusal = await platform.refusal(other)
                #expect(refusal.code == 8 && refusal.field == "reference")
            }
            #expect(await platform.refusal(transfer("6.000001", "t2")).code == 4_000)
            #expect(await platform.refusal(transfer("4.000001", "t2", from: "open")).code == 4_000)
            for volume in ["0", "-1", "1.0000001", ""] { #expect(await platform.refusal(transfer(volume, "t2")).field == "volume") }
            #expect(await platform.refusal(transfer("1", "t2", from: "savings")).code == 8)
            let back = try await platform.perform(transfer("4", "t2", from: "open"))
            #expect(back["from"] as? String == "open" && back["to"] as? String == "spot")
            #expect(try await platform.holding("alice")?.total == "10")
            #expect(try await platform.platform.store.proveLedger().holds)
        }
    }

    @Test func loginAddressesOfAnAppAreExactAndSafe() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            func set(_ urls: [String]) -> OperatorRequest {
                var request = ChangeApp.Request(appID: "shop")
                request.loginURLs = urls
                return .changeApp(request)
            }
            for url in [
                "https://shop.example/in?x=1", "https://shop.example/in#f", "http://shop.example/in", "ftp://shop.example/in",
                "shop.example",
                "https://user@shop.example/in", "javascript:alert(1)", "",
            ] {
                let refusal = await platform.refusal(set([url]))
                #expect(refusal.code == 8 && refusal.field == "login_urls", "\(url): \(refusal)")
            }
            let tooMany = (0..<51).map { "https://shop.example/\($0)" }
            #expect(await platform.refusal(set(tooMany)).field == "login_urls")
            let urls = ["https://shop.example/in", "http://127.0.0.1:3000/in", "https://shop.example/in"]
            let changed = try await platform.perform(set(urls))
            #expect(changed["login_urls"] as? [String] == ["https://shop.example/in", "http://127.0.0.1:3000/in"])
            let text = try await platform.operators.perform(.showApp(ShowApp.Request(appID: "shop"))).text
            #expect(text.contains("https://shop.example/in"))
            #expect(try await platform.perform(set([]))["login_urls"] as? [String] == [])
        }
    }
}
