import PayCore

extension LedgerNeeds {
    /// Adds what `command` needs. `app` is the standing of the app that it names, if it names one.
    package mutating func insert(_ command: LedgerCommand, app: AppStanding?) {
        switch command {
        case .applyForPayment(let apply):
            orders.insert(apply.key)
            if let only = apply.terms.onlyUser { users.insert(only) }
        case .confirmPayment(let answer):
            orders.insert(answer.key)
            sharedAccounts.insert(.commission(answer.coin))
            insertSides(answer.user, app, .spot, answer.coin)
        case .cancelPayment(let cancel):
            orders.insert(cancel.key)
        case .payUser(let pay):
            orders.insert(pay.key)
            let counter = DailyPayOutKey(app: pay.key.app, coin: pay.coin)
            dailyPayOuts.insert(counter)
            if app?.coins[pay.coin]?.dailyLimit != nil { limitedPayOuts.insert(counter) }
            insertSides(pay.user, app, pay.book, pay.coin)
        case .payApp(let pay):
            orders.insert(pay.key)
            payTokens.insert(pay.payToken)
            spending.insert(pay.spendingKey)
            sharedAccounts.insert(.commission(pay.coin))
            insertSides(pay.user, app, .open, pay.coin)
        case .returnPayment(let payment):
            orders.insert(payment.key)
            orders.insert(payment.original)
            returns.insert(payment.original)
            insertSides(payment.user, app, payment.book, payment.coin)
        case .endReview(let review):
            orders.insert(review.key)
            insertSides(review.user, app, review.book, review.coin)
        case .move(let movement):
            accounts.insert(movement.account)
            accounts.insert(.issuance(movement.account.coin))
            references.insert(movement.reference)
            insertOwner(of: movement.account)
        case .transfer(let transfer):
            accounts.insert(.user(transfer.user, transfer.from, transfer.coin))
            accounts.insert(.user(transfer.user, transfer.to, transfer.coin))
            references.insert(transfer.reference)
            users.insert(transfer.user)
        case .hold(let hold):
            accounts.insert(hold.account)
            references.insert(hold.reference)
            insertOwner(of: hold.account)
        case .releaseHold(let reference, let account):
            accounts.insert(account)
            references.insert(reference)
        }
    }

    /// A user and an app's manager, between whom an order moves money.
    private mutating func insertSides(_ user: UserID, _ app: AppStanding?, _ book: Book, _ coin: CoinID) {
        users.insert(user)
        accounts.insert(.user(user, book, coin))
        if let app { sharedAccounts.insert(.user(app.manager, book, coin)) }
    }

    private mutating func insertOwner(of account: AccountKey) {
        if case .user(let uid) = account.owner { users.insert(uid) }
    }
}

extension LedgerCommand {
    /// The app that the command names, if it names one.
    package var app: AppID? {
        switch self {
        case .applyForPayment(let apply): apply.key.app
        case .confirmPayment(let answer): answer.key.app
        case .cancelPayment(let cancel): cancel.key.app
        case .payUser(let pay): pay.key.app
        case .payApp(let pay): pay.key.app
        case .returnPayment(let payment): payment.key.app
        case .endReview(let review): review.key.app
        case .move, .transfer, .hold, .releaseHold: nil
        }
    }
}
