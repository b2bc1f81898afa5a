import PayCore

/// What a user allows an app, as an operator sees it.
package struct GrantReply: Hashable, Codable, Sendable {
    package let uid: Int64
    package let name: String
    package let appID: String
    package let openID: String
    package let unionID: String
    /// None if the grant was taken back.
    package let scopes: [Int]

    private enum CodingKeys: String, CodingKey {
        case uid
        case name
        case appID = "app_id"
        case openID = "open_id"
        case unionID = "union_id"
        case scopes
    }

    init(_ grant: Grant, of user: User) {
        uid = user.id.number
        name = user.name
        appID = grant.app.text
        openID = grant.openID.text
        unionID = grant.unionID.text
        scopes = grant.scopes.scopes.map(\.rawValue)
    }
}
