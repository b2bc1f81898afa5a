import PayCore
import PayWire
import TestSupport

/// The code that reading ends with, or `nil` if it succeeds.
func refusal(_ read: () throws -> Void) -> PlatformCode? {
    do {
        try read()
        return nil
    } catch {
        return (error as? PlatformError)?.code
    }
}

extension JSONWriter {
    /// Writes any value, to see it parsed again.
    mutating func write(_ value: JSONValue) {
        switch value {
        case .string(let text): self.value(text)
        case .number(let text): self.value(raw: Array(text.utf8))
        case .bool(let bool): self.value(bool)
        case .null: valueNull()
        case .array(let values):
            beginArray()
            for value in values { write(value) }
            endArray()
        case .object(let object):
            beginObject()
            for member in object.members {
                name(member.name)
                write(member.value)
            }
            endObject()
        }
    }
}

extension JSONObject {
    /// The object written canonically.
    var canonicalBytes: [UInt8] {
        var writer = JSONWriter()
        writer.write(.object(self))
        return writer.bytes
    }
}

/// A body with one member whose value is the given text, escaped by the simplest of rules.
func body(_ name: String, text: String) -> [UInt8] {
    let escaped = text.utf16.map { unit in
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
    return Array("{\"\(name)\":\"\(escaped.joined())\"}".utf8)
}

/// A body with one member for a corpus row, which may say `<JSON number> 1`, `<JSON null>`, `<JSON bool> true`, `<JSON array> ["1"]` or
/// `<missing key>` instead of a text.
func body(_ name: String, row: CorpusRow) -> [UInt8] {
    let text = row.text
    if text == "<missing key>" { return Array("{}".utf8) }
    if text == "<JSON null>" { return Array("{\"\(name)\":null}".utf8) }
    if text == "<JSON array>" { return Array("{\"\(name)\":[\"12345678\"]}".utf8) }
    guard text.hasPrefix("<JSON "), let end = text.firstIndex(of: ">") else { return body(name, text: text) }
    return Array("{\"\(name)\":\(text[text.index(end, offsetBy: 2)...])}".utf8)
}
