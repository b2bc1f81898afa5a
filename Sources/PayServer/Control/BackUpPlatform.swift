import PayDomain
import PayStoreSQLite

/// Copies the platform of a data folder into a file, while a server runs on it or none does.
///
/// It reads the folder itself, other than the commands that change something: SQLite lets any number of processes read beside the one that
/// writes. So the file is made with the rights and under the file system of whoever asks for it, not of the server, which may be shut off
/// from both; and the work is done outside of the process that takes payments.
package enum BackUpPlatform {
    package struct Reply: Hashable, Codable, Sendable {
        package let data: String
        /// What the platform is for: `serve` or `sandbox`.
        package let purpose: String
        package let file: String
        package let bytes: Int64
        package let transactions: Int64
        /// The last hash of the chain: 64 hexadecimal digits.
        package let chainHead: String

        private enum CodingKeys: String, CodingKey {
            case data, purpose, file, bytes, transactions
            case chainHead = "chain_head"
        }

        /// The reply for programs.
        package func json() throws -> String { try OperatorReply.json(self) }

        /// The reply for people.
        package var text: String {
            """
            Backed up \(data) into \(file).
            \(details([("size", "\(bytes) bytes"), ("transactions", String(transactions)), ("chain head", chainHead)]))

            The ledger in it is proved. Keep the chain head apart from the file\(purpose == "serve" ? ", and the master key apart from both" : "").
            To restore it into a new folder:
                imugi restore --from \(file) --data DIR --expect-head \(chainHead)
            """
        }
    }

    /// - Parameter file: an absolute path at which there is nothing yet.
    /// - Throws: ``DataFolderError`` `empty`; `BackupError`.
    package static func run(
        _ settings: ServeSettings, to file: String, progress: @Sendable @escaping (CopyProgress) -> Void
    ) async throws -> Reply {
        let folder = try await settings.folder(withPlatform: true)
        let copy = try await SQLiteStore.backUp(folder: folder, to: file, progress: progress)
        return Reply(
            data: folder, purpose: copy.purpose.rawValue, file: file, bytes: copy.bytes, transactions: copy.transactions,
            chainHead: ChainHead.text(copy.chainHead)
        )
    }
}
