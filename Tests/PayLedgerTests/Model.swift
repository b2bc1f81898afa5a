import PayCore
import PayLedger

/// What the ledger should do, written again in the plainest way: one dictionary of numbers, no postings, no batches. It shares nothing
/// with the ledger but the types of its inputs.
struct Model {
    struct Holding: Equatable {
        var total: Int128 = 0
        var frozen: Int128 = 0
    }

    struct Paid {
        let user: Int64
        let manager: Int64
        let coin: Int
        let volume: Int128
        let desc: String
        let isPayOut: Bool
        var status: Int
        /// 1 spot, 2 open.
        var book = 1
        /// Of a return: what it gives back.
        var original: String?
        /// Of a payment: what was given back.
        var returned: Int128 = 0
    }

    struct PayToken {
        let app: String
        let user: Int64
        let expires: Int64
    }

    struct Applied {
        let coin: Int
        let volume: Int128
        let desc: String
        let only: Int64?
        var code: [UInt8]
        var expires: Int64
        var isCancelled = false
    }

    struct Entry: Equatable {
        let what: String
        let account: String
        let volume: Int128
        var isOpen = true
    }

    static let limit: Int128 = 99_999_999_999_999_999_999_999_999_999_999_999_999

    var holdings: [String: Holding] = [:]
    var paid: [String: Paid] = [:]
    var applied: [String: Applied] = [:]
    var entries: [String: Entry] = [:]
    var paidOut: [String: Int128] = [:]
    var payTokens: [[UInt8]: PayToken] = [:]
    /// By app, user and coin.
    var caps: [String: Int128] = [:]
    /// Where a cap was ever set, by the same.
    var counted: Set<String> = []
    /// What apps have taken out of open accounts, by the same and the day.
    var taken: [String: Int128] = [:]
    var frozenUsers: Set<Int64> = []
    /// Until when users pay nothing after a change of their trade passwords.
    var frozenUntil: [Int64: Int64] = [:]
    var knownUsers: Set<Int64> = []
    /// How often each user was changed.
    var changesOfUser: [Int64: Int64] = [:]
    var managers: [String: Int64] = [:]
    var disabledApps: Set<String> = []
    /// In millionths.
    var cutRates: [String: Int] = [:]
    var coinsOfApp: [String: Set<Int>] = [:]
    var dailyLimits: [String: Int128] = [:]
    var reviewLimits: [String: Int128] = [:]
    var now: Int64 = 0

    static func name(_ owner: Int64, _ book: Int, _ coin: Int) -> String { "\(owner)/\(book)/\(coin)" }
    static func name(_ key: AccountKey) -> String { name(key.owner.number, key.book.rawValue, key.coin.number) }

    /// What becomes of the command, in one word.
    mutating func apply(_ command: LedgerCommand) -> String {
        switch command {
        case .applyForPayment(let apply): applyForPayment(apply)
        case .confirmPayment(let answer): confirm(answer)
        case .cancelPayment(let order): cancel(order)
        case .payUser(let pay): payUser(pay)
        case .payApp(let pay): payApp(pay)
        case .returnPayment(let payment): returnPayment(payment)
        case .endReview(let review): endReview(review)
        case .move(let movement): move(movement)
        case .transfer(let transfer): self.transfer(transfer)
        case .hold(let hold): self.hold(hold)
        case .releaseHold(let reference, let account): release(reference.text, Self.name(account))
        }
    }

    private mutating func applyForPayment(_ apply: LedgerCommand.ApplyForPayment) -> String {
        let (app, key) = (apply.key.app.text, "\(apply.key.app)/\(apply.key.tradeNo)")
        let coin = apply.terms.coin.number
        if disabledApps.contains(app) { return "appDisabled" }
        if paid[key] != nil { return "exists" }
        if let old = applied[key] {
            let same =
                old.coin == coin && old.volume == apply.terms.volume.units && old.desc == apply.terms.texts.desc
                && old.only == apply.terms.onlyUser?.number
            if !same { return "exists" }
        }
        if coinsOfApp[app]?.contains(coin) != true { return "coin" }
        if let only = apply.terms.onlyUser, !knownUsers.contains(only.number) { return "userUnknown" }
        applied[key] = Applied(
            coin: coin, volume: apply.terms.volume.units, desc: apply.terms.texts.desc, only: apply.terms.onlyUser?.number,
            code: apply.codeHash, expires: now / 1_000_000_000 + apply.lifetimeSeconds
        )
        return "applied"
    }

    /// By 256-bit arithmetic, unlike the ledger's.
    private func cut(of volume: Int128, rate: Int128) -> Int128 {
        Int128(1_000_000).dividingFullWidth(volume.multipliedFullWidth(by: rate)).quotient
    }

