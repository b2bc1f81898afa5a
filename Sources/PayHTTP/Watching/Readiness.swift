import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import PayDomain
import PayWire

/// Whether calls should be sent to this process: the answer to `GET /ready`.
package struct Readiness: Sendable {
    /// Who reads the answer.
    package enum Audience: Sendable {
        /// Whoever reaches the public port: only what decides, and of it only whether it is good.
        case anybody
        /// The operators: all details.
        case operators
    }

    private let store: any Store
    private let details: [ReadinessDetail]

    /// - Parameter details: told in this order; each has a name of its own.
    package init(_ store: any Store, details: [ReadinessDetail] = []) {
        self.store = store
        self.details = details
    }

    /// 200 when the store answers and everything that decides is good, 503 otherwise.
    func answer(to audience: Audience, logger: Logger) async -> Response {
        let storeAnswers = await pings(logger)
        var checks = [(name: "store", isGood: storeAnswers)]
        var reports: [(name: String, report: ReadinessReport?)] = []
        for detail in details where detail.role == .decides || audience == .operators {
            let report = await report(of: detail, logger)
            reports.append((detail.name, report))
            if detail.role == .decides { checks.append((detail.name, report?.isGood ?? false)) }
        }
        let isReady = checks.allSatisfy(\.isGood)
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("status", isReady ? "ready" : storeAnswers ? "not ready" : "store unavailable")
        writer.beginObject("checks")
        for check in checks { writer.member(check.name, check.isGood ? "ok" : "failed") }
        writer.endObject()
        if audience == .operators { Self.write(reports, to: &writer) }
        writer.endObject()
        return HealthAnswer.response(isReady ? .ok : .serviceUnavailable, writer.bytes)
    }

    private static func write(_ reports: [(name: String, report: ReadinessReport?)], to writer: inout JSONWriter) {
        writer.beginObject("details")
        for (name, report) in reports {
            writer.name(name)
            if let report { report.writeValue(&writer) } else { writer.valueNull() }
        }
        writer.endObject()
    }

    private func pings(_ logger: Logger) async -> Bool {
        do {
            try await store.ping()
            return true
        } catch {
            logger.error("The store does not answer", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func report(of detail: ReadinessDetail, _ logger: Logger) async -> ReadinessReport? {
        do {
            return try await detail.report()
        } catch {
            logger.error("A detail of /ready failed", metadata: ["detail": "\(detail.name)", "error": "\(error)"])
            return nil
        }
    }
}
