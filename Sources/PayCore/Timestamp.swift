/// A moment of the platform's clock: nanoseconds since 1970-01-01T00:00:00Z, without leap seconds. Good until the year 2262.
package struct Timestamp: Hashable, Comparable, Sendable {
    package let nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Clamped to the range of 64-bit nanoseconds.
    package init(seconds: Int64) {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        nanoseconds = overflow ? (seconds < 0 ? .min : .max) : product
    }

    /// Whole Unix seconds, rounded down.
    package var seconds: Int64 {
        let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// Days since 1970-01-01 UTC: the day that daily limits count by.
    package var day: Int64 {
        let (quotient, remainder) = seconds.quotientAndRemainder(dividingBy: 86_400)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The first moment of a ``day``; clamped to the range.
    package init(startOfDay day: Int64) {
        let (seconds, overflow) = day.multipliedReportingOverflow(by: 86_400)
        self.init(seconds: overflow ? (day < 0 ? .min : .max) : seconds)
    }

    /// The moment `seconds` later, or earlier if negative; clamped to the range.
    package func advanced(bySeconds seconds: Int64) -> Timestamp {
        advanced(byNanoseconds: Timestamp(seconds: seconds).nanoseconds)
    }

    /// The moment `count` nanoseconds later, or earlier if negative; clamped to the range.
    package func advanced(byNanoseconds count: Int64) -> Timestamp {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(count)
        return Timestamp(nanoseconds: overflow ? (count < 0 ? .min : .max) : sum)
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.nanoseconds < right.nanoseconds }
}
