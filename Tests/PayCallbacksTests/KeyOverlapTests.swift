import PayCallbacks
import PayCore
import PayDomain
import PayWire
import Testing

/// Callbacks while an app's keys are being replaced.
@Suite struct KeyOverlapTests {
    private static let old = [UInt8](repeating: 7, count: 32)
    private static let new = [UInt8](repeating: 8, count: 32)

    @Test(arguments: [
        (Int64(-1), "shop-check-key", [old]), (0, "shop-check-key", [new, old]), (3_599, "shop-check-key", [new, old]),
        (3_600, "new-check-key", [new]), (3_601, "new-check-key", [new]),
    ])
    func aCallbackVerifiesForWhoHasChangedOverAndForWhoHasNot(_ seconds: Int64, _ checkKey: String, _ secrets: [[UInt8]]) throws {
        var app = try Fixture.app(callbackURL: nil)
        if seconds >= 0 { app.replaceKeys(checkKey: "new-check-key", strongSecret: Self.new, overlap: 3_600, now: Fixture.start) }
        let time = Fixture.start.advanced(bySeconds: seconds)
        let message = CallbackMessage(try Fixture.order(), coin: try Fixture.coin(), app: app, time: time)
        func header(_ name: String) -> [String] { message.headers.filter { $0.name == name }.map(\.value) }

        let tags = header("dragonex-sign")
        #expect(tags.count == 1)
        for key in ["shop-check-key", "new-check-key"] {
            let isValid = AnswerSignature.isValid(tag: try #require(tags.first), body: message.body, time: time.seconds, checkKey: key)
            #expect(isValid == (key == checkKey), "\(key)")
        }
        let signatures = header("webhook-signature")
        #expect(signatures.count == 1 && signatures[0].split(separator: " ").count == secrets.count)
        for secret in [Self.old, Self.new] {
            let isValid = WebhookSignature.isValid(
                signatures[0], id: message.id, time: time.seconds, body: message.body, secret: secret
            )
            #expect(isValid == secrets.contains(secret))
        }
    }

    @Test func aSecretThatStaysSignsOnce() throws {
        var app = try Fixture.app(callbackURL: nil)
        app.replaceKeys(checkKey: "new-check-key", strongSecret: nil, overlap: 3_600, now: Fixture.start)
        let message = CallbackMessage(try Fixture.order(), coin: try Fixture.coin(), app: app, time: Fixture.start)
        #expect(message.headers.filter { $0.name == "webhook-signature" }.map { $0.value.contains(" ") } == [false])
    }
}
