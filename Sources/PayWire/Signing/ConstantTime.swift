/// Comparison whose time does not tell where two texts differ.
enum ConstantTime {
    /// The length is no secret: texts of different lengths differ at once.
    static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}
