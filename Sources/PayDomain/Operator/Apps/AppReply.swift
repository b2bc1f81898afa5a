import Foundation
import PayCore
import PayLedger

/// An app as an operator sees it.
package struct AppReply: Hashable, Codable, Sendable {
    /// An app's terms for one coin. An absent limit limits nothing.
    package struct CoinTerms: Hashable, Codable, Sendable {
        package let coinCode: String
        package let dailyLimit: String?
        package let reviewAbove: String?

        private enum CodingKeys: String, CodingKey {
            case coinCode = "coin_code"
            case dailyLimit = "daily_limit"
            case reviewAbove = "review_above"
        }
    }

    /// What goes on beside the new keys while an app changes over.
    package struct Overlap: Hashable, Codable, Sendable {
        /// The end, in nanoseconds since 1970.
        package let end: Int64
        package let replacesCheckKey: Bool
        package let replacesStrongSecret: Bool
        /// The old ones, beside ``AppReply/checkKey``; absent where they are not being replaced.
        package let checkKey: String?
        package let strongSecret: String?

        private enum CodingKeys: String, CodingKey {
            case end = "until"
            case replacesCheckKey = "replaces_resp_check_key"
            case replacesStrongSecret = "replaces_strong_secret"
            case checkKey = "resp_check_key"
            case strongSecret = "strong_secret"
        }

        init(_ keys: ReplacedKeys, of app: App, withSecrets: Bool) {
            end = keys.end.nanoseconds
            replacesCheckKey = keys.checkKey != app.checkKey
            replacesStrongSecret = keys.strongSecret != app.strongSecret
            checkKey = withSecrets && replacesCheckKey ? keys.checkKey : nil
            strongSecret = withSecrets && replacesStrongSecret ? AppReply.text(of: keys.strongSecret) : nil
        }
    }

    package let appID: String
    package let companyID: String
    package let name: String
    package let managerUID: Int64
    package let isEnabled: Bool
    package let scopes: [Int]
    package let coins: [CoinTerms]
    package let cutRate: String
    package let envelopeMember: String
    package let redirectOrigins: [String]
    package let loginURLs: [String]
    package let callbackURL: String?
    /// Only in answers that make or show the app's secrets.
    package let checkKey: String?
    /// `whsec_` and base64, beside ``checkKey``.
    package let strongSecret: String?
    /// Absent unless keys are being replaced.
    package let overlap: Overlap?

    private enum CodingKeys: String, CodingKey {
        case appID = "app_id"
        case companyID = "company_id"
        case name
        case managerUID = "admin_uid"
        case isEnabled = "enabled"
        case scopes
        case coins
        case cutRate = "cut_rate"
        case envelopeMember = "envelope_member"
        case redirectOrigins = "redirect_origins"
        case loginURLs = "login_urls"
        case callbackURL = "callback_url"
        case checkKey = "resp_check_key"
        case strongSecret = "strong_secret"
        case overlap
    }

    init(_ app: App, in directory: Directory, at now: Timestamp, withSecrets: Bool = false) {
        appID = app.id.text
        companyID = app.company.text
        name = app.name
        managerUID = app.manager.number
        isEnabled = app.isEnabled
        scopes = app.scopes.scopes.map(\.rawValue)
        coins = app.coins.sorted { $0.key < $1.key }.map { id, terms in
            let coin = directory.knownCoin(id)
            return CoinTerms(
                coinCode: coin.code, dailyLimit: terms.dailyLimit?.text(scale: coin.scale),
                reviewAbove: terms.reviewAbove?.text(scale: coin.scale)
            )
        }
        cutRate = app.cutRate.text
        envelopeMember = app.envelopeMember.rawValue
        redirectOrigins = app.redirectOrigins.origins
        loginURLs = app.loginURLs
        callbackURL = app.callbackURL
        checkKey = withSecrets ? app.checkKey : nil
        strongSecret = withSecrets ? Self.text(of: app.strongSecret) : nil
        overlap = app.overlap(at: now).map { Overlap($0, of: app, withSecrets: withSecrets) }
    }

    private static func text(of secret: [UInt8]) -> String { "whsec_" + Data(secret).base64EncodedString() }
}
