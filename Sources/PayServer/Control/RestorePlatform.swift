import PayDomain
import PayStoreSQLite

/// Makes the platform of a backup the one of a data folder.
package enum RestorePlatform {
    package struct Reply: Hashable, Codable, Sendable {
        package let data: String
        /// What the platform is for: `serve` or `sandbox`.
        package let purpose: String
        package let file: String
        package let transactions: Int64
        /// The last hash of the chain: 64 hexadecimal digits.
        package let chainHead: String

        private enum CodingKeys: String, CodingKey {
            case data, purpose, file, transactions
            case chainHead = "chain_head"
        }

        /// The reply for programs.
        package func json() throws -> String { try OperatorReply.json(self) }

        /// The reply for people.
        package var text: String {
            """
            Restored \(file) into \(data).
            \(details([("transactions", String(transactions)), ("chain head", chainHead)]))

            The ledger in it is proved. Next: start it, with
                imugi \(purpose) --data \(data)
            """
        }
    }

    /// - Parameters:
    ///   - file: the backup.
    ///   - head: what its chain must end in; `nil` for whatever it ends in.
    /// - Throws: `BackupError`; ``MasterKeyError``, though not for a sandbox's backup, which needs no key of the operator's; ``StoreError``.
    package static func run(
        _ settings: ServeSettings, from file: String, expecting head: [UInt8]?, progress: @Sendable @escaping (CopyProgress) -> Void
    ) async throws -> Reply {
        let folder = try await settings.folder(withPlatform: false)
        let copy = try await SQLiteStore.restore(
            from: file, into: folder, expecting: head,
            sealer: { purpose in
                switch purpose {
                case .serve: AESGCMSealer(masterKey: try settings.masterKey.load())
                case .sandbox: AESGCMSealer(masterKey: .sandbox)
                }
            },
            progress: progress
        )
        return Reply(
            data: folder, purpose: copy.purpose.rawValue, file: file, transactions: copy.transactions,
            chainHead: ChainHead.text(copy.chainHead)
        )
    }
}
