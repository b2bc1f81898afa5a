import Foundation
import Logging
import PayDomain
import PayStorePostgres
import PayStoreSQLite

/// Where a platform is kept.
package enum StoreLocation: Hashable, Sendable {
    /// The absolute path of a data folder, which one process has at a time.
    case folder(String)
    /// A PostgreSQL, on which any number of nodes work at the same time.
    case database(DatabaseAddress)

    /// How it is named to people, without anything secret.
    package var name: String {
        switch self {
        case .folder(let path): path
        case .database(let address): address.name
        }
    }

    /// The beginning of a sentence on how to name it.
    var hint: String {
        switch self {
        case .folder(let path): "Name the folder with --data \(path), or in \(Setting.data.environmentName),"
        case .database: "Name the database with --database, or in \(Setting.database.environmentName),"
        }
    }

    /// Whether a platform was ever made there. To open a folder would make one, where a mistyped name is the likelier reason.
    func hasPlatform() async throws -> Bool {
        switch self {
        case .folder(let path): FileManager.default.fileExists(atPath: "\(path)/imugi.sqlite")
        case .database(let address): try await PostgresStore.hasPlatform(PostgresSettings(address: address.text))
        }
    }

    /// Opens the store.
    ///
    /// - Parameter migrates: whether a database gets a platform if it has none, and its schema is brought up to date. A folder always is.
    /// - Throws: `StoreError`; `PostgresStoreError`; `PostgresError`.
    func open(
        for purpose: StorePurpose, migrates: Bool, masterKey: MasterKey, metrics: MetricsRegistry, logger: Logger
    ) async throws -> any Store {
        let sealer = AESGCMSealer(masterKey: masterKey)
        switch self {
        case .folder(let path):
            return try await SQLiteStore.open(folder: path, purpose: purpose, sealer: sealer, logger: logger, metrics: metrics)
        case .database(let address):
            let store = try await PostgresStore.open(
                PostgresSettings(address: address.text), purpose: purpose, migrates: migrates, sealer: sealer, logger: logger,
                metrics: metrics)
            metrics.onScrape("database") { scrape in
                scrape.gauge("imugi_database_connections", Double(store.connections))
                scrape.gauge("imugi_database_waiting", Double(store.waiting))
            }
            return store
        }
    }
}

/// A connection URI as libpq takes it. It may hold a password, so it is never printed as it is.
package struct DatabaseAddress: Hashable, Sendable {
    static let placeholder = "postgres://USER@HOST/DATABASE"

    let text: String

    /// - Returns: `nil` unless the text begins as a connection URI, and when it looks as if a password in it held `/` or `@` as they are: libpq
    ///   would take the rest of the password for a host or a port, and print it.
    package init?(_ text: String) {
        guard text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") else { return nil }
        let rest = text.drop { $0 != "/" }.dropFirst(2).prefix { $0 != "?" }
        let authority = rest.prefix { $0 != "/" }
        let hosts = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        guard authority.filter({ $0 == "@" }).count <= 1, !rest.dropFirst(authority.count).contains("@"),
            hosts.split(separator: ",").allSatisfy({ Self.isHost($0) })
        else { return nil }
        self.text = text
    }

    /// Whether what stands behind a host's colon is a port. An IPv6 address stands in brackets.
    private static func isHost(_ text: Substring) -> Bool {
        let name = text.hasPrefix("[") ? text.drop { $0 != "]" } : text
        guard let colon = name.firstIndex(of: ":") else { return true }
        return name[name.index(after: colon)...].allSatisfy { $0.isASCII && $0.isNumber }
    }

    /// The address without the user, the password and the parameters.
    var name: String {
        let rest = text.drop { $0 != ":" }.dropFirst(3).prefix { $0 != "?" }
        return "postgres://" + (rest.lastIndex(of: "@").map { rest[rest.index(after: $0)...] } ?? rest)
    }
}
