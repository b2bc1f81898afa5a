import Crypto

/// The two signatures of a server-mode answer (protocol, section 2), which callbacks share the first of.
package enum AnswerSignature {
    /// The value of `dragonex-sign`: the first 8 hexadecimal digits of md5(body + time + key).
    ///
    /// - Parameters:
    ///   - time: Unix seconds, the value of `dragonex-ts`.
    ///   - checkKey: the app's `resp_check_key`.
    package static func tag(body: [UInt8], time: Int64, checkKey: String) -> String {
        var digest = Insecure.MD5()
        digest.update(data: body)
        digest.update(data: Array(String(time).utf8))
        digest.update(data: Array(checkKey.utf8))
        return Hex.encode(digest.finalize().prefix(4))
    }

    /// Whether a `dragonex-sign` is right, compared in constant time.
    package static func isValid(tag: String, body: [UInt8], time: Int64, checkKey: String) -> Bool {
        ConstantTime.areEqual(Array(tag.utf8), Array(self.tag(body: body, time: time, checkKey: checkKey).utf8))
    }

    /// The value of `imugi-signature`: for each secret `v1,` and the base64 of hmac-sha256 of `request-id.time.body`, separated by spaces.
    ///
    /// - Parameters:
    ///   - time: Unix seconds, the value of `dragonex-ts`.
    ///   - requestID: the value of `imugi-request-id`.
    ///   - secrets: the app's 32 bytes behind `whsec_`; two while they are being replaced.
    package static func strong(body: [UInt8], time: Int64, requestID: String, secrets: [[UInt8]]) -> String {
        SignedContent(id: requestID, time: time, body: body).sign(secrets)
    }

    /// Whether one of the signatures of an `imugi-signature` is right, compared in constant time.
    package static func isValid(strong header: String, body: [UInt8], time: Int64, requestID: String, secret: [UInt8]) -> Bool {
        SignedContent(id: requestID, time: time, body: body).isValid(oneOf: header, secret)
    }
}
