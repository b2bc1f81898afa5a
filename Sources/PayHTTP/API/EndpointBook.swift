import PayCore
import PayLedger

/// The spot or the open accounts, for endpoints that exist for both.
package protocol EndpointBook: Sendable {
    static var book: Book { get }
    /// What the paths have behind `/api/v1/`.
    static var prefix: String { get }
    /// The scope to read a user's assets.
    static var readScope: Scope { get }
    /// The scope to pay users.
    static var payScope: Scope { get }
}

/// The spot accounts (protocol, section 5).
package enum SpotBook: EndpointBook {
    package static let book = Book.spot
    package static let prefix = ""
    package static let readScope = Scope.readSpotAssets
    package static let payScope = Scope.appToUser
}

/// The open accounts (protocol, section 7).
package enum OpenBook: EndpointBook {
    package static let book = Book.open
    package static let prefix = "open/"
    package static let readScope = Scope.readOpenAssets
    package static let payScope = Scope.openAppToUser
}
