import AsyncHTTPClient
import Foundation
import PayWire
import TestSupport
import Testing

/// `imugi backup` and `imugi restore`, while payments are made and while processes are killed (hazards, faults 6 and 14).
@Suite(.timeLimit(.minutes(5))) struct BackupTests {
    @Test func aBackupUnderPaymentsHoldsAllThatWasAcknowledgedBefore() async throws {
        try await withHTTPClient { http in
            let (folder, restored, file) = (TestFolder(), TestFolder(), TestFolder())
            let server = try await ImugiServer.sandbox(folder)
            let client = SignedClient(server, http: http)
            let acknowledged = Locked<[String: String]>([:])
            let isDone = Locked(false)
            let (before, printed) = try await withThrowingTaskGroup(of: Void.self) { group in
                for payer in 0..<4 {
                    group.addTask {
                        var index = 0
                        while !isDone.withLock({ $0 }) {
                            let tradeNo = "b_\(payer)_\(index)"
                            let id = try #require(await client.payOut(tradeNo).orderID)
                            acknowledged.withLock { $0[tradeNo] = id }
                            index += 1
                        }
                    }
                }
                defer { isDone.withLock { $0 = true } }
                while acknowledged.withLock({ $0.count }) < 200 { await Task.yield() }
                let before = acknowledged.withLock { $0 }
                let backup = try await ImugiProcess.run(["backup", "--to", file.path, "--data", folder.path, "--json"])
                #expect(backup.status == 0, "\(backup.errors)")
                return (before, try JSONObject(parsing: Array(backup.output.utf8)))
            }
            #expect(acknowledged.withLock { $0.count } > before.count)
            #expect(await client.ledgerHolds())
            #expect(await server.process.terminate() == 0)

            let head = try #require(printed.text("chain_head"))
            let restore = try await ImugiProcess.run(["restore", "--from", file.path, "--data", restored.path, "--expect-head", head])
            #expect(restore.status == 0 && restore.output.contains(head), "\(restore.errors)")
            let again = try await ImugiServer.sandbox(restored)
            let second = SignedClient(again, http: http)
            let ledger = await second.control("/sandbox/ledger").json
            #expect(ledger?.text("holds") == "true" && ledger?.text("chain_head") == head)
            #expect(ledger?.text("transactions") == printed.text("transactions"))
            for (tradeNo, id) in before { #expect(await second.order(tradeNo).orderID == id) }
            #expect(await again.process.terminate() == 0)
        }
    }

    @Test func aBackupThatStandsStillHoldsUpNoPaymentAndNoStop() async throws {
        try await withHTTPClient { http in
            let (folder, file) = (TestFolder(), TestFolder())
            let server = try await ImugiServer.sandbox(folder)
            let client = SignedClient(server, http: http)
            try await Self.grow(client)
            let head = await client.control("/sandbox/ledger").json?.text("chain_head")
            let backup = try SteppedCommand(["backup", "--to", file.path, "--data", folder.path])
            #expect(await backup.shows(1))
            backup.suspend()
            for index in 0..<20 { #expect(await client.payOut("s_\(index)").code == 1) }
            #expect(await server.process.terminate() == 0, "\(server.process.log)")
            let again = try await ImugiServer.sandbox(folder)
            #expect(await SignedClient(again, http: http).payOut("after").code == 1)
            backup.resume()
            #expect(await backup.status() == 0)
            #expect(backup.printed.contains(try #require(head)))
            #expect(await SignedClient(again, http: http).ledgerHolds())
            #expect(await again.process.terminate() == 0)
        }
    }

    @Test func aKilledBackupLeavesNoFileAndAKilledRestoreNoPlatform() async throws {
        let (folder, files) = (TestFolder(), TestFolder())
        try files.make()
        try await withHTTPClient { http in
            let server = try await ImugiServer.sandbox(folder)
            try await Self.grow(SignedClient(server, http: http))
            // What it has written is in its log.
            await server.process.kill()
        }
        let file = "\(files.path)/backup"
        let backedUp = try await Self.killing { kill in
            let backup = try SteppedCommand(["backup", "--to", file, "--data", folder.path])
            guard await kill(backup) else { return await backup.status() == 0 }
            if FileManager.default.fileExists(atPath: file) {
                // It was killed after it had made it.
                let whole = try await ImugiProcess.run(["restore", "--from", file, "--data", "\(files.path)/whole-\(UUID().uuidString)"])
                #expect(whole.status == 0, "\(whole.errors)")
                try FileManager.default.removeItem(atPath: file)
            }
            return false
        }
        #expect(backedUp > 2)
        #expect(!FileManager.default.fileExists(atPath: "\(file).partial"))

        var data = "\(files.path)/0"
        let restored = try await Self.killing { kill in
            let restore = try SteppedCommand(["restore", "--from", file, "--data", data])
            guard await kill(restore) else { return await restore.status() == 0 }
            if FileManager.default.fileExists(atPath: "\(data)/imugi.sqlite") {
                // It was killed after it had made it.
                let server = try await ImugiServer.start(["sandbox", "--port", "0", "--data", data])
                #expect(await server.process.terminate() == 0)
                data += "0"
            } else if FileManager.default.fileExists(atPath: "\(data)/imugi.sqlite.restoring") {
                let refused = try await ImugiProcess.run(["sandbox", "--port", "0", "--data", data])
                #expect(refused.status == 1 && refused.errors.contains("Restore it again"), "\(refused.errors)")
                #expect(!FileManager.default.fileExists(atPath: "\(data)/imugi.sqlite"))
            }
            return false
        }
        #expect(restored > 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: data).sorted() == ["imugi.sqlite", "lock"])
    }

    @Test func aPlatformOfRealUseIsBackedUpAndRestoredUnderItsMasterKey() async throws {
        let imugi = try await Operator()
        let files = TestFolder()
        try files.make()
        let (first, second, data) = ("\(files.path)/first", "\(files.path)/second", "\(files.path)/data")
        #expect(try await imugi.refusal("backup", "--to", first).contains("There is no platform in"))
        try await imugi.run("migrate")
        try await imugi.run("coin", "create", "usdt", "--digits", "6")
        try await imugi.run("user", "create", "--name", "alice", "--no-password")
        let server = try await imugi.serve()
        try await imugi.run("deposit", "--name", "alice", "--coin", "usdt", "--volume", "7", "--reference", "bank-1")
        let old = try await imugi.json("backup", "--to", first)
        try await imugi.run("deposit", "--name", "alice", "--coin", "usdt", "--volume", "1", "--reference", "bank-2")
        // It needs no key.
        let backup = try await ImugiProcess.run(["backup", "--to", second, "--data", imugi.folder.path, "--json"])
        #expect(backup.status == 0, "\(backup.errors)")
        let newer = try JSONObject(parsing: Array(backup.output.utf8))
        #expect(old.text("transactions") == "1" && newer.text("transactions") == "2" && newer.text("purpose") == "serve")
        #expect(try await imugi.refusal("backup", "--to", first).contains("already"))
        #expect(await server.process.terminate() == 0)

        let head = try #require(newer.text("chain_head"))
        let into = ["IMUGI_DATA": data]
        let other = try await Operator()
        let wrong = ["IMUGI_DATA": data, "IMUGI_MASTER_KEY": try #require(other.environment["IMUGI_MASTER_KEY"])]
        #expect(try await imugi.refusal("restore", "--from", second, environment: wrong).contains("Wrong master key"))
        #expect(
            try await imugi.refusal("restore", "--from", second, environment: ["IMUGI_DATA": data, "IMUGI_MASTER_KEY": ""])
                .contains("There is no master key"))
        #expect(!FileManager.default.fileExists(atPath: data))
        #expect(
            try await imugi.refusal("restore", "--from", first, "--expect-head", head, environment: into).contains("an older or another"))
        #expect(try await imugi.refusal("restore", "--from", second).contains("there is a platform in it"))
        let restore = try await ImugiProcess.run(
            ["restore", "--from", second, "--expect-head", head, "--json"], environment: imugi.environment.merging(into) { $1 })
        #expect(restore.status == 0, "\(restore.errors)")
        let audit = try await ImugiProcess.run(["audit", "--json"], environment: imugi.environment.merging(into) { $1 })
        #expect(try JSONObject(parsing: Array(audit.output.utf8)).text("chain_head") == head)
    }

    /// Payments enough for several steps of a copy.
    private static func grow(_ client: SignedClient) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for payer in 0..<8 {
                group.addTask { for index in 0..<100 { _ = try #require(await client.payOut("g_\(payer)_\(index)").orderID) } }
            }
            try await group.waitForAll()
        }
    }

    /// Has a command killed before it shows anything, after the first line of its progress, and so on, until it ends before it is killed.
    ///
    /// - Parameter run: runs the command; what it is given returns whether it has killed it. It returns whether the command has done its work.
    /// - Returns: how often it was killed.
    private static func killing(_ run: (_ kill: (SteppedCommand) async -> Bool) async throws -> Bool) async throws -> Int {
        for kills in 0..<100 {
            let isDone = try await run { command in
                guard await command.shows(kills) else { return false }
                await command.kill()
                return true
            }
            if isDone { return kills }
        }
        throw NeverDone()
    }

    private struct NeverDone: Error {}
}
