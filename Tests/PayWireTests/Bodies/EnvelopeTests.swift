import PayCore
import PayWire
import Testing

@Suite struct EnvelopeTests {
    @Test func hasItsMembersInOrder() {
        let success = Envelope.success { writer in
            writer.beginObject()
            writer.member("pay_url", "https://pay.example/oauth/pay?code=1")
            writer.endObject()
        }
        #expect(
            String(decoding: success, as: UTF8.self)
                == #"{"ok":true,"code":1,"msg":"","data":{"pay_url":"https://pay.example/oauth/pay?code=1"}}"#
        )
    }

    @Test func canBeSpelledWithACapitalLetter() {
        let success = Envelope.success(member: "Data", Envelope.writeNothing)
        #expect(String(decoding: success, as: UTF8.self) == #"{"ok":true,"code":1,"msg":"","Data":{}}"#)
    }

    @Test func refusalsSayWhatIsWrong() {
        let refusal = Envelope.refusal(.badParameter("volume", "must be \"more\" than zero"))
        #expect(
            String(decoding: refusal, as: UTF8.self)
                == #"{"ok":false,"code":8,"msg":"volume must be \"more\" than zero","data":{}}"#
        )
    }

    @Test func refusalsMayTellMore() {
        let refusal = Envelope.refusal(PlatformError(.paymentExists, "Again."), member: "Data") { $0.value(raw: Array("[1]".utf8)) }
        #expect(String(decoding: refusal, as: UTF8.self) == #"{"ok":false,"code":4009,"msg":"Again.","Data":[1]}"#)
    }
}
