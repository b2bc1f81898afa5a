import PayCore

/// What stands on a receipt and proves it: the number of the order, and a tag that only the platform can make for what the order is.
///
/// Written `IMUGI-` and 35 characters in groups of five: Crockford's base32, which has no I, L, O and U. Read in any case, with or without
/// the groups and the first word, I and L as 1, O as 0.
package struct ReceiptCode: Hashable, Sendable {
    /// 120 bits. Nobody finds one that fits by trying, so that nobody has to be kept from trying.
    static let tagBytes = 15
    /// No text longer than this is read: room for a blank or a mark between all characters.
    package static let maximumBytes = 256
    private static let word = "IMUGI"
    /// Two bits, always zero, say which form of receipt this is; 53 are the order's number.
    private static let headCharacters = 11
    private static let headLimit: UInt64 = 1 << 53
    private static let tagCharacters = tagBytes * 8 / 5

    package let order: OrderID
    let tag: [UInt8]

    /// - Parameter tag: ``tagBytes`` bytes.
    init(order: OrderID, tag: [UInt8]) {
        precondition(tag.count == Self.tagBytes, "a tag has its length")
        self.order = order
        self.tag = tag
    }

    /// The code as it is printed.
    package var text: String {
        var characters = Self.characters(of: UInt64(order.number), count: Self.headCharacters)
        for start in stride(from: 0, to: Self.tagBytes, by: 5) {
            // Five bytes are eight characters.
            let bits = tag[start..<start + 5].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            characters += Self.characters(of: bits, count: 8)
        }
        let groups = stride(from: 0, to: characters.count, by: 5).map { String(decoding: characters[$0..<$0 + 5], as: UTF8.self) }
        return ([Self.word] + groups).joined(separator: "-")
    }

    /// - Returns: `nil` for what cannot be a code; whether it is genuine is another question.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.maximumBytes else { return nil }
        var letters: [UInt8] = []
        for scalar in text.unicodeScalars where !Self.isFiller(scalar) {
            guard scalar.isASCII else { return nil }
            let byte = UInt8(ascii: scalar)
            letters.append((UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte - 32 : byte)
        }
        // No code begins with the word's letters, since U is none of its own.
        if letters.starts(with: Self.word.utf8) { letters.removeFirst(Self.word.utf8.count) }
        guard letters.count == Self.headCharacters + Self.tagCharacters else { return nil }
        guard let head = Self.bits(letters[..<Self.headCharacters]), (1..<Self.headLimit).contains(head) else { return nil }
        var tag: [UInt8] = []
        for start in stride(from: Self.headCharacters, to: letters.count, by: 8) {
            guard let bits = Self.bits(letters[start..<start + 8]) else { return nil }
            tag += (0..<5).map { UInt8(truncatingIfNeeded: bits >> (32 - 8 * UInt64($0))) }
        }
        order = OrderID(Int64(head))
        self.tag = tag
    }

    /// What people and their programs put between the characters.
    private static func isFiller(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar.properties.generalCategory == .dashPunctuation || scalar == "\u{AD}"
    }

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    private static func characters(of bits: UInt64, count: Int) -> [UInt8] {
        (1...count).map { alphabet[Int(bits >> UInt64(5 * (count - $0)) & 31)] }
    }

    private static func bits(_ letters: ArraySlice<UInt8>) -> UInt64? {
        var bits: UInt64 = 0
        for letter in letters {
            let meant =
                switch letter {
                case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
                case UInt8(ascii: "O"): UInt8(ascii: "0")
                default: letter
                }
            guard let value = alphabet.firstIndex(of: meant) else { return nil }
            bits = bits << 5 | UInt64(value)
        }
        return bits
    }
}
