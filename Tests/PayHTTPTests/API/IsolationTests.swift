import HTTPTypes
import PayCore
import PayDomain
import PaySandbox
import PayWire
import Testing

/// What one app, or nobody's, learns and does to another.
@Suite struct IsolationTests {
    /// Something that no answer has by itself.
    private static let mark = "q7Zx"

    /// Hazards, section 5, test 10: whoever is not known chooses no byte of an answer and gets nothing signed with a key of his choice.
    @Test func unauthenticatedAnswersRepeatNothing() async throws {
        try await Sandbox.run { sandbox in
            func call(_ change: (inout Sandbox.Call) -> Void) -> Sandbox.Call {
                var call = Sandbox.Call(Sandbox.payOut, #"{"trade_no":"\#(Self.mark)","\#(Self.mark)":1}"#)
                call.extraHeaders = [("X-\(Self.mark)", Self.mark), ("Cookie", Self.mark), ("Origin", "https://\(Self.mark).example")]
                change(&call)
                return call
            }
            let rows: [(Int, Sandbox.Call)] = [
                (11_003, call { $0.app = Self.mark }), (11_019, call { $0.dropsAuth = true }),
                (11_008, call { $0.accessKey = Self.mark }), (9_020, call { $0.date = Self.mark }),
                (9_004, call { $0.secret = Self.mark }), (9_004, call { $0.contentSHA1 = Self.mark }),
            ]
            for (code, call) in rows {
                let answer = try await sandbox.send(call)
                #expect(answer.code == code)
                #expect(!String(decoding: answer.body, as: UTF8.self).contains(Self.mark))
                #expect(!answer.headers.contains { $0.value.contains(Self.mark) || $0.name.rawName.contains(Self.mark) })
                #expect((answer.header("dragonex-sign") == nil) == (code == 11_003))
                #expect((answer.header("imugi-signature") == nil) == (code == 11_003))
            }
            for call in [call { $0.path = "/\(Self.mark)" }, call { $0.contentType = Self.mark }] {
                let answer = try await sandbox.send(call)
                #expect(answer.status >= 400)
                #expect(!String(decoding: answer.body, as: UTF8.self).contains(Self.mark))
            }
        }
    }

    @Test func eachAppsAnswersAreSignedWithItsOwnKeys() async throws {
        try await Sandbox.run { sandbox in
            let names = ["sandbox-app", "sandbox-cut-app"]
            for name in names {
                let answer = try await sandbox.send(Sandbox.detail, #"{"trade_no":"none"}"#, app: name)
                let time = try #require(answer.header("dragonex-ts").flatMap { Int64($0) })
                let tag = try #require(answer.header("dragonex-sign"))
                let id = try #require(answer.header("imugi-request-id"))
                let strong = try #require(answer.header("imugi-signature"))
                for other in names {
                    let app = try #require(AppID(other).flatMap { sandbox.platform.directory.current.apps[$0] })
                    #expect(AnswerSignature.isValid(tag: tag, body: answer.body, time: time, checkKey: app.checkKey) == (other == name))
                    #expect(
                        AnswerSignature.isValid(
                            strong: strong, body: answer.body, time: time, requestID: id, secret: app.strongSecret
                        ) == (other == name)
                    )
                }
            }
        }
    }

    /// Hazards, section 5, test 17: what another app owns answers exactly as what nobody owns.
    @Test func anotherAppsThingsLookLikeNone() async throws {
        try await Sandbox.run { sandbox in
            #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("mine")).code == 1)
            let theirs = "59991c0e35855a48bb1157295dd63ce4"
            let nobodys = String(repeating: "0", count: 32)
            let rows = [
                (Sandbox.detail, #"{"trade_no":"mine"}"#, #"{"trade_no":"none"}"#),
                ("/api/v1/pay/callback/redo/", #"{"trade_no":"mine"}"#, #"{"trade_no":"none"}"#),
                ("/api/v1/user/coin/list/", #"{"open_id":"\#(theirs)"}"#, #"{"open_id":"\#(nobodys)"}"#),
                ("/api/v1/user/coin/list/", #"{"dragonex_uid":1000000}"#, #"{"dragonex_uid":4711}"#),
                (
                    Sandbox.payOut, Sandbox.payOutBody("t", uid: "0", more: #","open_id":"\#(theirs)""#),
                    Sandbox.payOutBody("t", uid: "0", more: #","open_id":"\#(nobodys)""#)
                ),
            ]
            for (path, theirs, nobodys) in rows {
                let real = try await sandbox.send(path, theirs, app: "sandbox-cut-app")
                let none = try await sandbox.send(path, nobodys, app: "sandbox-cut-app")
                #expect(real.code != 1, "\(path) \(theirs)")
                #expect(real.body == none.body, "\(path) \(theirs)")
            }
        }
    }

    /// Hazards, section 5, test 55: once the operator is told that a key or an app is off, nothing more is paid with it.
    @Test(arguments: [true, false])
    func nothingIsPaidAfterTheAcknowledgement(disablingTheKey: Bool) async throws {
        try await Sandbox.run { sandbox in
            let platform = sandbox.platform
            try await withThrowingTaskGroup(of: Int?.self) { group in
                for index in 0..<100 {
                    group.addTask { try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("r\(index)")).code }
                }
                #expect(try await group.next() == 1)
                if disablingTheKey {
                    var key = try #require(platform.directory.current.keys["sandbox-app-access-key"])
                    key.isEnabled = false
                    try await platform.change(.updateKey(key))
                } else {
                    let id = try #require(AppID("sandbox-app"))
                    var app = try #require(platform.directory.current.apps[id])
                    app.isEnabled = false
                    try await platform.change(.updateApp(app))
                }
                let acknowledged = try await platform.store.proveLedger()
                let refusal = disablingTheKey ? 11_009 : 11_005
                for try await code in group { #expect(code == 1 || code == refusal) }
                let end = try await platform.store.proveLedger()
                #expect(end.chainHead == acknowledged.chainHead)
                #expect(end.holds)
                #expect(try await sandbox.send(Sandbox.payOut, Sandbox.payOutBody("late")).code == refusal)
            }
        }
    }
}
