import Crypto
import PayWire
import TestSupport
import Testing

@Suite struct AnswerSignatureTests {
    /// The protocol's vector, section 2.
    private static let body = Array(
        (#"{"ok":true,"code":1,"msg":"","data":{"arrive_time":0,"coin_code":"usdt","create_time":1551350721,"direction":1,"status":1,"#
            + #""trade_no":"21","uid":1000000,"volume":"1"}}"#).utf8
    )

    @Test func vectorOfTheProtocol() {
        #expect(AnswerSignature.tag(body: Self.body, time: 1_551_408_061, checkKey: "testRespCheckKey") == "47ff3ae7")
        let signed = Self.body + Array("1551408061testRespCheckKey".utf8)
        #expect(Hex.encode(Insecure.MD5.hash(data: signed)) == "47ff3ae7e7418ec1265eaa23e55c39ee")
    }

    @Test func tagsAreComparedExactly() {
        func isValid(_ tag: String, time: Int64 = 1_551_408_061, key: String = "testRespCheckKey") -> Bool {
            AnswerSignature.isValid(tag: tag, body: Self.body, time: time, checkKey: key)
        }
        #expect(isValid("47ff3ae7"))
        for wrong in ["47ff3ae6", "57ff3ae7", "47FF3AE7", "47ff3ae", "47ff3ae7e", "", "47ff3aé"] { #expect(!isValid(wrong)) }
        #expect(!isValid("47ff3ae7", time: 1_551_408_062))
        #expect(!isValid("47ff3ae7", key: "testRespCheckKez"))
    }

    @Test func strongSignatureCoversRequestTimeAndBody() {
        let secret = [UInt8](repeating: 7, count: 32)
        let signature = AnswerSignature.strong(body: Self.body, time: 1_551_408_061, requestID: "r1", secrets: [secret])
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("r1.1551408061.".utf8) + Self.body, using: SymmetricKey(data: secret)
        )
        #expect(signature == "v1," + Base64.encode(Array(code)))
        func isValid(_ signature: String, time: Int64 = 1_551_408_061, id: String = "r1", body: [UInt8] = Self.body) -> Bool {
            AnswerSignature.isValid(strong: signature, body: body, time: time, requestID: id, secret: secret)
        }
        #expect(isValid(signature))
        #expect(!isValid(signature, time: 1_551_408_060))
        #expect(!isValid(signature, id: "r2"))
        #expect(!isValid(signature, body: Self.body + [0x20]))
        #expect(!isValid("v2" + signature.dropFirst(2)))
        #expect(!isValid(String(signature.dropFirst(3))))
        #expect(!isValid(signature + "="))
        #expect(!isValid("v1,"))
        // While a secret is being replaced each signs, and one that fits is enough.
        let other = [UInt8](repeating: 8, count: 32)
        let both = AnswerSignature.strong(body: Self.body, time: 1_551_408_061, requestID: "r1", secrets: [other, secret])
        #expect(both.hasSuffix(" " + signature) && isValid(both) && !isValid(String(both.prefix { $0 != " " })))
    }

    @Test func randomAnswersVerifyAndDamagedOnesDoNot() {
        var random = Seeded()
        let seed = "\(random)"
        let secret = [UInt8](repeating: 9, count: 32)
        for _ in 0..<2_000 {
            var body = (0..<Int.random(in: 1...80, using: &random)).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            let time = Int64.random(in: 0...4_000_000_000, using: &random)
            let strong = AnswerSignature.strong(body: body, time: time, requestID: "id", secrets: [secret])
            let isValid = AnswerSignature.isValid(strong: strong, body: body, time: time, requestID: "id", secret: secret)
            body[Int.random(in: 0..<body.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            let stillValid = AnswerSignature.isValid(strong: strong, body: body, time: time, requestID: "id", secret: secret)
            guard isValid, !stillValid else {
                Issue.record("\(body) at \(time); \(seed)")
                return
            }
        }
    }
}

@Suite struct WebhookSignatureTests {
    /// The example that Standard Webhooks libraries test with. Its secret is shorter than ours are.
    @Test func publishedVector() throws {
        let secret = try #require(Base64.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let body = Array(#"{"test": 2432232314}"#.utf8)
        let id = "msg_p5jXN8AQM9LWM0D4loKWxJek"
        let signature = WebhookSignature.text(id: id, time: 1_614_265_330, body: body, secrets: [secret])
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        #expect(WebhookSignature.isValid(signature, id: id, time: 1_614_265_330, body: body, secret: secret))
        #expect(!WebhookSignature.isValid(signature, id: id, time: 1_614_265_331, body: body, secret: secret))
    }

    @Test func whileASecretIsReplacedEitherSuffices() {
        let secrets = [[UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 32)]
        let body = Array("{}".utf8)
        let header = WebhookSignature.text(id: "order-1", time: 1, body: body, secrets: secrets)
        #expect(header.split(separator: " ").count == 2)
        for secret in secrets { #expect(WebhookSignature.isValid(header, id: "order-1", time: 1, body: body, secret: secret)) }
        let other = [UInt8](repeating: 3, count: 32)
        #expect(!WebhookSignature.isValid(header, id: "order-1", time: 1, body: body, secret: other))
        #expect(WebhookSignature.isValid("v1a,xyz v0, \(header)", id: "order-1", time: 1, body: body, secret: secrets[0]))
        #expect(!WebhookSignature.isValid("", id: "order-1", time: 1, body: body, secret: other))
    }
}

@Suite struct StrongSecretTests {
    @Test func isWrittenWithItsPrefix() throws {
        let bytes = [UInt8](repeating: 0xA5, count: 32)
        let secret = try #require(StrongSecret(bytes: bytes))
        #expect(secret.text == "whsec_paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaU=")
        #expect(StrongSecret(text: secret.text) == secret)
    }

    /// The secret of the sandbox's first app, by the protocol's rule (section 9).
    @Test func secretOfTheSandbox() throws {
        let digest = Array(SHA256.hash(data: Array("sandbox-app-callback-secret".utf8)))
        #expect(StrongSecret(bytes: digest)?.text == "whsec_y/hNs664DV+bZoNv13INgC0fzXdw/C8KiJ1c5vRIuUA=")
    }

    @Test(arguments: [
        "", "whsec_", "paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaU=", "WHSEC_paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaU=",
        "whsec_paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaV=", "whsec_paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpQ==",
    ])
    func refusesOtherTexts(text: String) { #expect(StrongSecret(text: text) == nil) }

    @Test func doesNotShowItself() throws {
        let secret = try #require(StrongSecret(bytes: [UInt8](repeating: 0xA5, count: 32)))
        #expect(!"\(secret)".contains("paWl"))
        #expect(!String(reflecting: secret).contains("paWl"))
    }
}
