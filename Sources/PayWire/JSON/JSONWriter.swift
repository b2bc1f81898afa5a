/// Appends JSON to a byte buffer: no white space, members in the order of the calls, strings in UTF-8 with only `"`, `\` and the control
/// characters below U+0020 escaped. The same calls make the same bytes, which is what signatures need.
///
/// Commas come by themselves. The caller keeps begin and end in balance and gives every member of an object a name.
package struct JSONWriter: ~Copyable {
    private var output: JSONOutput
    private var needsComma = false

    package init(reserving capacity: Int = 512) { output = JSONOutput(capacity: capacity) }

    /// Everything written so far.
    package var bytes: [UInt8] { output.bytes }

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
        output.append(quoting: name)
        output.append(UInt8(ascii: ":"))
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
        valueNull()
    }

    package mutating func value(_ value: String) {
        separate()
        output.append(quoting: value)
    }

    package mutating func value(_ value: Int64) {
        separate()
        output.append(decimal: value)
    }

    package mutating func value(_ value: Int) { self.value(Int64(value)) }

    package mutating func value(_ value: Bool) {
        separate()
        output.append(value ? "true" : "false")
    }

    package mutating func valueNull() {
        separate()
        output.append("null")
    }

    /// - Parameter raw: one value that is JSON already.
    package mutating func value(raw: [UInt8]) {
        separate()
        output.append(raw)
    }

    private mutating func separate() {
        if needsComma { output.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        output.append(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        output.append(bracket)
        needsComma = true
    }
}
