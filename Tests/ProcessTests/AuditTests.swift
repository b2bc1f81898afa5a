import Foundation
import GRDB
import Testing

/// `imugi audit` on a ledger that somebody has changed by hand.
@Suite(.timeLimit(.minutes(2))) struct AuditTests {
    @Test(arguments: Engine.allCases) func aChangedPostingIsFoundAndTheStatusIsOne(_ engine: Engine) async throws {
        let imugi = try await Operator(engine)
        try await imugi.run("migrate")
        try await imugi.run("coin", "create", "usdt", "--digits", "6")
        try await imugi.run("user", "create", "--name", "alice", "--no-password")
        try await imugi.run("deposit", "--name", "alice", "--coin", "usdt", "--volume", "7", "--reference", "bank-1")
        #expect(try await imugi.run("audit").contains("The ledger holds."))
        let change = "UPDATE posting SET delta = '8000000' WHERE delta = '7000000'"
        switch imugi.place {
        case .folder(let folder):
            let database = try DatabaseQueue(path: "\(folder.path)/imugi.sqlite")
            try await database.write { db in try db.execute(sql: "DROP TRIGGER posting_never_changes; \(change)") }
            try database.close()
        case .database(let database):
            try await database.withPeer { peer in try await peer.run("DROP TRIGGER posting_never_changes ON posting", change) }
        }
        let audit = try await ImugiProcess.run(["audit"], environment: imugi.environment)
        #expect(audit.status == 1)
        #expect(audit.output.contains("THE LEDGER IS BROKEN"))
        for invariant in ["I1 ", "I3 ", "I7 "] { #expect(audit.output.contains("BROKEN  \(invariant)"), "\(audit.output)") }
    }
}
