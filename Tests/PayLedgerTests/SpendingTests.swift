import PayCore
import PayLedger
import Testing

/// What counts against a user's cap on an app, where the clocks of nodes differ around midnight.
@Suite struct SpendingTests {
    private static let midnight = Timestamp(startOfDay: 20_900)

    private struct Surroundings {
        let app: AppID
        let manager: UserID
        let user: UserID
        let coin: CoinID
        let token = PayTokenHash([1])

        init() throws {
            app = try #require(AppID("app"))
            manager = try #require(UserID(1))
            user = try #require(UserID(10))
            coin = try #require(CoinID(1))
        }

        var key: SpendingKey { SpendingKey(user: user, app: app, coin: coin) }

        func state(_ spending: Spending?, shard: Int = 0) throws -> LedgerState {
            var state = LedgerState()
            state.apps[app] = AppStanding(
                isEnabled: true, manager: manager, cutRate: .zero,
                coins: [coin: AppStanding.CoinTerms(dailyLimit: nil, reviewAbove: nil)])
            for user in [manager, user] { state.users[user] = UserStanding(paymentsFrozen: false, version: 0) }
            state.payTokens[token] = PayTokenStanding(app: app, user: user, expireTime: Timestamp(nanoseconds: .max))
            state.balances[.user(user, .open, coin)] = Balance(total: try #require(Amount(units: 1_000)), frozen: .zero)
            state.numbering = LedgerNumbering(of: LedgerShard(shard))
            state.spending[key] = spending
            return state
        }

        func pay(_ units: Int128, as tradeNo: String) throws -> LedgerCommand {
            .payApp(
                LedgerCommand.PayApp(
                    key: OrderKey(app: app, tradeNo: try #require(TradeNo(tradeNo))), user: user, coin: coin,
                    volume: try #require(Amount(units: units)), texts: OrderTexts(scene: "", desc: "", device: "device00"),
                    payToken: token))
        }
    }

    private static func amount(_ units: Int128) throws -> Amount { try #require(Amount(units: units)) }

    /// Another node has paid on the new day already; this one's clock has not come to it.
    @Test func noPaymentIsMadeOnAnEarlierDayThanTheLastOneThatWasCounted() throws {
        let it = try Surroundings()
        let spending = Spending(cap: try Self.amount(100), day: Self.midnight.day, taken: try Self.amount(60))
        let before = Self.midnight.advanced(byNanoseconds: -500)
        var ledger = Ledger(state: try it.state(spending, shard: 5), now: before)
        #expect(throws: LedgerRefusal.self) { try ledger.apply(it.pay(41, as: "t1")) }
        guard case .order(let order) = try ledger.apply(try it.pay(40, as: "t2")) else { return }
        #expect(order.createTime.day == Self.midnight.day && order.createTime.nanoseconds % 16 == 5)
        let counted = try #require(ledger.changes.spending[it.key])
        #expect(counted.day == Self.midnight.day && counted.taken.units == 100 && counted.cap?.units == 100)
    }

    @Test func aNewDayBeginsWithNothing() throws {
        let it = try Surroundings()
        let spending = Spending(cap: try Self.amount(100), day: Self.midnight.day - 1, taken: try Self.amount(100))
        for (now, isPaid) in [(Self.midnight.advanced(byNanoseconds: -1_000), false), (Self.midnight, true)] {
            var ledger = Ledger(state: try it.state(spending), now: now)
            let result = Result { try ledger.apply(it.pay(100, as: "t")) }
            guard isPaid else {
                #expect(throws: LedgerRefusal.self) { try result.get() }
                #expect(ledger.changes.isEmpty && ledger.changes.spending.isEmpty)
                continue
            }
            _ = try result.get()
            #expect(ledger.changes.spending[it.key]?.day == Self.midnight.day && ledger.changes.spending[it.key]?.taken.units == 100)
        }
    }

    /// The last moment of a day is over when the ledger's next one is on the next.
    @Test func theMomentOfThePaymentDecidesTheDayAndNotTheClock() throws {
        let it = try Surroundings()
        let spending = Spending(cap: try Self.amount(100), day: Self.midnight.day - 1, taken: try Self.amount(100))
        var state = try it.state(spending)
        state.lastTime = Self.midnight.advanced(byNanoseconds: -1)
        var ledger = Ledger(state: state, now: Self.midnight.advanced(byNanoseconds: -60))
        guard case .order(let order) = try ledger.apply(try it.pay(100, as: "t")) else { return }
        #expect(order.createTime.day == Self.midnight.day && ledger.changes.spending[it.key]?.day == Self.midnight.day)
    }

    @Test func whereNoCapWasSetNothingIsCounted() throws {
        let it = try Surroundings()
        var ledger = Ledger(state: try it.state(nil), now: Self.midnight)
        _ = try ledger.apply(it.pay(1_000, as: "t"))
        #expect(ledger.changes.spending.isEmpty && !ledger.changes.isEmpty)
    }
}
