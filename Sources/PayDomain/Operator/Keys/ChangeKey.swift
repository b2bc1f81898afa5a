import PayCore

/// Enables or disables an access key, or binds it to addresses. What it does holds for every call that is decided afterwards.
package struct ChangeKey: Sendable {
    package struct Request: Hashable, Codable, Sendable {
        package let accessKey: String
        /// `nil` to leave it as it is.
        package let isEnabled: Bool?
        /// The whole list, empty for any address; `nil` to leave it as it is.
        package let boundAddresses: [String]?

        package init(accessKey: String, isEnabled: Bool? = nil, boundAddresses: [String]? = nil) {
            self.accessKey = accessKey
            self.isEnabled = isEnabled
            self.boundAddresses = boundAddresses
        }
    }

    private let platform: Platform
    private let rules: OperatorRules

    package init(_ platform: Platform, rules: OperatorRules) {
        self.platform = platform
        self.rules = rules
    }

    /// - Throws: ``OperatorRefusal``: 8, 11008, 11011.
    package func run(_ request: Request) async throws -> KeyReply {
        let addresses = try request.boundAddresses.map { addresses in try BoundAddresses.read(addresses, by: rules) }
        let changed = try await platform.change { directory in
            var key = try directory.key(for: request.accessKey)
            if let isEnabled = request.isEnabled {
                if isEnabled, !key.isEnabled { try CreateKey.checkRoom(for: key.app, in: directory) }
                key.isEnabled = isEnabled
            }
            if let addresses { key.boundAddresses = addresses }
            return .updateKey(key)
        }
        return KeyReply(try changed.key(for: request.accessKey))
    }
}
