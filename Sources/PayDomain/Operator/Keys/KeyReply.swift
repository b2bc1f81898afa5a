import PayCore

/// An access key as an operator sees it.
package struct KeyReply: Hashable, Codable, Sendable {
    package let accessKey: String
    package let appID: String
    package let isEnabled: Bool
    /// Empty for any.
    package let boundAddresses: [String]
    /// Nanoseconds since 1970.
    package let createTime: Int64
    /// Only in the answer that creates the key.
    package let secretKey: String?

    private enum CodingKeys: String, CodingKey {
        case accessKey = "access_key"
        case appID = "app_id"
        case isEnabled = "enabled"
        case boundAddresses = "bound_addresses"
        case createTime = "create_time"
        case secretKey = "secret_key"
    }

    init(_ key: AccessKey, secretKey: String? = nil) {
        accessKey = key.id
        appID = key.app.text
        isEnabled = key.isEnabled
        boundAddresses = key.boundAddresses
        createTime = key.createTime.nanoseconds
        self.secretKey = secretKey
    }
}
