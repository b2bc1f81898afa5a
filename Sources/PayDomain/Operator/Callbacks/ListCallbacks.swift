import PayCore

/// Lists callbacks by where they stand.
package struct ListCallbacks: Sendable {
    package struct Request: Hashable, Codable, Sendable {
        /// `nil` for all apps.
        package let appID: String?
        /// `waiting`, `delivered`, `given-up`, or `undelivered` for the first and the last of them.
        package let state: String
        package let limit: Int

        package init(appID: String? = nil, state: String = ListCallbacks.undelivered, limit: Int = 100) {
            self.appID = appID
            self.state = state
            self.limit = limit
        }
    }

    /// The most callbacks in one answer.
    package static let maximumLimit = 1_000
    package static let undelivered = "undelivered"

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Returns: at most `limit` callbacks, and whether there are more: those that wait, the longest due first; then those that were given
    ///   up, of the oldest order first; those that were delivered, of the newest order first.
    /// - Throws: ``OperatorRefusal``: 8, 11003.
    package func run(_ request: Request) async throws -> (callbacks: [CallbackReply], more: Bool) {
        guard (1...Self.maximumLimit).contains(request.limit) else {
            throw OperatorRefusal.wrong("limit", "must be 1 to \(Self.maximumLimit); it is \(request.limit)")
        }
        let directory = platform.directory.current
        let apps = try request.appID.map { id in [try directory.app(for: id).id] } ?? Array(directory.apps.keys)
        var found: [CallbackStanding] = []
        for state in try Self.states(request.state) where found.count <= request.limit {
            found += try await platform.store.callbacks(of: apps, in: state, limit: request.limit + 1 - found.count)
        }
        let now = platform.clock.now()
        return (found.prefix(request.limit).map { CallbackReply($0, in: directory, at: now) }, found.count > request.limit)
    }

    private static func states(_ text: String) throws(OperatorRefusal) -> [CallbackState] {
        if text == undelivered { return [.waiting, .givenUp] }
        guard let state = CallbackState(rawValue: text) else {
            throw .wrong("state", "must be waiting, delivered, given-up or undelivered; it is \(quoted(text))")
        }
        return [state]
    }
}
