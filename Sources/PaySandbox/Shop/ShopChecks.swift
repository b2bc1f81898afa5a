import PayCore
import PayWire

/// The headers of a message by their names in any case; one that is there twice counts for nothing.
struct SignatureHeaders: Sendable {
    private var values: [String: [String]] = [:]

    init(_ headers: [(name: String, value: String)]) {
        for header in headers { values[header.name.lowercased(), default: []].append(header.value) }
    }

    subscript(_ name: String) -> String? { values[name].flatMap { $0.count == 1 ? $0[0] : nil } }

    func integer(_ name: String) -> Int64? { self[name].flatMap { DecimalInteger.parse($0) } }
}

/// What an app's server looks at before it believes an answer (protocol, section 2).
struct AnswerChecks: Sendable {
    static let recipe = """
        dragonex-sign = first 8 hex digits of md5(body + dragonex-ts + check key)
        imugi-signature = "v1," + base64(hmac-sha256(secret,
          imugi-request-id + "." + dragonex-ts + "." + body))
        """

    let all: [ShopExchange.Check]

    init(headers: SignatureHeaders, body: [UInt8], now: Timestamp) {
        let time = headers.integer("dragonex-ts")
        let app = SandboxData.shop
        all = [
            ShopExchange.Check("dragonex-ts", Self.isNear(time, now)),
            ShopExchange.Check("dragonex-sign", Self.hasTag(headers, body: body, time: time)),
            ShopExchange.Check(
                "imugi-signature",
                time.map { time in
                    guard let id = headers["imugi-request-id"], let signature = headers["imugi-signature"] else { return false }
                    return AnswerSignature.isValid(strong: signature, body: body, time: time, requestID: id, secret: app.strongSecret)
                } ?? false
            ),
        ]
    }

    /// Old messages are not taken again.
    fileprivate static func isNear(_ time: Int64?, _ now: Timestamp) -> Bool {
        guard let time else { return false }
        let (distance, overflow) = now.seconds.subtractingReportingOverflow(time)
        return !overflow && distance.magnitude <= ShopCaller.tolerance.magnitude
    }

    fileprivate static func hasTag(_ headers: SignatureHeaders, body: [UInt8], time: Int64?) -> Bool {
        guard let time, let tag = headers["dragonex-sign"] else { return false }
        return AnswerSignature.isValid(tag: tag, body: body, time: time, checkKey: SandboxData.shop.checkKey)
    }
}

/// What it looks at before it believes a callback: both signatures over the bytes as they came, and both time stamps.
struct CallbackChecks: Sendable {
    static let recipe = """
        dragonex-sign = first 8 hex digits of md5(body + dragonex-ts + check key)
        webhook-signature = "v1," + base64(hmac-sha256(secret,
          webhook-id + "." + webhook-timestamp + "." + body))
        body: the bytes as they came; secret: the 32 bytes behind whsec_
        """

    let all: [ShopExchange.Check]
    /// Names the order's callback; `nil` unless everything holds.
    let id: String?

    init(headers: SignatureHeaders, body: [UInt8], now: Timestamp) {
        let time = headers.integer("dragonex-ts")
        let webhookTime = headers.integer("webhook-timestamp")
        let id = headers["webhook-id"]
        var isSigned = false
        if let id, let webhookTime, let signature = headers["webhook-signature"] {
            isSigned = WebhookSignature.isValid(
                signature, id: id, time: webhookTime, body: body, secret: SandboxData.shop.strongSecret
            )
        }
        all = [
            ShopExchange.Check("dragonex-ts", AnswerChecks.isNear(time, now)),
            ShopExchange.Check("dragonex-sign", AnswerChecks.hasTag(headers, body: body, time: time)),
            ShopExchange.Check("webhook-timestamp", AnswerChecks.isNear(webhookTime, now)),
            ShopExchange.Check("webhook-signature", isSigned),
        ]
        self.id = all.allSatisfy(\.holds) ? id : nil
    }
}
