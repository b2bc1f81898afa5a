import Crypto
import NIOCore
import PayCore
import PayDomain
import PayWire

/// What a call has come to, as far as its caller may believe it.
enum ShopAnswer: Sendable {
    /// Code 1, signed.
    case done(JSONObject)
    /// Another code, signed: nothing was done.
    case refused(code: Int, message: String, JSONObject)
    /// No answer, or none that verifies: what was asked for may have happened or not (protocol, 5.4 and 5.5).
    case lost(reason: String)
}

/// Calls the platform's API as any app's server does: over HTTP, signed, each answer verified before it is believed. Every call is noted.
struct ShopCaller: Sendable {
    /// How far the other side's time stamps may be from the shop's clock, in seconds.
    static let tolerance: Int64 = 300

    private let platform: Platform
    private let client: ShopClient
    private let book: ShopBook

    /// - Parameter platform: only its address and its clock are used. A real app has a clock of its own; here time can be moved.
    init(_ platform: Platform, client: ShopClient, book: ShopBook) {
        (self.platform, self.client, self.book) = (platform, client, book)
    }

    func call(_ path: String, _ body: [UInt8], _ lesson: ShopExchange.Lesson) async -> ShopAnswer {
        let time = platform.clock.now()
        let app = SandboxData.shop
        let signature = RequestSignature(
            method: "POST", contentSHA1: Hex.encode(Insecure.SHA1.hash(data: body)), contentType: "application/json",
            date: HTTPDate.text(seconds: time.seconds), headers: [], path: path
        )
        let headers = [
            (name: "App-Id", value: app.id),
            (name: "Auth", value: "\(app.accessKey):\(signature.sign(secret: Array(app.secretKey.utf8)))"),
            (name: "Content-Type", value: signature.contentType),
            (name: "Date", value: signature.date),
            (name: "Content-Sha1", value: signature.contentSHA1),
        ]
        return await exchange(path, body, headers: headers, signature, lesson).answer
    }

    /// Asks the sandbox for a fault of one of the API's paths; such calls need no signature, and neither do their answers.
    ///
    /// - Returns: whether it is planned.
    func loseNextAnswer(of path: String) async -> Bool {
        let body = Self.body { writer in
            writer.member("path", path)
            writer.member("kind", "http_500_after")
            writer.member("count", 1)
        }
        guard case .answered(let status, _, _) = await exchange("/sandbox/faults", body, headers: [], nil, .loseAnswer).outcome else {
            return false
        }
        return status == 200
    }

    /// Sends, and notes what was sent and what came of it.
    private func exchange(
        _ path: String, _ body: [UInt8], headers: [(name: String, value: String)], _ signature: RequestSignature?,
        _ lesson: ShopExchange.Lesson
    ) async -> Received {
        let url = platform.settings.publicURL + path
        let time = platform.clock.now()
        let start = NIODeadline.now()
        let received: Received
        do throws(ShopClient.Failure) {
            let answer = try await client.post(url, headers: headers, body: body)
            received = Received(answer, isSigned: signature != nil, at: platform.clock.now())
        } catch {
            received = Received(error)
        }
        book.note(
            ShopExchange(
                time: time, way: .shopToPlatform, method: "POST", target: path,
                request: ShopExchange.Message(headers: headers, body: body),
                stringToSign: signature.map { String(decoding: $0.stringToSign(.byName), as: UTF8.self) },
                curl: CurlCommand.text(url: url, headers: headers, body: body), outcome: received.outcome,
                milliseconds: (NIODeadline.now() - start).nanoseconds / 1_000_000, checks: received.checks,
                recipe: received.checks.isEmpty ? nil : AnswerChecks.recipe, lesson: lesson
            )
        )
        return received
    }

    /// Asks for an order and keeps what is said of it.
    @discardableResult
    func ask(for tradeNo: String, _ lesson: ShopExchange.Lesson = .ask) async -> ShopAnswer {
        let answer = await call("/api/v1/pay/order/detail/", Self.body { $0.member("trade_no", tradeNo) }, lesson)
        if case .done(let data) = answer { book.keep(data, of: tradeNo, asked: true) }
        return answer
    }

    static func body(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        write(&writer)
        writer.endObject()
        return writer.bytes
    }
}

extension ShopBook {
    /// Keeps what a signed answer says of an order.
    func keep(_ data: JSONObject, of tradeNo: String, asked: Bool = false) {
        guard let record = ShopOrder.Record(data) else { return }
        let returned = data.text("returned_volume").flatMap { ShopOrder.amount($0) }
        change(tradeNo) { order in
            order.record = record
            order.progress = .asked
            if asked { order.wasAskedFor = true }
            if let returned { order.returned = returned }
        }
    }
}

/// What came back of a call.
private struct Received {
    let outcome: ShopExchange.Outcome
    var checks: [ShopExchange.Check] = []
    let answer: ShopAnswer

    init(_ failure: ShopClient.Failure) {
        outcome = .failed(reason: failure.reason)
        answer = .lost(reason: failure.reason)
    }

    /// - Parameter isSigned: whether the answer must be: everything of the API is.
    init(_ answer: ShopClient.Answer, isSigned: Bool, at now: Timestamp) {
        let envelope = try? JSONObject(parsing: answer.body)
        let code = envelope?.text("code").flatMap { Int($0) }
        outcome = .answered(
            status: answer.status, code: code, ShopExchange.Message(headers: answer.headers, body: answer.body)
        )
        guard answer.status == 200 else {
            self.answer = .lost(reason: "The answer was HTTP \(answer.status), which says nothing of what was done.")
            return
        }
        guard isSigned else {
            self.answer = .lost(reason: "The answer is not signed.")
            return
        }
        checks = AnswerChecks(headers: SignatureHeaders(answer.headers), body: answer.body, now: now).all
        guard checks.allSatisfy(\.holds) else {
            self.answer = .lost(reason: "The answer's signatures do not hold.")
            return
        }
        // An app may be set to either spelling (protocol, section 2).
        guard let envelope, let code, let data = envelope.object("data") ?? envelope.object("Data") else {
            self.answer = .lost(reason: "The answer is not the protocol's envelope.")
            return
        }
        self.answer = code == 1 ? .done(data) : .refused(code: code, message: envelope.text("msg") ?? "", data)
    }
}