    private func answerable(_ order: OrderKey, _ code: [UInt8], _ user: Int64?) -> String? {
        let key = "\(order.app)/\(order.tradeNo)"
        guard let old = applied[key], old.code == code else { return "codeUnknown" }
        if let order = paid[key] { return order.user == user ? "answered" : "answeredByAnother" }
        if old.isCancelled { return "cancelled" }
        if let only = old.only, only != user { return "namedForAnother" }
        if now >= old.expires * 1_000_000_000 { return "expired" }
        return nil
    }

    private mutating func confirm(_ answer: LedgerCommand.AnswerPayment) -> String {
        if let ending = answerable(answer.key, answer.codeHash, answer.user.number) { return ending }
        let app = answer.key.app.text
        let key = "\(app)/\(answer.key.tradeNo)"
        let user = answer.user.number
        guard let old = applied[key], let manager = managers[app] else { return "impossible" }
        if disabledApps.contains(app) { return "appDisabled" }
        if !knownUsers.contains(user) { return "userUnknown" }
        if frozenUsers.contains(user) { return "frozen" }
        if now < frozenUntil[user] ?? 0 { return "tradePasswordChanged" }
        if answer.payerVersion != changesOfUser[user] { return "payerChanged" }
        if user == manager { return "payerIsPayee" }
        if coinsOfApp[app]?.contains(old.coin) != true { return "coin" }
        let cut = cut(of: old.volume, rate: Int128(cutRates[app] ?? 0))
        if let shown = answer.cut, shown.units != cut { return "cutChanged" }
        let payer = Self.name(user, 1, old.coin)
        let have = holdings[payer] ?? Holding()
        let succeeded = have.total - have.frozen >= old.volume
        paid[key] = Paid(
            user: user, manager: manager, coin: old.coin, volume: old.volume, desc: old.desc, isPayOut: false, status: succeeded ? 1 : 2
        )
        guard succeeded else { return "order2" }
        add(-old.volume, to: payer)
        add(old.volume - cut, to: Self.name(manager, 1, old.coin))
        if cut > 0 { add(cut, to: Self.name(-1, 1, old.coin)) }
        return "order1"
    }

    private mutating func cancel(_ cancel: LedgerCommand.CancelPayment) -> String {
        let key = "\(cancel.key.app)/\(cancel.key.tradeNo)"
        if let old = applied[key], old.isCancelled, old.code == cancel.codeHash { return "cancelledNow" }
        if let ending = answerable(cancel.key, cancel.codeHash, cancel.user?.number) { return ending }
        applied[key]?.isCancelled = true
        return "cancelledNow"
    }

    private mutating func payUser(_ pay: LedgerCommand.PayUser) -> String {
        let (app, user, coin, volume) = (pay.key.app.text, pay.user.number, pay.coin.number, pay.volume.units)
        let key = "\(app)/\(pay.key.tradeNo)"
        if let old = paid[key] {
            let same =
                old.isPayOut && old.original == nil && old.book == pay.book.rawValue && old.user == user && old.coin == coin
                && old.volume == volume && old.desc == pay.texts.desc
            return same ? "existsSame" : "exists"
        }
        if applied[key] != nil { return "exists" }
        guard !disabledApps.contains(app), let manager = managers[app] else { return "appDisabled" }
        if coinsOfApp[app]?.contains(coin) != true { return "coin" }
        if !knownUsers.contains(user) { return "userUnknown" }
        if user == manager { return "payerIsPayee" }
        if frozenUsers.contains(user) { return "frozen" }
        let counter = "\(app)/\(coin)/\(now / 86_400_000_000_000)"
        let sum = (paidOut[counter] ?? 0) + volume
        if sum > Self.limit { return "tooLarge" }
        if let limit = dailyLimits["\(app)/\(coin)"], sum > limit { return "dailyLimit" }
        let waits = reviewLimits["\(app)/\(coin)"].map { volume > $0 } ?? false
        let payer = Self.name(manager, pay.book.rawValue, coin)
        let have = holdings[payer] ?? Holding()
        if have.total - have.frozen < volume { return "balance" }
        paidOut[counter] = sum
        if waits {
            holdings[payer, default: Holding()].frozen += volume
        } else {
            add(-volume, to: payer)
            add(volume, to: Self.name(user, pay.book.rawValue, coin))
        }
        paid[key] = Paid(
            user: user, manager: manager, coin: coin, volume: volume, desc: pay.texts.desc, isPayOut: true, status: waits ? 3 : 1,
            book: pay.book.rawValue
        )
        return waits ? "order3" : "order1"
    }

