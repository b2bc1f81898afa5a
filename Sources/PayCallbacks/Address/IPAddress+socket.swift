import NIOCore
import PayCore

extension IPAddress {
    /// - Returns: `nil` for a socket address of another family.
    init?(_ address: SocketAddress) {
        // The layout of sockaddr_in and sockaddr_in6 is fixed: family and port are 4 bytes, and IPv6 has 4 bytes of flow information.
        let bytes = address.withSockAddr { pointer, length -> [UInt8] in
            let memory = UnsafeRawBufferPointer(start: pointer, count: length)
            switch address.protocol {
            case .inet: return Array(memory[4..<8])
            case .inet6: return Array(memory[8..<24])
            default: return []
            }
        }
        self.init(bytes: bytes)
    }
}
