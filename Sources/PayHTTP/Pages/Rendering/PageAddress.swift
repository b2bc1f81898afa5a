/// Where a page is on this server: a path and a query, percent-encoded as they are written. Links and forms of a page point to
/// addresses only, so that nothing a browser sent can lead to another site.
package struct PageAddress: Hashable, Sendable {
    package let path: String
    /// Names and values in order, not encoded.
    package let query: [Field]

    package struct Field: Hashable, Sendable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What a page's address may hold: its path, and the fields of the query that the page reads.
    package struct Form: Hashable, Sendable {
        package let path: String
        package let fields: [String]

        package init(_ path: String, fields: [String] = []) {
            self.path = path
            self.fields = fields
        }
    }

    package init(path: String, query: [Field] = []) {
        self.path = path
        self.query = query
    }

    /// The same address with one more field; an earlier one of that name goes.
    package func setting(_ name: String, to value: String) -> PageAddress {
        PageAddress(path: path, query: query.filter { !$0.name.utf8.elementsEqual(name.utf8) } + [Field(name, value)])
    }

    /// The address as a reference for `href` and `action`. It begins with exactly one slash: two would name a host.
    package var reference: String {
        var bytes: [UInt8] = [UInt8(ascii: "/")]
        bytes += Self.encoded(path.utf8.drop { $0 == UInt8(ascii: "/") }, keepingSlashes: true)
        for (index, field) in query.enumerated() {
            bytes.append(index == 0 ? UInt8(ascii: "?") : UInt8(ascii: "&"))
            bytes += Self.encoded(field.name.utf8, keepingSlashes: false)
            bytes.append(UInt8(ascii: "="))
            bytes += Self.encoded(field.value.utf8, keepingSlashes: false)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func encoded(_ text: some Sequence<UInt8>, keepingSlashes: Bool) -> [UInt8] {
        let hex = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            case UInt8(ascii: "/") where keepingSlashes:
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return bytes
    }
}
