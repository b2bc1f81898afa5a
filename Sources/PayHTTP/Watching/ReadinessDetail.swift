import PayWire

/// One thing that `GET /ready` tells beside whether the store answers. What knows it makes one, and the composition root puts it into
/// ``Readiness``.
///
/// ```swift
/// ReadinessDetail("ledger_proof", .decides) {
///     ReadinessReport(isGood: proof.holds) { $0.value(proof.holds) }
/// }
/// ```
package struct ReadinessDetail: Sendable {
    package enum Role: Sendable {
        /// Calls are to be sent elsewhere while it is not good: `/ready` is 503 then. Everybody may see whether it is.
        case decides
        /// It is told to operators and changes nothing else.
        case informs
    }

    /// A member's name in the answer.
    let name: String
    let role: Role
    let report: @Sendable () async throws -> ReadinessReport

    /// - Parameter report: asked at each request, so that it should know its answer from memory. When it throws, the error is logged; what
    ///   decides counts as not good, and its value is `null`.
    package init(_ name: String, _ role: Role, _ report: @Sendable @escaping () async throws -> ReadinessReport) {
        (self.name, self.role, self.report) = (name, role, report)
    }
}

/// How a ``ReadinessDetail`` is at the moment.
package struct ReadinessReport: Sendable {
    let isGood: Bool
    let writeValue: @Sendable (inout JSONWriter) -> Void

    /// - Parameter writeValue: writes exactly one JSON value, which operators alone see.
    package init(isGood: Bool, _ writeValue: @Sendable @escaping (inout JSONWriter) -> Void) {
        (self.isGood, self.writeValue) = (isGood, writeValue)
    }
}
