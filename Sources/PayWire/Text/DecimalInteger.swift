/// The decimal text of a 64-bit integer.
package enum DecimalInteger {
    /// - Returns: `nil` unless the text is exactly what `String` makes of the integer.
    package static func parse(_ text: String) -> Int64? {
        var magnitude: UInt64 = 0
        var count = 0
        var isNegative = false
        for byte in text.utf8 {
            if byte == UInt8(ascii: "-"), count == 0, !isNegative {
                isNegative = true
                continue
            }
            // 19 digits cannot overflow 64 bits without a sign.
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), count < 19, count == 0 || magnitude > 0 else { return nil }
            magnitude = magnitude * 10 + UInt64(byte - UInt8(ascii: "0"))
            count += 1
        }
        guard count > 0, !(isNegative && magnitude == 0) else { return nil }
        guard isNegative else { return Int64(exactly: magnitude) }
        return magnitude <= Int64.min.magnitude ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
    }
}
