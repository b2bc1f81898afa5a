import PayCore
import PayDomain
import PayLedger
import PayStorePostgres
import TestSupport
import Testing

/// Operators at two nodes at the same time: neither undoes what the other does, and rules hold over both.
@Suite(.timeLimit(.minutes(2))) struct OperatorRaceTests {
    @Test func bindingAKeyDoesNotUndoItsDisabling() async throws {
        try await Nodes.with { nodes in
            for round in 1...40 {
                try await nodes.first.platform.change(.updateKey(Fixture.makeKey("shop-key", of: Fixture.shop)))
                let requests = [
                    ChangeKey.Request(accessKey: "shop-key", isEnabled: false),
                    ChangeKey.Request(accessKey: "shop-key", boundAddresses: ["203.0.113.7"]),
                ]
                // Each command comes to each node.
                _ = try await nodes.race(2) { node, number in
                    try await node.perform(.changeKey(requests[(number + round) % 2]))
                }
                let key = try #require(try await nodes.second.store.loadDirectory().keys["shop-key"])
                #expect(!key.isEnabled && key.boundAddresses == ["203.0.113.7"], "round \(round)")
            }
        }
    }

    @Test func whatIsSetOfAnAppAtTheSameTimeIsAllSet() async throws {
        try await Nodes.with { nodes in
            for round in 1...20 {
                try await nodes.first.platform.change(.updateApp(Fixture.makeApp(Fixture.shop, manager: Fixture.manager)))
                _ = try await nodes.race(6) { node, number in
                    var request = ChangeApp.Request(appID: "shop")
                    switch number {
                    case 0: request.isEnabled = false
                    case 1: request.cutRate = "0.25"
                    case 2: request.callbackURL = "https://callback-\(round).example.com"
                    case 3: request.coins = ["gold"]
                    case 4: request.loginURLs = []
                    default: request.envelopeMember = "data"
                    }
                    return try await node.perform(.changeApp(request))
                }
                let app = try #require(try await nodes.second.store.loadDirectory().apps[Fixture.shop])
                #expect(!app.isEnabled && app.cutRate == CutRate("0.25") && app.coins.count == 1, "round \(round)")
                #expect(app.callbackURL == "https://callback-\(round).example.com" && app.loginURLs.isEmpty, "round \(round)")
                #expect(app.envelopeMember == .lowerCase, "round \(round)")
            }
        }
    }

    /// The fixture's app has a key already.
    @Test func anAppHasNoMoreKeysThanItMayHave() async throws {
        try await Nodes.with { nodes in
            let refusals = try await nodes.race(30) { node, _ in
                try await node.refusal(of: .createKey(CreateKey.Request(appID: "shop")))
            }
            #expect(refusals.filter { $0 == nil }.count == CreateKey.maximumEnabledKeys - 1)
            #expect(Set(refusals) == [nil, PlatformCode.tooManyKeys.rawValue])
            let keys = try await nodes.second.store.loadDirectory().keys.values.filter { $0.app == Fixture.shop }
            #expect(keys.count == CreateKey.maximumEnabledKeys)
        }
    }

    @Test func whatIsEnteredAtTheSameTimeIsEnteredOnce() async throws {
        try await Nodes.with { nodes in
            for round in 1...10 {
                let refusals = try await nodes.race(4) { node, _ in
                    try await node.refusal(of: .createApp(CreateApp.Request(appID: "app-\(round)", companyID: "company")))
                }
                #expect(
                    refusals.filter { $0 == nil }.count == 1 && Set(refusals) == [nil, PlatformCode.appExists.rawValue], "round \(round)")
            }
            // Each has a number of its own.
            _ = try await nodes.race(20) { node, number in
                try await node.perform(.createCoin(CreateCoin.Request(coinCode: "coin\(number)", fractionDigits: 2)))
            }
            #expect(try await nodes.first.store.loadDirectory().coins.count == 22)
        }
    }
}

extension Node {
    /// What an operator asks of this node.
    @discardableResult
    fileprivate func perform(_ request: OperatorRequest) async throws -> OperatorReply {
        let rules = OperatorRules(redirectOrigin: { $0 }, loginURL: { $0 }, callbackURL: { $0 }, address: { $0 })
        return try await OperatorService(platform: platform, rules: rules).perform(request)
    }

    /// - Returns: `nil` if it is carried out.
    fileprivate func refusal(of request: OperatorRequest) async throws -> Int? {
        do {
            try await perform(request)
            return nil
        } catch let refusal as OperatorRefusal {
            return refusal.code
        }
    }
}
