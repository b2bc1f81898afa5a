import PayDomain

/// Seals well enough to notice a wrong key and a wrong context.
struct XORSealer: Sealer {
    let key: UInt8

    func seal(_ secret: [UInt8], for context: String) throws -> [UInt8] { (header(context) + secret).map { $0 ^ key } }

    func open(_ sealed: [UInt8], for context: String) throws -> [UInt8] {
        let plain = sealed.map { $0 ^ key }
        guard plain.starts(with: header(context)) else { throw SealBroken() }
        return Array(plain.dropFirst(header(context).count))
    }

    private func header(_ context: String) -> [UInt8] { Array("sealed:\(context):".utf8) }
}
