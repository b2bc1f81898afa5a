import PayCore
import PayDomain
import PayStorePostgres
import Testing

/// What ends a user's access ends it also for whoever is signing in at the same moment on another node.
@Suite(.timeLimit(.minutes(2))) struct EndOfAccessTests {
    @Test func aSignInThatMeetsAChangeOfThePasswordComesTooLate() async throws {
        try await Nodes.with { nodes in
            #expect(try await nodes.first.signIn(1))
            let (change, signIn) = try await nodes.holding("SELECT uid FROM session") {
                // It has changed the password and waits for the session, to delete it.
                let change = Task { try await nodes.first.platform.change(.setPassword(Fixture.alice, hash: "new")) }
                try await nodes.waiters(1)
                let signIn = Task { try await nodes.second.signIn(2) }
                try await nodes.waiters(2)
                return (change, signIn)
            }
            try await change.value
            #expect(try await !signIn.value)
            #expect(try await nodes.number("SELECT count(*) FROM session") == 0)
            #expect(try await nodes.second.signIn(3, password: "new"))
        }
    }

    @Test func aChangeOfThePasswordThatMeetsASignInEndsItsSession() async throws {
        try await Nodes.with { nodes in
            #expect(try await nodes.first.signIn(1))
            let (signIn, change) = try await nodes.holding("SELECT uid FROM session") {
                // It has looked at the password and waits for the session that it replaces.
                let signIn = Task { try await nodes.first.signIn(2, replacing: 1) }
                try await nodes.waiters(1)
                let change = Task { try await nodes.second.platform.change(.setPassword(Fixture.alice, hash: "new")) }
                try await nodes.waiters(2)
                return (signIn, change)
            }
            #expect(try await signIn.value)
            try await change.value
            #expect(try await !nodes.first.isSignedIn(2))
        }
    }

    @Test func aPasswordThatIsChangedOnOneNodeEndsTheSessionsOfAllNodes() async throws {
        try await Nodes.with { nodes in
            let origin = SignInOrigin(browser: BrowserKind(program: .firefox, system: .linux))
            func signIn(_ node: Node) async throws -> SessionID {
                try await SignIn(node.platform).run(name: "user-10", password: "hash-10", from: origin)
            }
            let sessions = [try await signIn(nodes.first), try await signIn(nodes.second), try await signIn(nodes.second)]
            for session in sessions { #expect(try await FindSession(nodes.second.platform).run(session)?.id == Fixture.alice) }
            #expect(try await ListSessions(nodes.first.platform).run(of: Fixture.alice, at: sessions[0]).count == 3)
            let request = ChangePassword.Request(present: "hash-10", new: "seven green dragons")
            let kept = try await ChangePassword(nodes.first.platform).run(request, of: Fixture.alice, from: origin)
            for session in sessions {
                #expect(try await FindSession(nodes.second.platform).run(session) == nil)
                #expect(try await FindSession(nodes.first.platform).run(session) == nil)
            }
            let new = try #require(kept)
            #expect(try await FindSession(nodes.second.platform).run(new)?.id == Fixture.alice)
            let listed = try await ListSessions(nodes.second.platform).run(of: Fixture.alice, at: new)
            #expect(listed.map(\.isPresent) == [true] && listed.first?.browser == origin.browser)

            // One that is ended on one node is ended on the other.
            let other = try await SignIn(nodes.first.platform).run(name: "user-10", password: "seven green dragons")
            let name = try #require(try await ListSessions(nodes.second.platform).run(of: Fixture.alice, at: new).last?.name)
            #expect(try await EndSession(nodes.second.platform).run(name, of: Fixture.alice))
            #expect(try await FindSession(nodes.first.platform).run(other) == nil)
            #expect(try await FindSession(nodes.first.platform).run(new) != nil)
        }
    }

    /// The new code is none of those that the change spends, and its login none of those that it ends.
    @Test(arguments: ["user", "app"])
    func aCodeThatIsMadeWhileItsUserOrAppIsDisabledGivesNothing(what: String) async throws {
        try await Nodes.with { nodes in
            let alive = try await nodes.first.tokens()
            var app = try nodes.first.app()
            app.isEnabled = false
            let change = what == "user" ? DirectoryChange.setUserEnabled(Fixture.alice, false) : .updateApp(app)
            let (disable, redeem) = try await nodes.holding("SELECT id FROM login") {
                // It has spent the codes and waits for the login, to end it.
                let disable = Task { try await nodes.first.platform.change(change) }
                try await nodes.waiters(1)
                let code = try await nodes.second.code()
                let redeem = Task { try await nodes.second.redeem(code) }
                try await nodes.waiters(2)
                return (disable, redeem)
            }
            try await disable.value
            #expect(try await redeem.value == nil)
            #expect(try await nodes.second.store.accessToken(hash: alive.access.hash)?.login.isAlive == false)
            #expect(try await nodes.number("SELECT count(*) FROM login WHERE NOT ended") == 0)
        }
    }
}
