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
            users.insert(answer.user)
            accounts.insert(.user(answer.user, .spot, answer.coin))
            accounts.insert(.commission(answer.coin))
            if let app { accounts.insert(.user(app.manager, .spot, answer.coin)) }
        case .cancelPayment(let answer):
            orders.insert(answer.key)
        case .payUser(let pay):
            orders.insert(pay.key)
            users.insert(pay.user)
            accounts.insert(.user(pay.user, .spot, pay.coin))
            dailyPayOuts.insert(DailyPayOutKey(app: pay.key.app, coin: pay.coin))
            if let app { accounts.insert(.user(app.manager, .spot, pay.coin)) }
        case .endReview(let review):
            orders.insert(review.key)
            users.insert(review.user)
            accounts.insert(.user(review.user, .spot, review.coin))
            if let app { accounts.insert(.user(app.manager, .spot, review.coin)) }
        case .move(let movement):
            accounts.insert(movement.account)
            accounts.insert(.issuance(movement.account.coin))
            references.insert(movement.reference)
            insertOwner(of: movement.account)
        case .hold(let hold):
            accounts.insert(hold.account)
            references.insert(hold.reference)
            insertOwner(of: hold.account)
        case .releaseHold(let reference, let account):
            accounts.insert(account)
            references.insert(reference)
        }
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
        case .confirmPayment(let answer), .cancelPayment(let answer): answer.key.app
        case .payUser(let pay): pay.key.app
        case .endReview(let review): review.key.app
        case .move, .hold, .releaseHold: nil
        }
    }
}
