import Foundation
import PayWire
import TestSupport
import Testing

@Suite struct Base64Tests {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
    func vectors(plain: String, encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(plain.utf8))
    }

    @Test(arguments: [
        "Zg", "Zg=", "Zg===", "Z===", "====", "=", "Zh==", "Zm9=", "Zm9v=", "Zm9vYg==\n", " Zm9v", "Zm9v ", "Zm-v", "Zm_v", "Zm=v", "Z=9v",
        "Zg==Zg==", "Zm9vZg=", "Zm\u{E9}", "Zm9\u{0}",
    ])
    func refusesAllButTheOneText(text: String) { #expect(Base64.decode(text) == nil) }

    @Test func agreesWithFoundationOnRandomBytes() {
        var random = Seeded()
        let seed = "\(random)"
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...50, using: &random)).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            let text = Base64.encode(bytes)
            guard text == Data(bytes).base64EncodedString(), Base64.decode(text) == bytes else {
                Issue.record("\(bytes) became \(text); \(seed)")
                return
            }
        }
    }

    /// Among all texts of four characters over a part of the alphabet, exactly those decode that encoding makes.
    @Test func decodingIsTheInverseOfEncoding() {
        let letters = Array("AQgwB/+=".utf8)
        for number in 0..<(8 * 8 * 8 * 8) {
            let text = String(decoding: (0..<4).map { letters[number >> (3 * $0) & 7] }, as: UTF8.self)
            if let bytes = Base64.decode(text) {
                #expect(Base64.encode(bytes) == text)
            } else {
                let lenient = Data(base64Encoded: text).map { Base64.encode(Array($0)) }
                #expect(lenient != text)
            }
        }
    }
}

@Suite struct HexTests {
    @Test func readsBothCasesAndWritesLower() {
        #expect(Hex.encode([0x00, 0x0F, 0xA5, 0xFF]) == "000fa5ff")
        #expect(Hex.decode("000Fa5fF") == [0x00, 0x0F, 0xA5, 0xFF])
        #expect(Hex.decode("")?.isEmpty == true)
    }

    @Test(arguments: ["0", "0g", "0x", " 00", "00 ", "é", "\u{FF10}\u{FF10}"])
    func refuses(text: String) { #expect(Hex.decode(text) == nil) }
}
