import Foundation
import PayCore
import PayDomain
import PaySandbox
import PayWire
import TestSupport
import Testing

/// Answers while an app's keys are being replaced.
@Suite struct KeyOverlapTests {
    /// Which keys an answer verifies under.
    private func verified(_ answer: Sandbox.Answer, checkKeys: [String], secrets: [[UInt8]]) throws -> (keys: [String], secrets: [[UInt8]])
    {
        let time = try #require(answer.header("dragonex-ts").flatMap { Int64($0) })
        let tag = try #require(answer.header("dragonex-sign"))
        let id = try #require(answer.header("imugi-request-id"))
        let strong = try #require(answer.header("imugi-signature"))
        return (
            checkKeys.filter { AnswerSignature.isValid(tag: tag, body: answer.body, time: time, checkKey: $0) },
            secrets.filter { AnswerSignature.isValid(strong: strong, body: answer.body, time: time, requestID: id, secret: $0) }
        )
    }

    private func app(_ sandbox: Sandbox) throws -> App {
        try #require(AppID("sandbox-app").flatMap { sandbox.platform.directory.current.apps[$0] })
    }

    @Test func everyAnswerVerifiesForWhoHasChangedOverAndForWhoHasNot() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "imugi-test-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let new = [UInt8](repeating: 2, count: 32)
        let old = Locked<[UInt8]>([])
        @Sendable func check(_ sandbox: Sandbox, _ checkKey: String, _ secrets: [[UInt8]]) async throws {
            let answer = try await sandbox.send(Sandbox.detail, #"{"trade_no":"none"}"#)
            let result = try verified(answer, checkKeys: ["sandbox-app-check-key", "new-key"], secrets: [new, old.withLock { $0 }])
            #expect(result.keys == [checkKey] && result.secrets == secrets)
        }
        try await Sandbox.run(folder: folder) { sandbox in
            var app = try app(sandbox)
            old.withLock { $0 = app.strongSecret }
            try await check(sandbox, "sandbox-app-check-key", [old.withLock { $0 }])
            app.replaceKeys(checkKey: "new-key", strongSecret: new, overlap: 3_600, now: sandbox.clock.now())
            try await sandbox.platform.change(.updateApp(app))
            try await check(sandbox, "sandbox-app-check-key", [new, old.withLock { $0 }])
        }
        // The overlap outlives the process.
        try await Sandbox.run(folder: folder) { sandbox in
            try await check(sandbox, "sandbox-app-check-key", [new, old.withLock { $0 }])
            _ = try await sandbox.control("/sandbox/clock/advance", #"{"seconds":3000}"#)
            try await check(sandbox, "sandbox-app-check-key", [new, old.withLock { $0 }])
            _ = try await sandbox.control("/sandbox/clock/advance", #"{"seconds":601}"#)
            try await check(sandbox, "new-key", [new])
            #expect(try app(sandbox).replacedKeys != nil)
            // The next change takes what is over out of the store.
            _ = try await sandbox.control("/sandbox/apps/sandbox-app", #"{"cut_rate":"0.01"}"#)
            #expect(try app(sandbox).replacedKeys == nil)
            try await check(sandbox, "new-key", [new])
        }
    }

    @Test func theSandboxReplacesACheckKeyAtOnceUnlessToldOtherwise() async throws {
        try await Sandbox.run { sandbox in
            func keys() async throws -> [String] {
                let answer = try await sandbox.send(Sandbox.detail, #"{"trade_no":"none"}"#)
                return try verified(answer, checkKeys: ["a", "b", "sandbox-app-check-key"], secrets: []).keys
            }
            let first = try await sandbox.control("/sandbox/apps/sandbox-app", #"{"resp_check_key":"a"}"#)
            #expect(first.json?["overlap_until"] == .null)
            #expect(try await keys() == ["a"])
            let second = try await sandbox.control("/sandbox/apps/sandbox-app", #"{"resp_check_key":"b","overlap":600}"#)
            #expect(try await keys() == ["a"])
            let end = try #require(second.json?.text("overlap_until").flatMap { Int64($0) })
            let now = sandbox.clock.now().seconds
            #expect((now + 540...now + 601).contains(end))
            _ = try await sandbox.control("/sandbox/clock/advance", #"{"seconds":601}"#)
            #expect(try await keys() == ["b"])
            for body in [#"{"overlap":60}"#, #"{"resp_check_key":"c","overlap":-1}"#, #"{"resp_check_key":"c","overlap":2592001}"#] {
                #expect(try await sandbox.control("/sandbox/apps/sandbox-app", body).status == 400, "\(body)")
            }
            #expect(try await keys() == ["b"])
        }
    }
}
