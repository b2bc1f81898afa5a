import Foundation
import PayCore
import PayDomain
import PayServer
import PayWire
import Testing

/// Which of an app's keys sign when, while they are being replaced.
@Suite struct AppKeysTests {
    private static let now = Timestamp(seconds: 1_800_000_000)
    private static let day: Int64 = 86_400
    private static func after(_ seconds: Int64) -> Timestamp { now.advanced(bySeconds: seconds) }

    /// An app with the keys `k1` and 1.
    private func withApp(_ body: (App) throws -> Void) async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            var app = try #require(AppID("shop").flatMap { platform.platform.directory.current.apps[$0] })
            app.replaceKeys(checkKey: "k1", strongSecret: [1], overlap: 0, now: Self.now)
            #expect(app.replacedKeys == nil)
            try body(app)
        }
    }

    private func keys(_ app: App, _ time: Timestamp) -> [String] {
        let keys = app.keys(at: time)
        return [keys.checkKey] + keys.strongSecrets.map { "\($0[0])" }
    }

    @Test func theOldKeysEndAtTheEndsOwnSecond() async throws {
        try await withApp { app in
            var app = app
            #expect(keys(app, Self.now) == ["k1", "1"])
            app.replaceKeys(checkKey: "k2", strongSecret: [2], overlap: Self.day, now: Self.now)
            let end = Self.after(Self.day)
            #expect(app.overlap(at: Self.now)?.end == end)
            #expect(keys(app, Self.now) == ["k1", "2", "1"])
            #expect(keys(app, end.advanced(byNanoseconds: -1)) == ["k1", "2", "1"])
            #expect(keys(app, end) == ["k2", "2"] && keys(app, Self.after(10 * Self.day)) == ["k2", "2"])
            #expect(app.overlap(at: end) == nil)
        }
    }

    /// So the time stamp that a short tag covers says which key it is made with.
    @Test func anOverlapEndsAtAWholeSecond() async throws {
        try await withApp { app in
            for nanoseconds: Int64 in [0, 1, 999_999_999] {
                var app = app
                app.replaceKeys(checkKey: "k2", strongSecret: nil, overlap: 1, now: Self.now.advanced(byNanoseconds: nanoseconds))
                #expect(app.replacedKeys?.end == Self.after(nanoseconds == 0 ? 1 : 2))
            }
        }
    }

    @Test func aKeyThatIsNotReplacedSignsAsBefore() async throws {
        try await withApp { app in
            var one = app
            one.replaceKeys(checkKey: "k2", strongSecret: nil, overlap: 60, now: Self.now)
            #expect(keys(one, Self.now) == ["k1", "1"] && keys(one, Self.after(60)) == ["k2", "1"])
            var other = app
            other.replaceKeys(checkKey: nil, strongSecret: [2], overlap: 60, now: Self.now)
            #expect(keys(other, Self.now) == ["k1", "2", "1"] && keys(other, Self.after(60)) == ["k1", "2"])
            other.replaceKeys(checkKey: nil, strongSecret: nil, overlap: 600, now: Self.now)
            #expect(other.replacedKeys?.end == Self.after(60))
        }
    }

    @Test func withoutAnOverlapTheOldKeyEndsAtOnceAndTheOtherKeysOverlapGoesOn() async throws {
        try await withApp { app in
            var app = app
            app.replaceKeys(checkKey: "k2", strongSecret: nil, overlap: 60, now: Self.now)
            app.replaceKeys(checkKey: nil, strongSecret: [2], overlap: 0, now: Self.after(1))
            #expect(keys(app, Self.after(1)) == ["k1", "2"] && keys(app, Self.after(60)) == ["k2", "2"])
            app.replaceKeys(checkKey: "k3", strongSecret: nil, overlap: 0, now: Self.after(2))
            #expect(keys(app, Self.after(2)) == ["k3", "2"] && app.replacedKeys == nil)
        }
    }

    @Test func ofAKeyThatIsReplacedTwiceTheNewestTwoLive() async throws {
        try await withApp { app in
            var app = app
            app.replaceKeys(checkKey: "k2", strongSecret: [2], overlap: 600, now: Self.now)
            app.replaceKeys(checkKey: "k3", strongSecret: [3], overlap: 60, now: Self.after(10))
            #expect(keys(app, Self.after(10)) == ["k2", "3", "2"] && keys(app, Self.after(70)) == ["k3", "3"])
            // After the end nothing of it counts any more.
            app.replaceKeys(checkKey: "k4", strongSecret: nil, overlap: 60, now: Self.after(100))
            #expect(keys(app, Self.after(100)) == ["k3", "3"] && keys(app, Self.after(160)) == ["k4", "3"])
        }
    }

    @Test func theOtherKeysOverlapIsNotCutShort() async throws {
        try await withApp { app in
            var app = app
            app.replaceKeys(checkKey: "k2", strongSecret: nil, overlap: 600, now: Self.now)
            app.replaceKeys(checkKey: nil, strongSecret: [2], overlap: 60, now: Self.now)
            #expect(keys(app, Self.after(599)) == ["k1", "2", "1"] && keys(app, Self.after(600)) == ["k2", "2"])
            app.replaceKeys(checkKey: nil, strongSecret: [3], overlap: 6_000, now: Self.now)
            #expect(keys(app, Self.after(5_999)) == ["k1", "3", "2"] && keys(app, Self.after(6_000)) == ["k2", "3"])
            app.endOverlap()
            #expect(keys(app, Self.now) == ["k2", "3"])
        }
    }

    // MARK: - The command

    private func change(_ edit: (inout ChangeApp.Request) -> Void) -> OperatorRequest {
        var change = ChangeApp.Request(appID: "shop")
        edit(&change)
        return .changeApp(change)
    }

    private func app(_ platform: OperatorFixture) throws -> App {
        try #require(AppID("shop").flatMap { platform.platform.directory.current.apps[$0] })
    }

    @Test func keysOverlapForADayUnlessSaidOtherwise() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            let before = try app(platform)
            let reply = try await platform.perform(change { $0.renewsCheckKey = true })
            let after = try app(platform)
            let length = try #require(after.replacedKeys).end.seconds - platform.platform.clock.now().seconds
            #expect((Self.day - 60...Self.day + 1).contains(length))
            #expect(reply["resp_check_key"] as? String == after.checkKey && after.checkKey != before.checkKey)
            let overlap = try #require(reply["overlap"] as? [String: any Sendable])
            #expect(overlap["resp_check_key"] as? String == before.checkKey && overlap["strong_secret"] == nil)
            #expect(overlap["replaces_resp_check_key"] as? Bool == true && overlap["replaces_strong_secret"] as? Bool == false)

            // Any other change leaves the overlap as it is, ending it takes the old keys away.
            try await platform.perform(change { $0.cutRate = "0.5" })
            #expect(try app(platform).replacedKeys == after.replacedKeys)
            let ended = try await platform.perform(change { $0.endsOverlap = true })
            #expect(try app(platform).replacedKeys == nil && ended["overlap"] == nil && ended["resp_check_key"] == nil)

            try await platform.perform(
                change {
                    $0.renewsStrongSecret = true
                    $0.overlap = 0
                }
            )
            #expect(try app(platform).replacedKeys == nil && app(platform).strongSecret != before.strongSecret)
        }
    }

    @Test(arguments: [-1, 2_592_001, .max]) func anOverlapHasBounds(_ seconds: Int64) async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            let before = try app(platform)
            let refusal = await platform.refusal(
                change {
                    $0.renewsCheckKey = true
                    $0.overlap = seconds
                }
            )
            #expect(refusal.code == 8 && refusal.field == "overlap")
            #expect(await platform.refusal(change { $0.overlap = 60 }).field == "overlap")
            #expect(try app(platform).checkKey == before.checkKey && app(platform).replacedKeys == nil)
        }
    }

    @Test func oldKeysAreShownOnlyWhenAskedFor() async throws {
        try await OperatorFixture.run { (platform) async throws in
            try await platform.setUp()
            let old = try app(platform)
            try await platform.perform(
                change {
                    $0.renewsCheckKey = true
                    $0.renewsStrongSecret = true
                }
            )
            let new = try app(platform)
            let secrets = [old, new].flatMap { [$0.checkKey, StrongSecret(bytes: $0.strongSecret)?.text ?? "none"] }
            for request: OperatorRequest in [.showApp(ShowApp.Request(appID: "shop")), .listApps] {
                let reply = try await platform.operators.perform(request)
                let (text, json) = (reply.text, try reply.json())
                for secret in secrets { #expect(!text.contains(secret) && !json.contains(secret)) }
            }
            let plain = try await platform.operators.perform(.showApp(ShowApp.Request(appID: "shop"))).text
            #expect(plain.contains("old check key") && plain.contains("imugi app set shop --end-overlap"))
            let full = try await platform.operators.perform(.showApp(ShowApp.Request(appID: "shop", withSecrets: true))).text
            for secret in secrets { #expect(full.contains(secret)) }
            #expect(!"\(try #require(new.replacedKeys))".contains(old.checkKey))
        }
    }
}
