import PayCore

/// Lists what a user lets apps take out of the open account in a day without asking.
package struct ListSpendingCaps: Sendable {
    package struct Entry: Sendable {
        package let app: App
        package let coin: Coin
        /// The most that the app may take in a day (UTC).
        package let cap: Amount
        /// What it has taken today. More than the cap if that was set lower since.
        package let takenToday: Amount

        /// What it may still take today.
        package var remaining: Amount { takenToday < cap ? cap.subtracting(takenToday) ?? .zero : .zero }
    }

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Returns: those with a cap, by the app's name and the coin's number.
    package func run(of user: UserID) async throws -> [Entry] {
        let caps = try await platform.store.spendingCaps(of: user)
        let directory = platform.directory.current
        let now = platform.clock.now()
        return caps.compactMap { cap in
            // Another node may have made the app a moment ago.
            directory.apps[cap.app].map {
                Entry(app: $0, coin: directory.knownCoin(cap.coin), cap: cap.cap, takenToday: cap.taken(at: now))
            }
        }
    }
}
