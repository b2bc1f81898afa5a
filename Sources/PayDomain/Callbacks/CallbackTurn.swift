import PayCore
import PayLedger

/// The right to attempt one callback until `end`. The fencing number grows with each lease of the callback, so that whoever was paused
/// beyond the end of its lease cannot record over what another has recorded since.
package struct CallbackLease: Hashable, Sendable {
    package let order: OrderID
    package let fence: Int64
    package let end: Timestamp

    package init(order: OrderID, fence: Int64, end: Timestamp) {
        self.order = order
        self.fence = fence
        self.end = end
    }
}

/// A callback that was claimed, to be attempted under its lease.
package struct ClaimedCallback: Sendable {
    package let lease: CallbackLease
    package let order: Order
    /// When the present schedule's first attempt was made, or `nil` before it.
    package let firstAttemptTime: Timestamp?
    /// Counts the redos. An attempt that began under an earlier schedule cannot end a later one.
    package let schedule: Int

    package init(lease: CallbackLease, order: Order, firstAttemptTime: Timestamp?, schedule: Int) {
        self.lease = lease
        self.order = order
        self.firstAttemptTime = firstAttemptTime
        self.schedule = schedule
    }
}

/// An attempt that has ended, and what follows from it for the callback.
package struct CallbackResult: Sendable {
    package let lease: CallbackLease
    package let app: AppID
    package let schedule: Int
    /// When the attempt was made.
    package let time: Timestamp
    package let exchange: CallbackExchange
    package let firstAttemptTime: Timestamp
    /// When it is tried again; `nil` once delivered or after 36 hours.
    package let nextTime: Timestamp?

    package init(
        lease: CallbackLease, app: AppID, schedule: Int, time: Timestamp, exchange: CallbackExchange, firstAttemptTime: Timestamp,
        nextTime: Timestamp?
    ) {
        self.lease = lease
        self.app = app
        self.schedule = schedule
        self.time = time
        self.exchange = exchange
        self.firstAttemptTime = firstAttemptTime
        self.nextTime = nextTime
    }
}

/// What the delivery asks of the store in one transaction: to record what has ended, and to claim what is due next.
package struct CallbackTurn: Sendable {
    /// How many due callbacks of one app to claim.
    package struct Claim: Hashable, Sendable {
        package let app: AppID
        package let limit: Int

        package init(app: AppID, limit: Int) {
            self.app = app
            self.limit = limit
        }
    }

    package struct Outcome: Sendable {
        /// Of each app those that are due the longest, in the order in which they fell due.
        package var claimed: [ClaimedCallback] = []
        /// When the next callback of each app that the turn names can be claimed; it may be in the past. Apps of which none waits are
        /// left out.
        package var next: [AppID: Timestamp] = [:]
        /// Results that came too late to count: their callback was leased to another, or asked for anew, since. The attempts are kept.
        package var superseded: [OrderID] = []

        package init() {}
    }

    /// No schedule puts a callback further ahead than this, in seconds: an interval, and half of one for good measure. What lies further
    /// ahead was put down before the clock was set back, and counts as due.
    package static let reach: Int64 = 15 * 60

    package var results: [CallbackResult]
    /// Leases to be given back, of callbacks that were not attempted after all.
    package var released: [CallbackLease]
    package var claims: [Claim]
    /// Callbacks that are due by then can be claimed, and leases that ended by then are void.
    package let now: Timestamp
    /// The end of the leases that are given.
    package let leaseEnd: Timestamp

    package init(
        results: [CallbackResult] = [], released: [CallbackLease] = [], claims: [Claim] = [], now: Timestamp,
        leaseEnd: Timestamp
    ) {
        self.results = results
        self.released = released
        self.claims = claims
        self.now = now
        self.leaseEnd = leaseEnd
    }

    package var isEmpty: Bool { results.isEmpty && released.isEmpty && claims.isEmpty }
}
