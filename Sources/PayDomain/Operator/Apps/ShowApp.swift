/// Shows one app, with its secrets if asked.
package struct ShowApp: Sendable {
    package struct Request: Hashable, Codable, Sendable {
        package let appID: String
        package let withSecrets: Bool

        package init(appID: String, withSecrets: Bool = false) {
            self.appID = appID
            self.withSecrets = withSecrets
        }
    }

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``OperatorRefusal``: 8, 11003.
    package func run(_ request: Request) throws -> AppReply {
        let directory = platform.directory.current
        return AppReply(
            try directory.app(for: request.appID), in: directory, at: platform.clock.now(), withSecrets: request.withSecrets
        )
    }
}
