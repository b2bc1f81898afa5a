import PayCore

/// Makes an access key for an app's server. Its secret is in the answer, once, and cannot be asked for again.
package struct CreateKey: Sendable {
    package struct Request: Hashable, Codable, Sendable {
        package let appID: String
        /// The only addresses that calls may come from; empty for any.
        package let boundAddresses: [String]

        package init(appID: String, boundAddresses: [String] = []) {
            self.appID = appID
            self.boundAddresses = boundAddresses
        }
    }

    /// Enabled keys of one app. A disabled key does not count: it stays, so that its name is never used again.
    package static let maximumEnabledKeys = 20

    private let platform: Platform
    private let rules: OperatorRules

    package init(_ platform: Platform, rules: OperatorRules) {
        self.platform = platform
        self.rules = rules
    }

    /// - Throws: ``OperatorRefusal``: 8, 11003, 11011.
    package func run(_ request: Request) async throws -> KeyReply {
        let app = try platform.directory.current.app(for: request.appID)
        let secret = SecureRandom.hex(bytes: 32)
        let key = AccessKey(
            id: SecureRandom.hex(bytes: 16), app: app.id, secret: Array(secret.utf8), isEnabled: true,
            boundAddresses: try BoundAddresses.read(request.boundAddresses, by: rules), createTime: platform.clock.now()
        )
        try await platform.change { directory in
            try Self.checkRoom(for: app.id, in: directory)
            return .addKey(key)
        }
        return KeyReply(key, secretKey: secret)
    }

    /// - Throws: 11011 if the app cannot have one more enabled key.
    static func checkRoom(for app: AppID, in directory: Directory) throws(OperatorRefusal) {
        let enabled = directory.keys.values.count { $0.app == app && $0.isEnabled }
        guard enabled < maximumEnabledKeys else {
            throw OperatorRefusal(
                .tooManyKeys, "The app \(quoted(app.text)) has \(enabled) enabled access keys, the most there may be.",
                advice: "Disable one that is no longer used with: imugi key disable ACCESS_KEY"
            )
        }
    }
}

enum BoundAddresses {
    static let maximum = 100

    /// The addresses in canonical text, each once, as they were ordered.
    static func read(_ texts: [String], by rules: OperatorRules) throws(OperatorRefusal) -> [String] {
        guard texts.count <= maximum else {
            throw .wrong("bound_addresses", "must be at most \(maximum) addresses; there are \(texts.count)")
        }
        var addresses: [String] = []
        for text in texts {
            let address = try rules.address(text)
            if !addresses.contains(address) { addresses.append(address) }
        }
        return addresses
    }
}
