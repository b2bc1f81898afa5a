import PayCore

@testable import PayHTTP

/// The texts that speak of something, by their paths in ``PageTexts``, each called with all that a language may word differently. A
/// text that is a function and has no line here fails ``PageTextsTests``.
enum SpokenTexts {
    private static let name = "Sandbox Shop"
    private static let user = "alice"
    private static let time = SamplePages.now
    private static let amount = PageAmount(canonical: "1234567.89", coinCode: "usdt")
    /// None, one, two and many, which some languages tell apart.
    private static let counts = [0, 1, 2, 5]

    static let all: [String: @Sendable (PageTexts) -> [Any]] = [
        "summary.title": { [$0.summary.title(amount, name)] },
        "summary.confirmBy": { [$0.summary.confirmBy(time)] },
        "summary.timeLeft": { texts in counts.map { texts.summary.timeLeft($0) } },
        "summary.signedInAs": { [$0.summary.signedInAs(user)] },
        "pay.confirmButton": { [$0.pay.confirmButton(amount)] },
        "pay.wrongTradePassword": { texts in counts.map { texts.pay.wrongTradePassword($0) } },
        "authorise.title": { [$0.authorise.title(name)] },
        "authorise.scope": { texts in Scope.allCases.map { texts.authorise.scope($0) } },
        "authorise.revokeHint": { [$0.authorise.revokeHint(name)] },
        "money.available": { [$0.money.available(amount)] },
        "money.amountHint": { texts in counts.map { texts.money.amountHint($0) } },
        "money.amountTooFine": { texts in counts.map { texts.money.amountTooFine($0) } },
        "money.notAvailable": { [$0.money.notAvailable(amount)] },
        "money.tradePasswordWrong": { texts in counts.map { texts.money.tradePasswordWrong($0) } },
        "history.cutShort": { texts in [texts.history.cutShort(2_000)] },
        "history.paidTo": { [$0.history.paidTo(name)] },
        "history.receivedFrom": { [$0.history.receivedFrom(name)] },
        "history.refundFrom": { [$0.history.refundFrom(name)] },
        "receipt.holder": { [$0.receipt.holder("1000001")] },
        "endings.tradePasswordLocked": { [$0.endings.tradePasswordLocked(time)] },
        "endings.balanceTooSmall": { [$0.endings.balanceTooSmall(amount, amount)] },
        "endings.payerIsPayee": { [$0.endings.payerIsPayee(name)] },
        "endings.belongsToAnother": { [$0.endings.belongsToAnother(name, user)] },
        "endings.paidByAnother": { [$0.endings.paidByAnother(name, user)] },
        "endings.alreadyPaid": { [$0.endings.alreadyPaid(amount, name)] },
        "endings.cancelled": { [$0.endings.cancelled(name)] },
        "endings.failed": { [$0.endings.failed(name)] },
        "endings.expired": { [$0.endings.expired(name, time)] },
        "endings.appDisabled": { [$0.endings.appDisabled(name)] },
        "endings.coinNotAllowed": { [$0.endings.coinNotAllowed(name, "USDT")] },
        "endings.payeeCannotReceive": { [$0.endings.payeeCannotReceive(name)] },
        "endings.tooManySignInsUntil": { [$0.endings.tooManySignInsUntil(time)] },
        "endings.moment": { [$0.endings.moment(time)] },
        "endings.reference": { [$0.endings.reference("8f14e45fceea167a")] },
        "endings.returnButton": { [$0.endings.returnButton(name)] },
    ]
}
