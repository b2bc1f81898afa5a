import Hummingbird
import PayCore
import PayDomain
import PayWire

/// `GET /sandbox/ledger`: every invariant, `true` or the rows that break it, and the sum of each coin.
struct ShowLedgerProof: Sendable {
    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func answer() async throws -> Response {
        let proof = try await platform.store.proveLedger()
        let directory = platform.directory.current
        return SandboxAnswer.json { writer in
            writer.beginObject()
            writer.member("holds", proof.holds)
            writer.beginObject("invariants")
            for check in proof.checks {
                if check.holds {
                    writer.member(check.name, true)
                } else {
                    writer.beginArray(check.name)
                    for row in check.breaks { writer.value(row) }
                    writer.endArray()
                }
            }
            writer.endObject()
            writer.beginObject("coins")
            for sum in proof.coins {
                let coin = directory.knownCoin(sum.coin)
                writer.beginObject(coin.code)
                writer.member("sum", sum.sum.text(scale: coin.scale))
                writer.member("issued", sum.issued.text(scale: coin.scale))
                writer.endObject()
            }
            writer.endObject()
            writer.member("transactions", proof.transactions)
            writer.member("chain_head", Hex.encode(proof.chainHead))
            writer.endObject()
        }
    }
}
