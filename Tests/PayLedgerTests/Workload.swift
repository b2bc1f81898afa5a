import PayCore
import PayLedger
import TestSupport
import Testing

/// Makes random commands over few users, apps and numbers, so that they collide.
struct Workload {
    static let everyWord = [
        "applied", "order1", "order2", "order3", "repeat", "entered", "cancelledNow", "exists", "existsSame", "balance", "payerIsPayee",
        "userUnknown", "frozen", "tradePasswordChanged", "coin", "dailyLimit", "spendingCap", "appDisabled", "tooLarge", "codeUnknown",
        "expired", "cancelled", "namedForAnother", "answeredByAnother", "answered", "payerChanged", "cutChanged", "orderUnknown",
        "notWaiting", "referenceUsed", "holdUnknown",
        "payTokenUnknown", "originalUnknown", "originalDidNotSucceed", "originalIsNoPayment", "returnsExceedVolume", "returnTooSmall",
    ]

    private var generator: Seeded
    private let apps: [AppID]
    private let users: [UserID]
    private let coins: [CoinID]
    private var counter = 0
    private var recent: [OrderKey] = []
    private var recentReferences: [(LedgerReference, AccountKey)] = []
    private var codes: [OrderKey: (hash: [UInt8], coin: CoinID)] = [:]
    private var verifiedTransactions = 0
    private var verifiedCallbacks = 0
    private var totals: [AccountKey: Model.Holding] = [:]
    private var settled: [OrderID: Int] = [:]
    private var calledBack: Set<OrderID> = []
    private var givenBack: [OrderID: Int128] = [:]
    private var takenByDay: [SpendingKey: [Int64: Int128]] = [:]
    private var payTokens: [(hash: PayTokenHash, standing: PayTokenStanding)] = []
    private var keyOfNumber: [OrderID: OrderKey] = [:]
    private(set) var now = Timestamp(seconds: 1_800_000_000)
    var model = Model()
    var books: MemoryBooks

