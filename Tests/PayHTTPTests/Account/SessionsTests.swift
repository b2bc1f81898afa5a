import PayCore
import PayDomain
import PaySandbox
import Testing

@testable import PayHTTP

/// Where a user is signed in, and how that ends.
@Suite struct SessionsTests {
    @Test func eachSessionIsToldByItsBrowserAndNothingSecret() async throws {
        try await Sandbox.run { sandbox in
            let computer = try await AccountBrowser("alice", of: sandbox, userAgent: AccountBrowser.chrome)
            let phone = try await AccountBrowser("alice", of: sandbox, userAgent: AccountBrowser.iPhone)
            let odd = try await AccountBrowser("alice", of: sandbox, userAgent: "<script>alert(1)</script>")
            let bob = try await AccountBrowser("bob", of: sandbox, userAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/132.0")
            let view = try await computer.open(AccountBrowser.security)
            for text in ["Chrome on Windows", "Safari on iPhone", "Another browser", "This device"] {
                #expect(view.html.contains(text), "\(text)")
            }
            #expect(!view.html.contains("Firefox") && !view.html.contains("alert(1)"))
            for browser in [computer, phone, odd, bob] {
                let id = try #require(browser.session)
                #expect(!view.html.contains(id) && !view.html.contains(SessionID(id).hash.hexadecimal))
            }
            // The one that looks is not among those that it can end here.
            #expect(try await computer.sessionNames().count == 2)
            #expect(try await bob.sessionNames().isEmpty)
            #expect(try await !bob.open(AccountBrowser.security).html.contains("Sign out everywhere else"))
        }
    }

    @Test func oneIsEndedAtOnceAndTheOthersGoOn() async throws {
        try await Sandbox.run { sandbox in
            let computer = try await AccountBrowser("alice", of: sandbox)
            let phone = try await AccountBrowser("alice", of: sandbox)
            let tablet = try await AccountBrowser("alice", of: sandbox)
            let names = try await computer.sessionNames()
            let phones = try #require(try await tablet.sessionNames().first { names.contains($0) })
            let answer = try await computer.press("end_session", at: AccountBrowser.security, [("session", phones)])
            #expect(answer.status == 303 && answer.location == AccountBrowser.security)
            #expect(try await !phone.isSignedIn())
            #expect(try await computer.isSignedIn())
            #expect(try await tablet.isSignedIn())
            // It is told once, and ending it twice is the same as once.
            let told = try await computer.press("end_session", at: AccountBrowser.security, [("session", phones)])
            #expect(told.status == 303)
            let first = try await computer.open(AccountBrowser.security)
            #expect(first.html.contains("That device is signed out.") && first.html.contains(#"role="status""#))
            #expect(try await !computer.open(AccountBrowser.security).html.contains("That device is signed out."))
        }
    }

    @Test func nobodyNamesTheSessionOfAnother() async throws {
        try await Sandbox.run { sandbox in
            let alice = try await AccountBrowser("alice", of: sandbox)
            let phone = try await AccountBrowser("alice", of: sandbox)
            let bob = try await AccountBrowser("bob", of: sandbox)
            let name = try #require(try await alice.sessionNames().first)
            let id = try #require(phone.session)
            for text in [name, id, SessionID(id).hash.hexadecimal, "", "*", "%"] {
                #expect(try await bob.press("end_session", at: AccountBrowser.security, [("session", text)]).status == 303)
            }
            _ = try await bob.press("end_other_sessions", at: AccountBrowser.security)
            #expect(try await alice.isSignedIn())
            #expect(try await phone.isSignedIn())
            #expect(try await bob.isSignedIn())
            // What a cookie holds, or the store, is no name for its own user either.
            for text in [id, SessionID(id).hash.hexadecimal] {
                _ = try await alice.press("end_session", at: AccountBrowser.security, [("session", text)])
            }
            #expect(try await phone.isSignedIn())
        }
    }

    @Test func allOthersAreEndedAtOnce() async throws {
        try await Sandbox.run { sandbox in
            let here = try await AccountBrowser("alice", of: sandbox)
            let others = [try await AccountBrowser("alice", of: sandbox), try await AccountBrowser("alice", of: sandbox)]
            let bob = try await AccountBrowser("bob", of: sandbox)
            let answer = try await here.press("end_other_sessions", at: AccountBrowser.security)
            #expect(answer.status == 303)
            for other in others { #expect(try await !other.isSignedIn()) }
            #expect(try await here.isSignedIn())
            #expect(try await bob.isSignedIn())
        }
    }

    /// A session lives while it is used, and not for ever.
    @Test func aSessionEndsUnusedOrAtTheLatestAfterTwelveHours() async throws {
        try await Sandbox.run { sandbox in
            let used = try await AccountBrowser("alice", of: sandbox)
            let unused = try await AccountBrowser("alice", of: sandbox)
            let minutes = 25
            for _ in 0..<(12 * 60 / minutes) {
                try await sandbox.advance(Int64(minutes) * 60)
                #expect(try await used.isSignedIn())
            }
            #expect(try await !unused.isSignedIn())
            // 12 hours less 20 minutes have gone by.
            try await sandbox.advance(19 * 60)
            #expect(try await used.isSignedIn())
            try await sandbox.advance(60)
            #expect(try await !used.isSignedIn())
        }
    }

    @Test func aUseIsWrittenEveryFiveMinutesAtMost() async throws {
        try await Sandbox.run { sandbox in
            let alice = try await AccountBrowser("alice", of: sandbox)
            let id = SessionID(try #require(alice.session))
            func lastUse() async throws -> Timestamp? {
                try await sandbox.platform.store.session(idHash: id.hash, now: sandbox.clock.now())?.lastUseTime
            }
            let begin = try await lastUse()
            try await sandbox.advance(4 * 60)
            #expect(try await alice.isSignedIn())
            #expect(try await lastUse() == begin)
            try await sandbox.advance(2 * 60)
            #expect(try await alice.isSignedIn())
            let later = try #require(try await lastUse())
            #expect(begin.map { $0 < later } == true)
            #expect(try await alice.isSignedIn())
            #expect(try await lastUse() == later)
        }
    }
}

extension [UInt8] {
    fileprivate var hexadecimal: String { map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }
}
