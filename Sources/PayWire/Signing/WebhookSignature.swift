/// The strong signature of a callback, by the Standard Webhooks convention (protocol, section 2): the headers `webhook-id`,
/// `webhook-timestamp` and `webhook-signature`.
package enum WebhookSignature {
    /// The value of `webhook-signature`: one signature for each secret, separated by spaces.
    ///
    /// - Parameters:
    ///   - id: the value of `webhook-id`, the same for every attempt of one order.
    ///   - time: Unix seconds of the attempt, the value of `webhook-timestamp`.
    ///   - secrets: the app's secret of 32 bytes; two while it is being replaced.
    package static func text(id: String, time: Int64, body: [UInt8], secrets: [[UInt8]]) -> String {
        SignedContent(id: id, time: time, body: body).sign(secrets)
    }

    /// Whether one of the signatures of a `webhook-signature` is right, compared in constant time. How old the time may be is the
    /// receiver's rule.
    package static func isValid(_ header: String, id: String, time: Int64, body: [UInt8], secret: [UInt8]) -> Bool {
        SignedContent(id: id, time: time, body: body).isValid(oneOf: header, secret)
    }
}
