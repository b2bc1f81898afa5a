import Hummingbird
import PayCore
import PayDomain
import PayWire

/// `GET /sandbox/callbacks?app_id=&trade_no=`: every attempt to deliver a callback.
struct ListCallbackAttempts: Sendable {
    /// The most attempts in one answer; the newest are kept.
    private static let limit = 1_000

    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    /// - Parameter text: the request's query, if it has one. Without `app_id` the attempts of every app are listed.
    func answer(_ text: String?) async throws -> Response {
        let query = try Self.query(text)
        let tradeNo = try Self.tradeNo(query)
        var attempts: [CallbackAttempt] = []
        for app in try apps(query) {
            attempts += try await platform.store.callbackAttempts(of: app, tradeNo: tradeNo, limit: Self.limit)
        }
        attempts.sort { ($0.time, $0.order) < ($1.time, $1.order) }
        let shown = attempts.suffix(Self.limit)
        return SandboxAnswer.json { writer in
            writer.beginObject()
            writer.beginArray("attempts")
            for attempt in shown { attempt.write(to: &writer) }
            writer.endArray()
            writer.endObject()
        }
    }

    private static func query(_ text: String?) throws -> QueryString {
        guard let text else { return QueryString([]) }
        do {
            return try QueryString(parsing: text)
        } catch {
            throw PlatformError(.badParameter, "The query cannot be read: \(error)")
        }
    }

    private static func tradeNo(_ query: QueryString) throws -> TradeNo? {
        guard let text = query["trade_no"], !text.isEmpty else { return nil }
        guard let tradeNo = TradeNo(text) else {
            throw PlatformError.badParameter("trade_no", "must be 1 to 64 characters out of 0-9, A-Z, a-z and _")
        }
        return tradeNo
    }

    private func apps(_ query: QueryString) throws -> [AppID] {
        let apps = platform.directory.current.apps
        guard let text = query["app_id"], !text.isEmpty else { return Array(apps.keys) }
        guard let id = AppID(text), apps[id] != nil else {
            throw PlatformError(.appUnknown, field: "app_id", "names no app of this platform")
        }
        return [id]
    }
}

extension CallbackAttempt {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("app_id", app.text)
        writer.member("trade_no", tradeNo.text)
        writer.member("order_id", order.number)
        writer.member("attempt", Int64(number))
        writer.member("time", time.seconds)
        writer.member("url", exchange.url)
        if let address = exchange.address { writer.member("address", address) } else { writer.memberNull("address") }
        switch exchange.ending {
        case .answered(let status):
            writer.member("status", Int64(status))
            writer.memberNull("error")
            writer.memberNull("failure")
        case .failed(let failure, let reason):
            writer.memberNull("status")
            writer.member("error", reason)
            writer.member("failure", failure.rawValue)
        }
        writer.member("delivered", exchange.isDelivered)
        writer.member("duration_ms", exchange.durationNanoseconds / 1_000_000)
        if let nextTime { writer.member("next_attempt", nextTime.seconds) } else { writer.memberNull("next_attempt") }
        writer.member("superseded", isSuperseded)
        Self.write(exchange.requestHeaders, as: "request_headers", to: &writer)
        Self.write(exchange.answerHeaders, as: "answer_headers", to: &writer)
        writer.member("answer_start", String(decoding: exchange.answerStart, as: UTF8.self))
        writer.endObject()
    }

    /// An array, since a name may come twice.
    private static func write(_ headers: [CallbackHeader], as name: String, to writer: inout JSONWriter) {
        writer.beginArray(name)
        for header in headers {
            writer.beginObject()
            writer.member("name", header.name)
            writer.member("value", header.value)
            writer.endObject()
        }
        writer.endArray()
    }
}
