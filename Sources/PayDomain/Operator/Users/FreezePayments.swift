import PayCore

/// Freezes a user's payments, in and out, or lets them go on, also those that wait after a change of the trade password. Doing it twice is
/// the same as once.
package struct FreezePayments: Sendable {
    package struct Request: Hashable, Codable, Sendable {
        package let user: UserSelector
        package let isFrozen: Bool

        package init(user: UserSelector, isFrozen: Bool) {
            self.user = user
            self.isFrozen = isFrozen
        }
    }

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``OperatorRefusal``: 8.
    package func run(_ request: Request) async throws -> UserReply {
        let user = try await platform.user(request.user)
        try await platform.change { directory in
            if request.isFrozen, let app = directory.apps.values.first(where: { $0.manager == user.id }) {
                throw OperatorRefusal.wrong(
                    "uid", "is the account of app \(app.id). To stop the app's payments: imugi app disable \(app.id)")
            }
            return .setPaymentsFrozen(user.id, request.isFrozen)
        }
        return try await platform.reply(user.id)
    }
}
