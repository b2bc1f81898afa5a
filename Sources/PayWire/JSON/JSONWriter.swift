/// Appends JSON to a byte buffer: no white space, members in the order of the calls, strings in UTF-8 with only `"`, `\` and the control
/// characters below U+0020 escaped. The same calls make the same bytes, which is what signatures need.
///
/// Commas come by themselves. The caller keeps begin and end in balance and gives every member of an object a name.
package struct JSONWriter: Sendable {
    /// Everything written so far.
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    package init(reserving capacity: Int = 512) { bytes.reserveCapacity(capacity) }

    package mutating func beginObject() { begin(UInt8(ascii: "{")) }

    /// Begins an object that is a member.
    package mutating func beginObject(_ name: String) {
        self.name(name)
        beginObject()
    }

    package mutating func endObject() { end(UInt8(ascii: "}")) }

    package mutating func beginArray() { begin(UInt8(ascii: "[")) }

    /// Begins an array that is a member.
    package mutating func beginArray(_ name: String) {
        self.name(name)
        beginArray()
    }

    package mutating func endArray() { end(UInt8(ascii: "]")) }

    /// Writes a member's name; its value has to follow.
    package mutating func name(_ name: String) {
        separate()
        append(quoting: name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    package mutating func member(_ name: String, _ value: String) {
        self.name(name)
        self.value(value)
    }

    package mutating func member(_ name: String, _ value: Int64) {
        self.name(name)
        self.value(value)
    }

    package mutating func member(_ name: String, _ value: Int) { member(name, Int64(value)) }

    package mutating func member(_ name: String, _ value: Bool) {
        self.name(name)
        self.value(value)
    }

    /// - Parameter raw: one value that is JSON already.
    package mutating func member(_ name: String, raw: [UInt8]) {
        self.name(name)
        value(raw: raw)
    }

    package mutating func memberNull(_ name: String) {
        self.name(name)
        value(raw: Array("null".utf8))
    }

    package mutating func value(_ value: String) {
        separate()
        append(quoting: value)
    }

    package mutating func value(_ value: Int64) {
        separate()
        append(decimal: value)
    }

    package mutating func value(_ value: Int) { self.value(Int64(value)) }

    package mutating func value(_ value: Bool) {
        separate()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// - Parameter raw: one value that is JSON already.
    package mutating func value(raw: [UInt8]) {
        separate()
        bytes.append(contentsOf: raw)
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func append(quoting text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            if utf8.contains(where: Self.needsEscape) {
                for byte in utf8 { append(escaping: byte) }
            } else {
                bytes.append(contentsOf: utf8)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func append(escaping byte: UInt8) {
        guard Self.needsEscape(byte) else { return bytes.append(byte) }
        bytes.append(UInt8(ascii: "\\"))
        guard byte < 0x20 else { return bytes.append(byte) }
        bytes.append(contentsOf: "u00".utf8)
        bytes.append(Hex.digit(byte >> 4))
        bytes.append(Hex.digit(byte & 0x0F))
    }

    private mutating func append(decimal value: Int64) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        var rest = value.magnitude
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }
}
