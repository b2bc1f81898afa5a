import PayCore

/// A user limits what an app may take out of the open account in a day (UTC) without asking, in one coin, or takes the limit back.
///
/// What the app has taken on the same day before counts. Once this has returned, nothing above the cap is paid, on whichever node.
package struct SetSpendingCap: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Parameter cap: zero for nothing at all; `nil` for no limit.
    /// - Throws: 8 as `PlatformError` for a cap below zero; ``DirectoryConflict`` `unknown` if there is no such app or user.
    package func run(_ cap: Amount?, of coin: Coin, at app: AppID, as user: UserID) async throws {
        if let cap, cap.isNegative { throw PlatformError.badParameter("cap", "must not be negative") }
        try await platform.change { directory in
            guard directory.apps[app] != nil else { throw DirectoryConflict.unknown }
            return .setSpendingCap(app: app, user: user, coin: coin.id, cap: cap)
        }
    }
}