    init(seed: UInt64) throws {
        generator = Seeded(seed)
        apps = try ["first", "second", "cut"].map { try #require(AppID($0)) }
        users = try (1...12).map { try #require(UserID($0)) }
        coins = try (1...4).map { try #require(CoinID($0)) }
        books = MemoryBooks(users: [:], apps: [:])
        // The last user is not registered; users 1 to 3 manage the apps.
        for user in users.dropLast() { setUser(user, frozen: false) }
        for (index, app) in apps.enumerated() { try setApp(app, manager: users[index], cut: index == 2 ? 12_345 : 0, enabled: true) }
        model.now = now.nanoseconds
    }

    private mutating func setUser(_ user: UserID, frozen: Bool, until: Timestamp? = nil) {
        books.users[user] = UserStanding(
            paymentsFrozen: frozen, paymentsFrozenUntil: until, version: books.users[user].map { $0.version + 1 } ?? 0
        )
        model.frozenUntil[user.number] = until?.nanoseconds
        model.changesOfUser[user.number, default: -1] += 1
        model.knownUsers.insert(user.number)
        if frozen { model.frozenUsers.insert(user.number) } else { model.frozenUsers.remove(user.number) }
    }

    private mutating func setApp(_ app: AppID, manager: UserID, cut: Int, enabled: Bool) throws {
        let limit = Amount(units: 100_000)
        let review = Amount(units: 30_000)
        var terms: [CoinID: AppStanding.CoinTerms] = [:]
        // Coin 4 is allowed to no app; coin 2 has both limits.
        for coin in coins.dropLast() {
            let isLimited = coin == coins[1]
            terms[coin] = AppStanding.CoinTerms(dailyLimit: isLimited ? limit : nil, reviewAbove: isLimited ? review : nil)
            model.dailyLimits["\(app)/\(coin)"] = isLimited ? limit?.units : nil
            model.reviewLimits["\(app)/\(coin)"] = isLimited ? review?.units : nil
        }
        books.apps[app] = AppStanding(
            isEnabled: enabled, manager: manager, cutRate: try #require(CutRate(millionths: cut)), coins: terms
        )
        model.managers[app.text] = manager.number
        model.cutRates[app.text] = cut
        model.coinsOfApp[app.text] = Set(coins.dropLast().map(\.number))
        if enabled { model.disabledApps.remove(app.text) } else { model.disabledApps.insert(app.text) }
    }

    /// The next commands that share a transaction. Between batches time passes, and now and then somebody is frozen or disabled.
    mutating func nextBatch(atMost limit: Int) -> [LedgerCommand] {
        // The ledger counts up by a nanosecond for each command; the steps between batches are far longer, so the model's clock agrees.
        now = now.advanced(bySeconds: pick(20) == 0 ? 300 + Int64(pick(900)) : 1)
        if pick(400) == 0 { now = now.advanced(bySeconds: 86_400) }
        model.now = now.nanoseconds
        if pick(20) == 0 {
            // Some freezes end before anybody looks again.
            let until = pick(3) == 0 ? now.advanced(bySeconds: Int64(pick(6_000)) - 600) : nil
            setUser(users[3 + pick(users.count - 4)], frozen: pick(4) == 0, until: until)
            let index = pick(apps.count)
            guard let standing = books.apps[apps[index]] else { return [] }
            let cut = index == 2 ? pick(999_999) : 0
            let enabled = pick(5) != 0
            books.apps[apps[index]] = AppStanding(
                isEnabled: enabled, manager: standing.manager, cutRate: CutRate(millionths: cut) ?? .zero, coins: standing.coins
            )
            model.cutRates[apps[index].text] = cut
            if enabled { model.disabledApps.remove(apps[index].text) } else { model.disabledApps.insert(apps[index].text) }
        }
        if pick(10) == 0 { changePayTokens() }
        if pick(10) == 0 { changeSpendingCap() }
        return (0..<min(limit, 1 + pick(40))).map { _ in nextCommand() }
    }

    /// Somebody signs in at an app, and now and then a login ends.
    private mutating func changePayTokens() {
        counter += 1
        let hash = PayTokenHash(hash(counter))
        let standing = PayTokenStanding(app: apps[pick(apps.count)], user: user(), expireTime: now.advanced(bySeconds: Int64(pick(7_200))))
        payTokens.append((hash, standing))
        books.payTokens[hash] = standing
        model.payTokens[hash.bytes] = Model.PayToken(
            app: standing.app.text, user: standing.user.number, expires: standing.expireTime.nanoseconds
        )
        guard payTokens.count > 12 else { return }
        let ended = payTokens.remove(at: pick(payTokens.count))
        books.payTokens[ended.hash] = nil
        model.payTokens[ended.hash.bytes] = nil
    }

    /// A user limits what an app may take, or no longer does.
    private mutating func changeSpendingCap() {
        let key = SpendingKey(user: user(), app: apps[pick(apps.count)], coin: coins[pick(3)])
        let cap = pick(4) == 0 ? nil : Amount(units: Int128(pick(20_000)))
        books.setSpendingCap(cap, of: key)
        let name = "\(key.app)/\(key.user)/\(key.coin)"
        model.caps[name] = cap?.units
        if cap != nil { model.counted.insert(name) }
    }

    private func hash(_ number: Int) -> [UInt8] { (0..<32).map { UInt8(truncatingIfNeeded: number >> (8 * ($0 % 4))) } }

    private mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }
    private mutating func user() -> UserID { users[pick(users.count)] }
    private mutating func coin() -> CoinID { coins[pick(20) == 0 ? 3 : pick(3)] }

    private mutating func volume() -> Amount {
        if pick(500) == 0 { return Amount(units: Amount.maximumUnits - Int128(pick(3))) ?? .zero }
        return Amount(units: Int128(1 + pick(pick(8) == 0 ? 100_000 : 5_000))) ?? .zero
    }

    private mutating func key() -> OrderKey? {
        if pick(3) == 0, let old = recent.randomElement(using: &generator) { return old }
        counter += 1
        guard let tradeNo = TradeNo("t\(counter)") else { return nil }
        let key = OrderKey(app: apps[pick(apps.count)], tradeNo: tradeNo)
        recent.append(key)
        if recent.count > 60 { recent.removeFirst(30) }
        return key
    }

    private mutating func reference(_ account: AccountKey) -> LedgerReference? {
        if pick(5) == 0, let old = recentReferences.randomElement(using: &generator) { return old.0 }
        counter += 1
        guard let reference = LedgerReference("r:\(counter)") else { return nil }
        recentReferences.append((reference, account))
        if recentReferences.count > 40 { recentReferences.removeFirst(20) }
        return reference
    }

    private mutating func nextCommand() -> LedgerCommand {
        guard let key = key() else { preconditionFailure("trade numbers are valid") }
        let texts = OrderTexts(scene: "s", desc: pick(10) == 0 ? "other" : "d", device: "device00")
        switch pick(28) {
        case 0...4: return apply(key, texts)
        case 5...8: return .confirmPayment(answer(key))
        case 9:
            let answer = answer(key)
            // Now and then nobody is signed in.
            return .cancelPayment(
                LedgerCommand.CancelPayment(key: answer.key, codeHash: answer.codeHash, user: pick(3) == 0 ? nil : answer.user)
            )
        case 10...14:
            let earlier = pick(2) == 0 ? books.orders[key] : nil
            return .payUser(
                LedgerCommand.PayUser(
                    key: key, user: earlier?.user ?? user(), book: earlier?.type.payeeBook ?? book(), coin: earlier?.coin ?? coin(),
                    volume: earlier?.volume ?? volume(), texts: earlier?.texts ?? texts
                )
            )
        case 15:
            let waiting = recent.filter { books.orders[$0]?.status == .transferring }
            let reviewed = pick(3) == 0 ? key : waiting.randomElement(using: &generator) ?? key
            let order = books.orders[reviewed]
            return .endReview(
                LedgerCommand.EndReview(
                    key: reviewed, user: order?.user ?? user(), book: order?.type.payerBook ?? .spot, coin: order?.coin ?? coin(),
                    approve: pick(2) == 0
                )
            )
        case 16, 17: return movement()
        case 18: return hold()
        case 19...21: return payApp(key, texts)
        case 22...25: return returnPayment(key, texts)
        case 26: return transfer()
        default:
            guard let (reference, account) = recentReferences.randomElement(using: &generator) else { return hold() }
            return .releaseHold(reference: reference, account: account)
        }
    }

    private mutating func book() -> Book { pick(3) == 0 ? .open : .spot }

    private mutating func payApp(_ key: OrderKey, _ texts: OrderTexts) -> LedgerCommand {
        let token = payTokens.isEmpty || pick(12) == 0 ? nil : payTokens[pick(payTokens.count)]
        let earlier = pick(2) == 0 ? books.orders[key] : nil
        // Mostly the token's own app and user, under whose keys a number is as likely to be used as under any other.
        let own = token.map { OrderKey(app: $0.standing.app, tradeNo: key.tradeNo) } ?? key
        return .payApp(
            LedgerCommand.PayApp(
                key: pick(8) == 0 ? key : own, user: earlier?.user ?? (pick(8) == 0 ? user() : token?.standing.user ?? user()),
                coin: earlier?.coin ?? coin(), volume: earlier?.volume ?? volume(), texts: earlier?.texts ?? texts,
                payToken: token?.hash ?? PayTokenHash([])
            )
        )
    }

    private mutating func returnPayment(_ key: OrderKey, _ texts: OrderTexts) -> LedgerCommand {
        let payments = recent.filter { books.orders[$0]?.direction == .userToApp }
        let original = pick(6) == 0 ? self.key() ?? key : payments.randomElement(using: &generator) ?? key
        let own = OrderKey(app: original.app, tradeNo: key.tradeNo)
        let order = books.orders[original]
        let rate = ReturnRate(["1", "0.5", "0.1", "0.333", "0.25", "0.000000000000000001"][pick(6)])
        let share: LedgerCommand.ReturnPayment.Share = rate.flatMap { pick(2) == 0 ? .rate($0) : nil } ?? .volume(volume())
        return .returnPayment(
            LedgerCommand.ReturnPayment(
                key: own, original: original, share: share, texts: texts, user: order?.user ?? user(), book: order?.type.payerBook ?? .spot,
                coin: order?.coin ?? coin()
            )
        )
    }

    private mutating func transfer() -> LedgerCommand {
        let source = book()
        let (owner, coin) = (user(), coin())
        guard let reference = reference(.user(owner, source, coin)) else { preconditionFailure("references are valid") }
        return .transfer(
            LedgerCommand.Transfer(
                user: owner, coin: coin, from: source, to: source == .spot ? .open : .spot, volume: volume(), reference: reference
            )
        )
    }

    private mutating func apply(_ key: OrderKey, _ texts: OrderTexts) -> LedgerCommand {
        let repeated = pick(2) == 0 ? books.applications[key]?.terms : nil
        counter += 1
        let hash = hash(counter)
        let terms =
            repeated
            ?? PaymentTerms(
                coin: coin(), volume: volume(), texts: texts, state: "state000", redirectURL: "https://example.com/", domain: nil,
                onlyUser: pick(6) == 0 ? user() : nil
            )
        if codes[key] == nil || pick(8) != 0 { codes[key] = (hash, terms.coin) }
        if codes.count > 2_000 { codes.removeAll() }
        return .applyForPayment(
            LedgerCommand.ApplyForPayment(key: key, terms: terms, codeHash: hash, lifetimeSeconds: 900)
        )
    }

    private mutating func answer(_ key: OrderKey) -> LedgerCommand.AnswerPayment {
        let answered = codes.keys.contains(key) ? key : recent.first { codes[$0] != nil } ?? key
        // Sets have no fixed order, so nothing here may depend on iterating one; the array of recent keys has.
        let stored = books.applications[answered]
        let code = pick(12) == 0 ? [UInt8](repeating: 9, count: 32) : stored?.codeHash ?? codes[answered]?.hash ?? []
        let user = user()
        // Now and then the user was changed since the confirmation was checked, or it was never checked.
        let present = books.users[user]?.version ?? 0
        let version = pick(12) != 0 ? present : pick(2) == 0 ? present - 1 : nil
        // The cut is that of a page that was shown when the app applied, or of none.
        let cut = pick(2) == 0 ? stored?.cut : nil
        return LedgerCommand.AnswerPayment(
            key: answered, codeHash: code, user: user, coin: stored?.terms.coin ?? codes[answered]?.coin ?? coin(), payerVersion: version,
            cut: cut
        )
    }

    private mutating func movement() -> LedgerCommand {
        let account = AccountKey.user(user(), pick(4) == 0 ? .open : .spot, coin())
        guard let reference = reference(account) else { preconditionFailure("references are valid") }
        let kind: LedgerCommand.Movement.Kind = pick(5) == 0 ? .withdrawal : .deposit
        return .move(LedgerCommand.Movement(kind: kind, account: account, volume: volume(), reference: reference))
    }

    private mutating func hold() -> LedgerCommand {
        let account = AccountKey.user(user(), .spot, coin())
        guard let reference = reference(account) else { preconditionFailure("references are valid") }
        return .hold(LedgerCommand.Hold(account: account, volume: volume(), reference: reference))
    }

    /// Invariants I1 to I5, I8 to I12, I16 and I27, and the model's balances; those that do not hold. What cannot have changed since the last
    /// look is not looked at again.
    mutating func brokenInvariants() -> [String] {
        brokenTransactions() + brokenBalances() + brokenOrders()
    }

    private mutating func brokenTransactions() -> [String] {
        var broken: [String] = []
        for transaction in books.transactions[verifiedTransactions...] {
            var sums: [CoinID: Int128] = [:]
            for posting in transaction.postings {
                sums[posting.account.coin, default: 0] += posting.delta.units
                totals[posting.account, default: Model.Holding()].total += posting.delta.units
                totals[posting.account, default: Model.Holding()].frozen += posting.frozenDelta.units
            }
            if sums.values.contains(where: { $0 != 0 }) { broken.append("I1 transaction \(transaction.sequence)") }
            if Set(transaction.postings.map(\.account)).count != transaction.postings.count {
                broken.append("I9 transaction \(transaction.sequence)")
            }
            guard let order = transaction.order, transaction.kind.settlesOrder else { continue }
            settled[order.id, default: 0] += 1
            let taken = transaction.postings.reduce(Int128(0)) { $0 - min(0, $1.delta.units) }
            if taken != order.volume.units || order.cut.isNegative { broken.append("I10 order \(order.id)") }
        }
        verifiedTransactions = books.transactions.count
        return broken
    }

    private func brokenBalances() -> [String] {
        var broken: [String] = []
        var held: [AccountKey: Int128] = [:]
        for hold in books.openHolds.values { held[hold.account, default: 0] += hold.volume.units }
        var perCoin: [CoinID: Int128] = [:]
        for (account, balance) in books.balances {
            let actual = Model.Holding(total: balance.total.units, frozen: balance.frozen.units)
            perCoin[account.coin, default: 0] += actual.total
            if actual != totals[account] { broken.append("I3 \(account)") }
            if actual.frozen != held[account] ?? 0 { broken.append("I5 \(account)") }
            if account.owner != .issuance, actual.frozen < 0 || actual.frozen > actual.total { broken.append("I4 \(account)") }
            if Amount(unitsText: balance.total.unitsText) != balance.total { broken.append("I8 \(account)") }
            if actual != model.holdings[Model.name(account)] ?? Model.Holding() { broken.append("model \(account)") }
        }
        if perCoin.values.contains(where: { $0 != 0 }) { broken.append("I2") }
        return broken
    }

    private mutating func brokenOrders() -> [String] {
        var broken: [String] = []
        for id in books.callbacksDue[verifiedCallbacks...] where !calledBack.insert(id).inserted { broken.append("I27 order \(id)") }
        verifiedCallbacks = books.callbacksDue.count
        // In the order of their numbers, so that a return finds its original known.
        for order in books.touchedOrders.compactMap({ books.orders[$0] }).sorted(by: { $0.id < $1.id }) {
            if keyOfNumber.updateValue(order.key, forKey: order.id) ?? order.key != order.key { broken.append("I11 order \(order.id)") }
            let succeeded = order.status == .succeeded
            if settled[order.id, default: 0] != (succeeded ? 1 : 0) { broken.append("I12 order \(order.id)") }
            if calledBack.contains(order.id) != succeeded { broken.append("I27 order \(order.id)") }
            if let original = order.original { broken += brokenReturn(order, of: original) }
            if order.direction == .userToApp, order.type == .openToOpen {
                let key = SpendingKey(user: order.user, app: order.key.app, coin: order.coin)
                takenByDay[key, default: [:]][order.createTime.day, default: 0] += order.volume.units
            }
        }
        for (key, spending) in books.spending where spending.taken.units != takenByDay[key]?[spending.day] ?? 0 {
            broken.append("taken \(key)")
        }
        for (original, sum) in givenBack where books.returned[original]?.units != sum { broken.append("I16 order \(original)") }
        books.touchedOrders.removeAll()
        return broken
    }

    /// A return is made once and never touched again.
    private mutating func brokenReturn(_ order: Order, of original: OrderID) -> [String] {
        givenBack[original, default: 0] += order.volume.units
        guard let paid = keyOfNumber[original].flatMap({ books.orders[$0] }), paid.status == .succeeded, paid.direction == .userToApp,
            paid.key.app == order.key.app, paid.user == order.user, paid.coin == order.coin, paid.type == order.type,
            givenBack[original, default: 0] <= paid.volume.units
        else { return ["I16 order \(order.id)"] }
        return []
    }
}
