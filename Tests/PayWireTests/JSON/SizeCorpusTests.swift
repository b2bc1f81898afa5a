import PayCore
import PayWire
import TestSupport
import Testing

/// The rows about sizes that a parser decides.
@Suite struct SizeCorpusTests {
    /// What is on the wire, in the stores or at other ends.
    private static let others = Dictionary(
        uniqueKeysWithValues: [
            "005", "006", "007", "008", "009", "010", "012", "014", "017", "018", "019", "020", "021", "024", "025", "027", "028", "029",
            "030", "031", "032", "046", "048", "051", "053", "054", "055", "057", "061", "062",
        ].map { ($0, "the front, the endpoints, the server, callbacks, the store") }
    )

    @Test(arguments: try corpus("size", without: others))
    func row(_ row: CorpusRow) throws {
        let check = try #require(Self.checks[row.id], "\(row.id) is new and undecided")
        try check()
    }

    private static let checks: [String: @Sendable () throws -> Void] = [
        "size-001": { #expect(isRefused([])) },
        "size-002": { #expect(isRefused([0x7B])) },
        "size-003": { #expect(!isRefused(body(ofBytes: 65_535))) },
        "size-004": { #expect(!isRefused(body(ofBytes: 65_536))) },
        "size-036": { #expect(!isRefused(nested(16))) },
        "size-037": { #expect(isRefused(nested(17))) },
        "size-038": { #expect(isRefused(nested(1_000_000))) },
        "size-039": {
            let fields = try Fields(parsing: Array("{\"desc\":\"\(String(repeating: "a", count: 60 * 1024))\"}".utf8))
            #expect(refusal { _ = try fields.text("desc") } == .badParameter)
        },
        "size-042": { try checkLengths("trade_no", [64], [65]) { _ = try $0.tradeNo() } },
        "size-043": {
            try checkLengths("scene", [0, 100], [101]) { _ = try $0.text("scene") }
            try checkLengths("desc", [0, 100], [101]) { _ = try $0.text("desc") }
        },
        "size-044": { try checkLengths("state", [8, 16], [7, 17]) { _ = try $0.token8to16("state") } },
        "size-045": {
            let base = "https://shop.example/"
            _ = try WebURL(base + String(repeating: "a", count: 2048 - base.utf8.count))
            #expect(throws: WebURLError.tooLong) { try WebURL(base + String(repeating: "a", count: 2049 - base.utf8.count)) }
        },
        "size-064": {
            var writer = JSONWriter()
            writer.value(Int64(1) << 53 + 1)
            #expect(writer.bytes == Array("9007199254740993".utf8))
        },
    ]

    private static func isRefused(_ bytes: [UInt8]) -> Bool { refusal { _ = try Fields(parsing: bytes) } == .badParameter }

    private static func body(ofBytes count: Int) -> [UInt8] {
        Array("{\"a\":\"\(String(repeating: "a", count: count - 8))\"}".utf8)
    }

    private static func nested(_ depth: Int) -> [UInt8] {
        Array("{\"a\":".utf8) + [UInt8](repeating: 0x5B, count: depth - 1) + [UInt8](repeating: 0x5D, count: depth - 1) + [0x7D]
    }

    private static func checkLengths(_ name: String, _ good: [Int], _ bad: [Int], _ read: (Fields) throws -> Void) throws {
        for count in good + bad {
            let fields = try Fields(parsing: Array("{\"\(name)\":\"\(String(repeating: "a", count: count))\"}".utf8))
            #expect((refusal { try read(fields) } == .badParameter) == bad.contains(count), "\(name) of \(count)")
        }
    }
}
