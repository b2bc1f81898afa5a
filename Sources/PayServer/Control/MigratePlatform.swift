import Foundation
import Logging
import PayDomain

/// Makes a platform in the data folder or database, or brings the schema of the one that is there up to date.
package enum MigratePlatform {
    package struct Reply: Hashable, Codable, Sendable {
        package let data: String
        /// There was no platform before.
        package let isNew: Bool
        /// How the commands that follow are told of the place.
        private var hint = ""

        init(data: String, isNew: Bool, hint: String) {
            self.data = data
            self.isNew = isNew
            self.hint = hint
        }

        private enum CodingKeys: String, CodingKey {
            case data
            case isNew = "new"
        }

        /// The reply for programs.
        package func json() throws -> String { try OperatorReply.json(self) }

        /// The reply for people.
        package var text: String {
            guard isNew else { return "The platform in \(data) is up to date." }
            return """
                Made a new platform in \(data).

                \(hint) in the commands that follow; the same for the master key.
                Next: enter the coins that it deals in, with
                    imugi coin create CODE --digits N
                and then the company of the first app, with
                    imugi company create COMPANY_ID --name NAME
                """
        }
    }

    /// - Throws: ``MasterKeyError``; ``StoreError``.
    package static func run(_ settings: ServeSettings, logger: Logger) async throws -> Reply {
        let isNew = try await !settings.store.hasPlatform()
        try await RunningPlatform.open(settings, migrates: true, logger: logger).close()
        return Reply(data: settings.store.name, isNew: isNew, hint: settings.store.hint)
    }
}