    private mutating func payApp(_ pay: LedgerCommand.PayApp) -> String {
        let (app, user, coin, volume) = (pay.key.app.text, pay.user.number, pay.coin.number, pay.volume.units)
        let key = "\(app)/\(pay.key.tradeNo)"
        if let old = paid[key] {
            let same =
                !old.isPayOut && old.book == 2 && old.user == user && old.coin == coin && old.volume == volume
                && old.desc == pay.texts.desc
            return same ? "existsSame" : "exists"
        }
        if applied[key] != nil { return "exists" }
        guard !disabledApps.contains(app), let manager = managers[app] else { return "appDisabled" }
        if coinsOfApp[app]?.contains(coin) != true { return "coin" }
        if !knownUsers.contains(user) { return "userUnknown" }
        guard let token = payTokens[pay.payToken.bytes], token.app == app, token.user == user, now < token.expires else {
            return "payTokenUnknown"
        }
        if user == manager { return "payerIsPayee" }
        if frozenUsers.contains(user) { return "frozen" }
        if now < frozenUntil[user] ?? 0 { return "tradePasswordChanged" }
        let pair = "\(app)/\(user)/\(coin)"
        let today = "\(pair)/\(now / 86_400_000_000_000)"
        let sum = (taken[today] ?? 0) + volume
        if counted.contains(pair), sum > Self.limit { return "tooLarge" }
        if let cap = caps[pair], sum > cap { return "spendingCap" }
        let have = holdings[Self.name(user, 2, coin)] ?? Holding()
        if have.total - have.frozen < volume { return "balance" }
        taken[today] = sum
        let cut = cut(of: volume, rate: Int128(cutRates[app] ?? 0))
        add(-volume, to: Self.name(user, 2, coin))
        add(volume - cut, to: Self.name(manager, 2, coin))
        if cut > 0 { add(cut, to: Self.name(-1, 1, coin)) }
        paid[key] = Paid(
            user: user, manager: manager, coin: coin, volume: volume, desc: pay.texts.desc, isPayOut: false, status: 1, book: 2
        )
        return "order1"
    }

    private mutating func returnPayment(_ payment: LedgerCommand.ReturnPayment) -> String {
        let app = payment.key.app.text
        let (key, originalKey) = ("\(app)/\(payment.key.tradeNo)", "\(app)/\(payment.original.tradeNo)")
        func share(of volume: Int128) -> Int128 {
            switch payment.share {
            case .volume(let amount): return amount.units
            case .rate(let rate):
                let whole = Int128(1_000_000_000_000_000_000)
                return whole.dividingFullWidth(volume.multipliedFullWidth(by: rate.units)).quotient
            }
        }
        if let old = paid[key] {
            guard let original = paid[originalKey], old.original == originalKey else { return "exists" }
            return old.volume == share(of: original.volume) && old.desc == payment.texts.desc ? "existsSame" : "exists"
        }
        if applied[key] != nil { return "exists" }
        if disabledApps.contains(app) { return "appDisabled" }
        guard let original = paid[originalKey] else { return "originalUnknown" }
        if original.isPayOut { return "originalIsNoPayment" }
        if original.status != 1 { return "originalDidNotSucceed" }
        let volume = share(of: original.volume)
        if volume == 0 { return "returnTooSmall" }
        if original.returned + volume > original.volume { return "returnsExceedVolume" }
        if !knownUsers.contains(original.user) { return "userUnknown" }
        if frozenUsers.contains(original.user) { return "frozen" }
        let payer = Self.name(original.manager, original.book, original.coin)
        let have = holdings[payer] ?? Holding()
        if have.total - have.frozen < volume { return "balance" }
        add(-volume, to: payer)
        add(volume, to: Self.name(original.user, original.book, original.coin))
        paid[originalKey]?.returned += volume
        paid[key] = Paid(
            user: original.user, manager: original.manager, coin: original.coin, volume: volume, desc: payment.texts.desc, isPayOut: true,
            status: 1, book: original.book, original: originalKey
        )
        return "order1"
    }

    private mutating func transfer(_ transfer: LedgerCommand.Transfer) -> String {
        let source = Self.name(transfer.user.number, transfer.from.rawValue, transfer.coin.number)
        let entry = Entry(what: "transfer", account: source, volume: transfer.volume.units)
        if let old = entries[transfer.reference.text] { return old == entry ? "repeat" : "referenceUsed" }
        if !knownUsers.contains(transfer.user.number) { return "userUnknown" }
        if transfer.from == .spot, now < frozenUntil[transfer.user.number] ?? 0 { return "tradePasswordChanged" }
        let have = holdings[source] ?? Holding()
        if have.total - have.frozen < transfer.volume.units { return "balance" }
        entries[transfer.reference.text] = entry
        add(-transfer.volume.units, to: source)
        add(transfer.volume.units, to: Self.name(transfer.user.number, transfer.to.rawValue, transfer.coin.number))
        return "entered"
    }

