import PayCore

/// What a batch of commands has to know before it can be decided. A store reads all of it in one go.
package struct LedgerNeeds: Sendable {
    package var accounts: Set<AccountKey> = []
    /// Accounts on which the commands of many users meet: an app's manager's, commission. A store that runs several batches at a time may
    /// hand out a part of one of them, see ``LedgerState/partial``, unless ``accounts`` names it too.
    package var sharedAccounts: Set<AccountKey> = []
    package var orders: Set<OrderKey> = []
    package var users: Set<UserID> = []
    package var references: Set<LedgerReference> = []
    package var dailyPayOuts: Set<DailyPayOutKey> = []
    /// Those of the counters on which a limit rests, so that no other batch may count at the same time.
    package var limitedPayOuts: Set<DailyPayOutKey> = []
    package var payTokens: Set<PayTokenHash> = []
    /// What apps take out of open accounts. ``accounts`` names each of those accounts too, so that no other batch counts at the same time.
    package var spending: Set<SpendingKey> = []
    /// Orders of which it must be known how much was given back.
    package var returns: Set<OrderKey> = []
    /// The day (``PayCore/Timestamp/day``) on which the batch counts pay-outs.
    package let day: Int64

    package init(day: Int64) { self.day = day }
}

/// The counter behind an app's daily limit.
package struct DailyPayOutKey: Hashable, Sendable {
    package let app: AppID
    package let coin: CoinID

    package init(app: AppID, coin: CoinID) {
        self.app = app
        self.coin = coin
    }
}

/// What the ledger must know of a user.
package struct UserStanding: Hashable, Sendable {
    package let paymentsFrozen: Bool
    /// Before this moment nothing is paid out of the user's accounts, since the trade password was changed; `nil`, or past, if it may be.
    package let paymentsFrozenUntil: Timestamp?
    /// Grows with each change of what a confirmation of this user is checked against.
    package let version: Int64

    package init(paymentsFrozen: Bool, paymentsFrozenUntil: Timestamp? = nil, version: Int64) {
        self.paymentsFrozen = paymentsFrozen
        self.paymentsFrozenUntil = paymentsFrozenUntil
        self.version = version
    }
}

/// What the ledger must know of an app. It comes from the directory, which is in memory.
package struct AppStanding: Sendable {
    /// An app's terms for one coin. `nil` limits nothing.
    package struct CoinTerms: Hashable, Sendable {
        /// The most that the app may pay out in a day (UTC).
        package let dailyLimit: Amount?
        /// Pay-outs above this wait for an operator.
        package let reviewAbove: Amount?

        package init(dailyLimit: Amount?, reviewAbove: Amount?) {
            self.dailyLimit = dailyLimit
            self.reviewAbove = reviewAbove
        }
    }

    package let isEnabled: Bool
    package let manager: UserID
    package let cutRate: CutRate
    /// The coins that the app may use.
    package let coins: [CoinID: CoinTerms]

    package init(isEnabled: Bool, manager: UserID, cutRate: CutRate, coins: [CoinID: CoinTerms]) {
        self.isEnabled = isEnabled
        self.manager = manager
        self.cutRate = cutRate
        self.coins = coins
    }
}

/// SHA-256 of a `pay_token`: 32 bytes.
package struct PayTokenHash: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }
}

/// What a `pay_token` stands for, as long as its sign-in is alive: a user who lets an app move money out of the open account.
package struct PayTokenStanding: Hashable, Sendable {
    package let app: AppID
    package let user: UserID
    /// The token works before this moment.
    package let expireTime: Timestamp

    package init(app: AppID, user: UserID, expireTime: Timestamp) {
        self.app = app
        self.user = user
        self.expireTime = expireTime
    }
}

/// The part of the stored state that a batch works on. What is missing from a dictionary does not exist; a missing account is empty.
package struct LedgerState: Sendable {
    package var balances: [AccountKey: Balance] = [:]
    /// Accounts of which ``balances`` holds a part only. It is for the batch alone to add to and to take from, as far as it goes.
    package var partial: Set<AccountKey> = []
    package var orders: [OrderKey: Order] = [:]
    package var applications: [OrderKey: PaymentApplication] = [:]
    package var users: [UserID: UserStanding] = [:]
    package var apps: [AppID: AppStanding] = [:]
    package var references: [LedgerReference: ReferencedEntry] = [:]
    package var dailyPayOuts: [DailyPayOutKey: Amount] = [:]
    /// The pay tokens whose sign-in was not ended, whether or not they have expired since.
    package var payTokens: [PayTokenHash: PayTokenStanding] = [:]
    /// What is counted of what apps take out of open accounts; nothing is if it is missing.
    package var spending: [SpendingKey: Spending] = [:]
    /// How much of an order was given back; nothing if it is missing.
    package var returned: [OrderKey: Amount] = [:]
    /// Which order numbers and times the batch may give.
    package var numbering: LedgerNumbering = .all
    /// The highest number of an order, or ``OrderID/base``.
    package var lastOrderID: OrderID = .base
    /// The number of the last transaction of the batch's shard, or ``LedgerShard/origin``.
    package var lastSequence: Int64 = 0
    /// The time of the last command that changed something. Time in the ledger never goes back.
    package var lastTime: Timestamp = Timestamp(nanoseconds: 0)

    package init() {}
}

/// What a batch has changed, for a store to write in one go.
package struct LedgerChanges: Sendable {
    /// New transactions in the order of the chain.
    package var transactions: [LedgerTransaction] = []
    /// New orders, as they are at the end of the batch.
    package var newOrders: [OrderKey: Order] = [:]
    /// Orders from earlier batches whose status has changed.
    package var endedOrders: [OrderKey: Order] = [:]
    /// Applications, new or replaced.
    package var applications: [OrderKey: PaymentApplication] = [:]
    /// The new balance of every account that was touched.
    package var balances: [AccountKey: Balance] = [:]
    package var dailyPayOuts: [DailyPayOutKey: Amount] = [:]
    /// What has been taken by now out of open accounts where it is counted. The caps are what they were.
    package var spending: [SpendingKey: Spending] = [:]
    /// How much of each order was given back by now, for those of which something was by this batch.
    package var returned: [OrderID: Amount] = [:]
    /// Holds that were opened or released.
    package var holds: [LedgerReference: HoldChange] = [:]
    /// Orders that have succeeded: their callbacks fall due now.
    package var callbacksDue: [Order] = []
    /// Accounts in ``LedgerState/partial`` that a command needed more of than the part. What was decided must not be written: the batch is
    /// to be decided anew with all of them.
    package var mustBeWhole: Set<AccountKey> = []

    package init() {}

    /// A hold as it is at the end of the batch.
    package struct HoldChange: Sendable {
        package let hold: LedgerCommand.Hold
        package let isOpen: Bool
        /// Whether the hold was opened by this very batch, and so has no row yet.
        package let isNew: Bool
    }
}

extension LedgerChanges {
    /// Whether there is nothing to write. Everything that a command can change shows in one of these.
    package var isEmpty: Bool {
        transactions.isEmpty && newOrders.isEmpty && endedOrders.isEmpty && applications.isEmpty && holds.isEmpty && dailyPayOuts.isEmpty
    }

    /// The latest moment at which the ledger's clock has ticked in this batch.
    package var lastTime: Timestamp? {
        var times = transactions.map(\.time)
        times += newOrders.values.map(\.createTime)
        times += applications.values.map(\.createTime)
        return times.max()
    }
}
