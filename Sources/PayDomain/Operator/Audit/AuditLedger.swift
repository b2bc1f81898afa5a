import PayCore

/// The ledger proof as an operator sees it.
package struct AuditReply: Hashable, Codable, Sendable {
    /// One invariant.
    package struct Check: Hashable, Codable, Sendable {
        package let name: String
        package let holds: Bool
        /// The rows that break it, the first few.
        package let breaks: [String]
    }

    package struct CoinSum: Hashable, Codable, Sendable {
        package let coinCode: String
        /// Over every account, issuance included: `"0"`, or the ledger is broken.
        package let sum: String
        /// What users, app managers and the platform's commission hold together.
        package let issued: String

        private enum CodingKeys: String, CodingKey {
            case coinCode = "coin_code"
            case sum
            case issued
        }
    }

    package let holds: Bool
    package let checks: [Check]
    package let coins: [CoinSum]
    package let transactions: Int64
    /// The last hash of the chain over all transactions: 64 hexadecimal digits. Two audits with the same head have seen the same ledger.
    package let chainHead: String

    private enum CodingKeys: String, CodingKey {
        case holds
        case checks
        case coins
        case transactions
        case chainHead = "chain_head"
    }

    init(_ proof: LedgerProof, in directory: Directory) {
        holds = proof.holds
        checks = proof.checks.map { Check(name: $0.name, holds: $0.holds, breaks: $0.breaks) }
        coins = proof.coins.map { sum in
            let coin = directory.coins[sum.coin]
            // A broken ledger may hold a coin that the directory lacks; its units are shown then.
            return CoinSum(
                coinCode: coin?.code ?? "coin \(sum.coin)", sum: coin.map { sum.sum.text(scale: $0.scale) } ?? sum.sum.unitsText,
                issued: coin.map { sum.issued.text(scale: $0.scale) } ?? sum.issued.unitsText
            )
        }
        transactions = proof.transactions
        chainHead = proof.chainHead.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// Checks every invariant of the ledger over all that is stored, out of one snapshot. It reads everything, so it takes a while on a large
/// ledger; payments go on meanwhile.
package struct AuditLedger: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    package func run() async throws -> AuditReply {
        AuditReply(try await platform.store.proveLedger(), in: platform.directory.current)
    }
}
