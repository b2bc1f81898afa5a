/// Everything that an operator can ask of a platform, as the command line sends it.
package enum OperatorRequest: Codable, Sendable {
    case createCompany(CreateCompany.Request)
    case listCompanies

    case createApp(CreateApp.Request)
    case changeApp(ChangeApp.Request)
    case showApp(ShowApp.Request)
    case listApps

    case createKey(CreateKey.Request)
    case changeKey(ChangeKey.Request)
    case listKeys(appID: String?)

    case createCoin(CreateCoin.Request)
    case listCoins

    case createUser(CreateUser.Request)
    case setPassword(SetPassword.Request)
    case setTradePassword(SetTradePassword.Request)
    case freezePayments(FreezePayments.Request)
    case enableUser(EnableUser.Request)
    case showUser(UserSelector)
    case listUsers(limit: Int)

    case listGrants(UserSelector)
    case revokeGrant(RevokeGrantForOperator.Request)

    case setPrice(SetPrice.Request)
    case listPrices

    case moveMoney(MoveMoney.Request)
    case transferMoney(TransferMoney.Request)
    case holdBalance(HoldBalance.Request)
    case releaseHold(ReleaseHold.Request)

    case listReviews(limit: Int)
    case endReview(EndReview.Request)

    case listCallbacks(ListCallbacks.Request)
    case showCallback(OrderSelector)
    case redoCallback(OrderSelector)
    case replayCallbacks(ReplayCallbacks.Request)

    case verifyReceipt(code: String)

    case auditLedger

    /// Whether it may take minutes.
    package var isLong: Bool { if case .auditLedger = self { true } else { false } }

    /// The name of the operation alone, for logs: what it is done with may be secret.
    package var operation: String { Mirror(reflecting: self).children.first?.label ?? "\(self)" }
}

/// What came of it.
package enum OperatorReply: Codable, Sendable {
    case company(CompanyReply)
    case companies([CompanyReply])
    /// An app that was just made.
    case newApp(AppReply)
    case app(AppReply)
    case apps([AppReply])
    /// A key that was just made, with its secret.
    case newKey(KeyReply)
    case key(KeyReply)
    case keys([KeyReply])
    case coin(CoinReply)
    case coins([CoinReply])
    case newUser(UserReply)
    case user(UserReply)
    case users([UserReply], more: Bool)
    case grant(GrantReply)
    case grants([GrantReply])
    case price(PriceReply)
    case prices([PriceReply])
    case movement(MovementReply)
    case transfer(TransferReply)
    case hold(HoldReply)
    case payOut(PayOutReply)
    case payOuts([PayOutReply], more: Bool)
    case callbacks([CallbackReply], more: Bool)
    case callback(CallbackHistoryReply)
    case redoneCallback(CallbackReply)
    case replayedCallbacks(ReplayCallbacks.Reply)
    case receipt(ReceiptReply)
    case audit(AuditReply)
}