    private mutating func endReview(_ review: LedgerCommand.EndReview) -> String {
        let key = "\(review.key.app)/\(review.key.tradeNo)"
        guard let order = paid[key] else { return "orderUnknown" }
        if order.status != 3 { return "notWaiting" }
        if review.approve, !knownUsers.contains(order.user) { return "userUnknown" }
        if review.approve, frozenUsers.contains(order.user) { return "frozen" }
        let payer = Self.name(order.manager, order.book, order.coin)
        holdings[payer, default: Holding()].frozen -= order.volume
        if review.approve {
            add(-order.volume, to: payer)
            add(order.volume, to: Self.name(order.user, order.book, order.coin))
        }
        paid[key]?.status = review.approve ? 1 : 2
        return review.approve ? "order1" : "order2"
    }

    private mutating func move(_ movement: LedgerCommand.Movement) -> String {
        let isDeposit = movement.kind == .deposit
        let account = Self.name(movement.account)
        let entry = Entry(what: isDeposit ? "deposit" : "withdrawal", account: account, volume: movement.volume.units)
        if let old = entries[movement.reference.text] { return old == entry ? "repeat" : "referenceUsed" }
        if !knownUsers.contains(movement.account.owner.number) { return "userUnknown" }
        let have = holdings[account] ?? Holding()
        let issuance = Self.name(0, 1, movement.account.coin.number)
        let signed = isDeposit ? movement.volume.units : -movement.volume.units
        if have.total + signed > Self.limit || (holdings[issuance]?.total ?? 0) - signed < -Self.limit { return "tooLarge" }
        if have.total + signed < have.frozen { return "balance" }
        entries[movement.reference.text] = entry
        add(signed, to: account)
        add(-signed, to: issuance)
        return "entered"
    }

    private mutating func hold(_ hold: LedgerCommand.Hold) -> String {
        let account = Self.name(hold.account)
        let entry = Entry(what: "hold", account: account, volume: hold.volume.units)
        if let old = entries[hold.reference.text] { return old == entry ? "repeat" : "referenceUsed" }
        if !knownUsers.contains(hold.account.owner.number) { return "userUnknown" }
        let have = holdings[account] ?? Holding()
        if have.frozen + hold.volume.units > have.total { return have.frozen + hold.volume.units > Self.limit ? "tooLarge" : "balance" }
        entries[hold.reference.text] = entry
        holdings[account, default: Holding()].frozen += hold.volume.units
        return "entered"
    }

    private mutating func release(_ reference: String, _ account: String) -> String {
        guard let entry = entries[reference], entry.what == "hold", entry.account == account else { return "holdUnknown" }
        guard entry.isOpen else { return "repeat" }
        entries[reference]?.isOpen = false
        holdings[account, default: Holding()].frozen -= entry.volume
        return "entered"
    }

    private mutating func add(_ delta: Int128, to account: String) { holdings[account, default: Holding()].total += delta }
}

/// The ledger's answer in the model's words.
func word(_ result: Result<LedgerOutcome, LedgerRefusal>) -> String {
    switch result {
    case .success(.application): "applied"
    case .success(.order(let order)): "order\(order.status.rawValue)"
    case .success(.entered(let isRepeat)): isRepeat ? "repeat" : "entered"
    case .success(.cancelled): "cancelledNow"
    case .failure(let refusal):
        switch refusal {
        case .paymentExists(let order): order == nil ? "exists" : "existsSame"
        case .balanceTooSmall: "balance"
        case .payerIsPayee: "payerIsPayee"
        case .userUnknown: "userUnknown"
        case .paymentsFrozen: "frozen"
        case .tradePasswordChanged: "tradePasswordChanged"
        case .coinNotAllowed: "coin"
        case .dailyLimit: "dailyLimit"
        case .spendingCap: "spendingCap"
        case .appDisabled: "appDisabled"
        case .amountTooLarge: "tooLarge"
        case .codeUnknown: "codeUnknown"
        case .codeExpired: "expired"
        case .cancelled: "cancelled"
        case .namedForAnother: "namedForAnother"
        case .answeredByAnother: "answeredByAnother"
        case .alreadyAnswered: "answered"
        case .payerChanged: "payerChanged"
        case .cutChanged: "cutChanged"
        case .payTokenUnknown: "payTokenUnknown"
        case .originalUnknown: "originalUnknown"
        case .originalDidNotSucceed: "originalDidNotSucceed"
        case .originalIsNoPayment: "originalIsNoPayment"
        case .returnsExceedVolume: "returnsExceedVolume"
        case .returnTooSmall: "returnTooSmall"
        case .orderUnknown: "orderUnknown"
        case .notWaitingForReview: "notWaiting"
        case .referenceUsed: "referenceUsed"
        case .holdUnknown: "holdUnknown"
        }
    }
}
