import CLibPQ

extension PostgresStatement {
    /// - Returns: whether libpq has taken it.
    func sendPrepare(_ connection: OpaquePointer) -> Bool {
        PQsendPrepare(connection, name, sql, Int32(parameters.count), parameters.map(\.rawValue)) == 1
    }
}

extension PostgresCall {
    /// - Returns: whether libpq has taken it. It copies the values.
    func send(_ connection: OpaquePointer) -> Bool {
        var writer = BinaryWriter()
        var ends: [Int] = []
        for value in values {
            writer.write(value)
            ends.append(writer.bytes.count)
        }
        // To libpq no address means NULL, so even a value without bytes needs one.
        writer.writeInteger(UInt8(0))
        return writer.bytes.withUnsafeBytes { bytes in
            var addresses: [UnsafePointer<CChar>?] = []
            var lengths: [Int32] = []
            var start = 0
            for (value, end) in zip(values, ends) {
                let address = bytes.baseAddress.map { $0 + start }?.assumingMemoryBound(to: CChar.self)
                addresses.append(value == .null ? nil : address)
                lengths.append(Int32(end - start))
                start = end
            }
            let formats = [Int32](repeating: Self.binary, count: values.count)
            return PQsendQueryPrepared(
                connection, statement.name, Int32(values.count), addresses, lengths, formats, Self.binary) == 1
        }
    }

    private static let binary: Int32 = 1
}
