import PayWire
import Testing

@Suite struct JSONWriterTests {
    private static func write(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func putsCommasBetweenMembersAndElementsOnly() {
        let text = Self.write { writer in
            writer.beginObject()
            writer.member("a", "x")
            writer.beginArray("b")
            writer.value(1)
            writer.beginArray()
            writer.endArray()
            writer.beginObject()
            writer.endObject()
            writer.value("y")
            writer.endArray()
            writer.beginObject("c")
            writer.member("d", true)
            writer.memberNull("e")
            writer.endObject()
            writer.member("f", raw: Array("{\"g\":0}".utf8))
            writer.member("h", false)
            writer.endObject()
        }
        #expect(text == #"{"a":"x","b":[1,[],{},"y"],"c":{"d":true,"e":null},"f":{"g":0},"h":false}"#)
    }

    @Test(arguments: [
        (Int64(0), "0"), (7, "7"), (10, "10"), (-1, "-1"), (1_551_350_330_000_000_000, "1551350330000000000"),
        (.max, "9223372036854775807"), (.min, "-9223372036854775808"),
    ])
    func writesIntegers(number: Int64, text: String) {
        #expect(Self.write { $0.value(number) } == text)
    }

    @Test func escapesQuotesBackslashesAndControlCharactersOnly() {
        let text = Self.write { $0.value("\"\\/\n\u{0}\u{1F}\u{7F}\u{85}\u{2028}<>&é👍") }
        #expect(Array(text.utf8) == Array("\"\\\"\\\\/\\u000a\\u0000\\u001f\u{7F}\u{85}\u{2028}<>&é👍\"".utf8))
    }

    /// Every byte at every place of texts of every length around the eight bytes that the writer looks at together.
    @Test func findsWhatNeedsAnEscapeAnywhere() {
        for length in 1...20 {
            for place in 0..<length {
                for byte in UInt8(0)..<0x80 {
                    var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: length)
                    bytes[place] = byte
                    let expected = bytes.flatMap(Self.escaped)
                    var writer = JSONWriter(reserving: 0)
                    writer.value(String(decoding: bytes, as: UTF8.self))
                    guard writer.bytes == [0x22] + expected + [0x22] else {
                        Issue.record("byte \(byte) at \(place) of \(length)")
                        return
                    }
                }
            }
        }
    }

    private static func escaped(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case 0x22, 0x5C: [0x5C, byte]
        case 0..<0x10: Array("\\u000\(String(byte, radix: 16))".utf8)
        case 0x10..<0x20: Array("\\u00\(String(byte, radix: 16))".utf8)
        default: [byte]
        }
    }

    @Test func growsAsNeeded() throws {
        let text = String(repeating: "é\"", count: 10_000)
        var writer = JSONWriter(reserving: 0)
        writer.beginObject()
        for index in 0..<100 { writer.member("m\(index)", text) }
        writer.endObject()
        let object = try JSONObject(parsing: writer.bytes)
        #expect(object.members.count == 100)
        #expect(object["m99"] == .string(text))
    }
}
