/// Which addresses the platform may call (architecture, rule 10). The lists are IANA's special-purpose registries.
extension IPAddress {
    /// Whether the address belongs to one host of the public internet.
    ///
    /// Everything else is refused: private, shared, loopback, link-local, documentation, benchmarking, multicast and reserved addresses, and
    /// every IPv6 address outside `2000::/3` or with an IPv4 address inside, which a gateway may take to a private network.
    package var isPublicUnicast: Bool {
        switch self {
        case .v4(let number): !Self.specialV4.contains { $0.contains(number) }
        case .v6(let high, _): high >> 61 == 0b001 && !Self.specialV6.contains { $0.contains(high) }
        }
    }

    /// Whether the address is never called, whatever an operator allows: link-local addresses, under which clouds hand out the secrets of
    /// the machine, groups and broadcast, and addresses that stand for others or for none.
    package var isNeverCalled: Bool {
        switch self {
        case .v4(let number): Self.neverCalledV4.contains { $0.contains(number) }
        case .v6(0xFD00_0EC2_0000_0000, 0x254): true  // The metadata service of one cloud.
        case .v6(let high, let low):
            Self.neverCalledV6.contains { $0.contains(high) } || (high == 0 && low != 1)  // Unspecified, IPv4-compatible and -mapped.
        }
    }

    /// `127.0.0.0/8` or `::1`.
    package var isLoopback: Bool {
        switch self {
        case .v4(let number): number >> 24 == 127
        case .v6(let high, let low): high == 0 && low == 1
        }
    }

    /// The addresses that share the first bits of one. IPv6 blocks that matter here end within the first half.
    private struct Block<Word: FixedWidthInteger & Sendable>: Sendable {
        private let start: Word
        private let spare: Int

        init(_ start: Word, _ length: Int) {
            self.start = start
            spare = Word.bitWidth - length
        }

        func contains(_ word: Word) -> Bool { word >> spare == start >> spare }
    }

    private static let specialV4: [Block<UInt32>] = [
        Block(0x0000_0000, 8),  // 0.0.0.0/8, this network
        Block(0x0A00_0000, 8),  // 10.0.0.0/8, private
        Block(0x6440_0000, 10),  // 100.64.0.0/10, shared by carriers' customers
        Block(0x7F00_0000, 8),  // 127.0.0.0/8, loopback
        Block(0xA9FE_0000, 16),  // 169.254.0.0/16, link-local, metadata services
        Block(0xA83F_8110, 32),  // 168.63.129.16/32, one cloud's own service in front of its machines
        Block(0xAC10_0000, 12),  // 172.16.0.0/12, private
        Block(0xC000_0000, 24),  // 192.0.0.0/24, protocol assignments
        Block(0xC000_0200, 24),  // 192.0.2.0/24, documentation
        Block(0xC058_6300, 24),  // 192.88.99.0/24, former 6to4 relays
        Block(0xC0A8_0000, 16),  // 192.168.0.0/16, private
        Block(0xC612_0000, 15),  // 198.18.0.0/15, benchmarking
        Block(0xC633_6400, 24),  // 198.51.100.0/24, documentation
        Block(0xCB00_7100, 24),  // 203.0.113.0/24, documentation
        Block(0xE000_0000, 4),  // 224.0.0.0/4, multicast
        Block(0xF000_0000, 4),  // 240.0.0.0/4, reserved, and broadcast
    ]

    /// The exceptions within `2000::/3`.
    private static let specialV6: [Block<UInt64>] = [
        Block(0x2001_0000_0000_0000, 23),  // 2001::/23, protocol assignments, Teredo among them
        Block(0x2001_0DB8_0000_0000, 32),  // 2001:db8::/32, documentation
        Block(0x2002_0000_0000_0000, 16),  // 2002::/16, 6to4
        Block(0x3FFF_0000_0000_0000, 20),  // 3fff::/20, documentation
    ]
    private static let neverCalledV4: [Block<UInt32>] = [
        Block(0x0000_0000, 8),  // 0.0.0.0/8, this network
        Block(0x6464_64C8, 32),  // 100.100.100.200/32, the metadata service of one cloud
        Block(0xA83F_8110, 32),  // 168.63.129.16/32, as above
        Block(0xA9FE_0000, 16),  // 169.254.0.0/16, link-local, metadata services
        Block(0xC000_00C0, 32),  // 192.0.0.192/32, the metadata service of one cloud
        Block(0xE000_0000, 3),  // 224.0.0.0/4 and 240.0.0.0/4, multicast, reserved, and broadcast
    ]

    private static let neverCalledV6: [Block<UInt64>] = [
        Block(0x0064_FF9B_0000_0000, 32),  // 64:ff9b::/96 and 64:ff9b:1::/48, IPv4 addresses behind a gateway
        Block(0x2001_0000_0000_0000, 32),  // 2001::/32, Teredo
        Block(0x2002_0000_0000_0000, 16),  // 2002::/16, 6to4
        Block(0xFE80_0000_0000_0000, 10),  // fe80::/10, link-local
        Block(0xFF00_0000_0000_0000, 8),  // ff00::/8, multicast
    ]
}
