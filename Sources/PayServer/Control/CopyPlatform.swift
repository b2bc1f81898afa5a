import Foundation
import Logging
import PayDomain
import PayStorePostgres
import PayStoreSQLite

/// Copies a platform from a data folder into a database, or the other way.
package enum CopyPlatform {
    package struct Reply: Hashable, Codable, Sendable {
        package let from: String
        package let to: String
        /// What the platform is for: `serve` or `sandbox`.
        package let purpose: String
        package let rows: Int64
        /// How many of the rows this run has written.
        package let written: Int64
        package let transactions: Int64
        /// The same on both sides: 64 hexadecimal digits.
        package let chainHead: String
        /// How the platform is named to the commands that follow.
        private var option = ""

        init(_ outcome: PlatformCopier.Outcome, from: StoreLocation, to: StoreLocation) {
            self.from = from.name
            self.to = to.name
            purpose = outcome.purpose.rawValue
            rows = outcome.rows
            written = outcome.written
            transactions = outcome.proof.transactions
            chainHead = ChainHead.text(outcome.proof.chainHead)
            option =
                switch to {
                case .folder(let path): "--data \(path)"
                case .database: "--database …"
                }
        }

        private enum CodingKeys: String, CodingKey {
            case from, to, purpose, rows, written, transactions
            case chainHead = "chain_head"
        }

        /// The reply for programs.
        package func json() throws -> String { try OperatorReply.json(self) }

        /// The reply for people.
        package var text: String {
            """
            Copied the platform of \(from) into \(to).
            \(details([("rows", String(rows)), ("transactions", String(transactions)), ("chain head", chainHead)]))

            Both ledgers are proved, and equal. Next: start the copy, with
                imugi \(purpose) \(option)
            and start nothing on \(from) again: what is paid there from now on is not in the copy.
            """
        }
    }

    /// - Parameter masterKey: not needed for a sandbox, which has no key of the operator's.
    /// - Throws: `PlatformCopyError`; ``DataFolderError``; ``MasterKeyError``; errors of the stores.
    package static func run(
        from: StoreLocation, to: StoreLocation, masterKey: MasterKeySource, logger: Logger,
        progress: @Sendable @escaping (PlatformCopier.Progress) -> Void
    ) async throws -> Reply {
        guard from != to else { throw PlatformCopyError.targetTaken }
        let sealer: @Sendable (StorePurpose) throws -> any Sealer = { purpose in
            switch purpose {
            case .serve: AESGCMSealer(masterKey: try masterKey.load())
            case .sandbox: AESGCMSealer(masterKey: .sandbox)
            }
        }
        let source = try await from.openToCopy(sealer, logger)
        return try await closing(source) {
            let target = try await to.openForCopy(try sealer(try await source.identity().purpose), logger)
            return try await closing(target) {
                let outcome = try await PlatformCopier(from: source, to: target, progress: progress).run()
                return Reply(outcome, from: from, to: to)
            }
        }
    }

    private static func closing<Result: Sendable>(_ store: any Store, _ body: () async throws -> Result) async throws -> Result {
        let result: Result
        do {
            result = try await body()
        } catch {
            try await store.close()
            throw error
        }
        try await store.close()
        return result
    }
}

extension StoreLocation {
    /// - Returns: `nil` unless the text is `sqlite:` with a folder behind it, or a PostgreSQL's connection URI.
    package init?(_ text: String) {
        if let address = DatabaseAddress(text) {
            self = .database(address)
            return
        }
        let path = text.dropFirst(Self.folderPrefix.count)
        guard text.hasPrefix(Self.folderPrefix), !path.isEmpty, !path.utf8.contains(0) else { return nil }
        self = .folder(URL(fileURLWithPath: String(path)).standardizedFileURL.path)
    }

    private static let folderPrefix = "sqlite:"

    fileprivate func openToCopy(
        _ sealer: @Sendable @escaping (StorePurpose) throws -> any Sealer, _ logger: Logger
    ) async throws -> any Store & CopySource {
        switch self {
        case .folder(let path):
            // To open the folder would make it.
            guard try await hasPlatform() else { throw StoreError.noPlatform(path: path) }
            return try await SQLiteStore.openToCopy(folder: path, logger: logger, sealer: sealer)
        case .database(let address):
            return try await PostgresStore.openToCopy(PostgresSettings(address: address.text), logger: logger, sealer: sealer)
        }
    }

    fileprivate func openForCopy(_ sealer: any Sealer, _ logger: Logger) async throws -> any Store & CopyTarget {
        switch self {
        case .folder(let path): try await SQLiteStore.openForCopy(folder: path, sealer: sealer, logger: logger)
        case .database(let address):
            try await PostgresStore.openForCopy(PostgresSettings(address: address.text), sealer: sealer, logger: logger)
        }
    }
}
