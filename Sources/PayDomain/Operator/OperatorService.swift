/// Carries out what operators ask, whether the request came from another process or from this one.
package struct OperatorService: Sendable {
    private let platform: Platform
    private let rules: OperatorRules

    package init(platform: Platform, rules: OperatorRules) {
        self.platform = platform
        self.rules = rules
    }

    /// - Throws: ``OperatorRefusal``, and then nothing has changed. Any other error is the store's.
    package func perform(_ request: OperatorRequest) async throws -> OperatorReply {
        // What another node has changed a moment ago counts here too. Whatever a change of the directory rests on it looks at once more, in
        // the change's own transaction.
        try await platform.refreshDirectory()
        return try await carryOut(request)
    }

    private func carryOut(_ request: OperatorRequest) async throws -> OperatorReply {
        switch request {
        case .listCompanies: return .companies(ListCompanies(platform).run())
        case .showApp(let request): return .app(try ShowApp(platform).run(request))
        case .listApps: return .apps(ListApps(platform).run())
        case .listKeys(let appID): return .keys(try ListKeys(platform).run(appID: appID))
        case .listCoins: return .coins(ListCoins(platform).run())
        case .showUser(let selector): return .user(try await ShowUser(platform).run(selector))
        case .listUsers(let limit):
            let page = try await ListUsers(platform).run(limit: limit)
            return .users(page.users, more: page.more)
        case .listGrants(let selector): return .grants(try await ListGrants(platform).run(selector))
        case .listPrices: return .prices(ListAllPrices(platform).run())
        case .listReviews(let limit):
            let page = try await ListReviews(platform).run(limit: limit)
            return .payOuts(page.payOuts, more: page.more)
        case .listCallbacks(let request):
            let page = try await ListCallbacks(platform).run(request)
            return .callbacks(page.callbacks, more: page.more)
        case .showCallback(let selector): return .callback(try await ShowCallback(platform).run(selector))
        case .redoCallback(let selector): return .redoneCallback(try await RedoCallbackForOperator(platform).run(selector))
        case .replayCallbacks(let request): return .replayedCallbacks(try await ReplayCallbacks(platform).run(request))
        case .verifyReceipt(let code): return .receipt(try await CheckReceipt(platform).run(code: code))
        case .auditLedger: return .audit(try await AuditLedger(platform).run())
        case .createCompany(let request): return .company(try await CreateCompany(platform).run(request))
        case .createApp(let request): return .newApp(try await CreateApp(platform, rules: rules).run(request))
        case .changeApp(let request): return .app(try await ChangeApp(platform, rules: rules).run(request))
        case .createKey(let request): return .newKey(try await CreateKey(platform, rules: rules).run(request))
        case .changeKey(let request): return .key(try await ChangeKey(platform, rules: rules).run(request))
        case .createCoin(let request): return .coin(try await CreateCoin(platform).run(request))
        case .createUser(let request): return .newUser(try await CreateUser(platform).run(request))
        case .setPassword(let request): return .user(try await SetPassword(platform).run(request))
        case .setTradePassword(let request): return .user(try await SetTradePassword(platform).run(request))
        case .freezePayments(let request): return .user(try await FreezePayments(platform).run(request))
        case .enableUser(let request): return .user(try await EnableUser(platform).run(request))
        case .revokeGrant(let request): return .grant(try await RevokeGrantForOperator(platform).run(request))
        case .setPrice(let request): return .price(try await SetPrice(platform).run(request))
        case .moveMoney(let request): return .movement(try await MoveMoney(platform).run(request))
        case .transferMoney(let request): return .transfer(try await TransferMoney(platform).run(request))
        case .holdBalance(let request): return .hold(try await HoldBalance(platform).run(request))
        case .releaseHold(let request): return .hold(try await ReleaseHold(platform).run(request))
        case .endReview(let request): return .payOut(try await EndReview(platform).run(request))
        }
    }
}
