import PayCore
import PayLedger

extension Spending {
    /// Reads the columns `cap, day, taken` from `first` on.
    init(_ row: Row, at first: Int32) throws {
        self.init(cap: try row.optional(first, row.amount), day: row.integer(first + 1), taken: try row.amount(first + 2))
    }
}
