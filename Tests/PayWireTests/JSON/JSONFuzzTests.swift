import Foundation
import PayCore
import PayWire
import TestSupport
import Testing

@Suite struct JSONFuzzTests {
    @Test func writtenValuesAreReadBack() throws {
        var random = Seeded()
        let seed = "\(random)"
        for _ in 0..<3_000 {
            let value = Self.randomObject(depth: 4, &random)
            var writer = JSONWriter(reserving: Int.random(in: 0...600, using: &random))
            writer.write(value)
            guard case .object(let written) = value, try JSONObject(parsing: writer.bytes) == written else {
                Issue.record("\(String(decoding: writer.bytes, as: UTF8.self)) was read as something else; \(seed)")
                return
            }
        }
    }

    /// What is accepted after random damage must be JSON to Foundation too, which takes more, and must survive writing and reading.
    @Test func damagedBodiesNeverCrashAndAreNeverMisread() throws {
        var random = Seeded()
        let seed = "\(random)"
        let originals = Self.bodies.map { Array($0.utf8) }
        var accepted = 0
        for _ in 0..<50_000 {
            let damaged = Self.damage(originals.randomElement(using: &random) ?? [], &random)
            guard let object = try? JSONObject(parsing: damaged) else { continue }
            accepted += 1
            // Foundation refuses numbers that floating point cannot hold.
            let isJSON = Self.hasExponent(.object(object)) || (try? JSONSerialization.jsonObject(with: Data(damaged))) != nil
            guard isJSON, (try? JSONObject(parsing: object.canonicalBytes)) == object else {
                Issue.record("\(damaged) was misread; \(seed)")
                return
            }
            Self.readEveryField(Fields(object))
        }
        #expect(accepted > 1_000, "\(seed)")
    }

    private static let bodies = [
        #"{"trade_no":"25","uid":1000000,"coin_code":"usdt","volume":"0.01","scene":"shop","desc":"a pair of shoes","device":"deviceForTest"}"#,
        #"{ "trade_no" : "A1_b2", "specify_dragonex_uid": "0", "state":"abc\u00e9\n\ud83d\ude00x", "redirect_url":"https:\/\/a.b\/c" }"#,
        #"{"a":[1,-2.5,true,false,null,{"b":[[]]}],"é":"中文 👍","":""}"#,
    ]

    private static func damage(_ bytes: [UInt8], _ random: inout Seeded) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes[index] = .random(in: .min ... .max, using: &random)
            case 2: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: index)
            default: bytes.remove(at: index)
            }
        }
        return bytes
    }

    private static func hasExponent(_ value: JSONValue) -> Bool {
        switch value {
        case .number(let text): text.contains { $0 == "e" || $0 == "E" }
        case .array(let values): values.contains(where: hasExponent)
        case .object(let object): object.members.contains { hasExponent($0.value) }
        case .string, .bool, .null: false
        }
    }

    private static func readEveryField(_ fields: Fields) {
        _ = try? fields.tradeNo()
        _ = try? fields.volume(scale: .maximum)
        _ = try? fields.optionalPositive("uid")
        _ = try? fields.integer("specify_dragonex_uid")
        _ = try? fields.text("desc")
        _ = try? fields.token8to16("state")
        _ = try? fields.optionalString("coin_code")
        _ = try? RedirectURL.parse(fields.requiredString("redirect_url"))
    }

    private static func randomObject(depth: Int, _ random: inout Seeded) -> JSONValue {
        var writer = JSONWriter()
        writer.beginObject()
        var names: Set<[UInt8]> = []
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            let name = randomText(&random)
            guard names.insert(Array(name.utf8)).inserted else { continue }
            writer.name(name)
            writer.write(randomValue(depth: depth - 1, &random))
        }
        writer.endObject()
        guard let object = try? JSONObject(parsing: writer.bytes) else { return .null }
        return .object(object)
    }

    private static func randomValue(depth: Int, _ random: inout Seeded) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
        case 0: .string(randomText(&random))
        case 1: .number(String(Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0..<64, using: &random)))
        case 2: .bool(.random(using: &random))
        case 3: .null
        case 4: .array((0..<Int.random(in: 0...4, using: &random)).map { _ in randomValue(depth: depth - 1, &random) })
        default: randomObject(depth: depth, &random)
        }
    }

    private static func randomText(_ random: inout Seeded) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...20, using: &random) {
            let limit: UInt32 = [0x30, 0x80, 0x800, 0x110000].randomElement(using: &random) ?? 0x80
            if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &random)) { text.append(scalar) }
        }
        return String(text)
    }
}
