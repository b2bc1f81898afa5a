import PayWire

/// A derived password in PHC form: `$scrypt$ln=16,r=8,p=1$salt$digest`, salt and digest in base64 without padding. Cost is kept with each
/// hash, so that it can rise for new ones.
struct ScryptHash: Sendable {
    static let saltBytes = 16
    static let digestBytes = 32

    let cost: ScryptPasswordHasher.Cost
    let salt: [UInt8]
    let digest: [UInt8]

    init(cost: ScryptPasswordHasher.Cost, salt: [UInt8], digest: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.digest = digest
    }

    var text: String {
        "$scrypt$ln=\(cost.logN),r=\(cost.blockSize),p=\(cost.parallelism)$\(Self.base64(salt))$\(Self.base64(digest))"
    }

    /// - Returns: `nil` for anything that ``text`` does not print, and for costs that nobody should pay.
    init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else { return nil }
        let numbers = parts[2].split(separator: ",", omittingEmptySubsequences: false)
        guard numbers.count == 3, let logN = Self.number(numbers[0], named: "ln"), let blockSize = Self.number(numbers[1], named: "r"),
            let parallelism = Self.number(numbers[2], named: "p"),
            let cost = ScryptPasswordHasher.Cost(logN: logN, blockSize: blockSize, parallelism: parallelism),
            let salt = Self.bytes(base64: parts[3]), salt.count == Self.saltBytes,
            let digest = Self.bytes(base64: parts[4]), digest.count == Self.digestBytes
        else { return nil }
        self.init(cost: cost, salt: salt, digest: digest)
    }

    private static func number(_ text: Substring, named name: String) -> Int? {
        guard text.hasPrefix("\(name)="), let number = Int(text.dropFirst(name.count + 1)), text == "\(name)=\(number)" else { return nil }
        return number
    }

    private static func base64(_ bytes: [UInt8]) -> String { String(Base64.encode(bytes).prefix { $0 != "=" }) }

    private static func bytes(base64 text: Substring) -> [UInt8]? {
        guard !text.utf8.contains(UInt8(ascii: "=")) else { return nil }
        return Base64.decode(text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4))
    }
}
