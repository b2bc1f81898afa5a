import PayCore
import PayDomain
import PayStorePostgres
import Testing

/// Everything that locks rows of users, apps and logins does so in one order. If not, two of them could wait for each other until the
/// server refuses one, after a second.
@Suite(.timeLimit(.minutes(2))) struct LockOrderTests {
    @Test func aCodeIsLockedAfterItsUser() async throws {
        try await Nodes.with { nodes in
            let code = try await nodes.first.code()
            #expect(try await nodes.first.signIn(1))
            let (disable, redeem) = try await nodes.holding("SELECT uid FROM session") {
                // It has locked the user and will come to the code after the session.
                let disable = Task { try await nodes.first.platform.change(.setUserEnabled(Fixture.alice, false)) }
                try await nodes.waiters(1)
                let redeem = Task { try await nodes.second.redeem(code) }
                try await nodes.waiters(2)
                return (disable, redeem)
            }
            try await disable.value
            #expect(try await redeem.value == nil)
            #expect(try await nodes.deadlocks() == 0)
        }
    }

    @Test func sessionsAreForgottenAfterTheUserWasLocked() async throws {
        try await Nodes.with { nodes in
            #expect(try await nodes.first.signIn(1))
            #expect(try await nodes.first.signIn(2, lifetime: 0))
            let (change, signIn) = try await nodes.holding("SELECT uid FROM session WHERE expire_time > \(Fixture.start.nanoseconds)") {
                // It has locked the user and will come to the expired session, which the sign-in would forget.
                let change = Task { try await nodes.first.platform.change(.setPassword(Fixture.alice, hash: "new")) }
                try await nodes.waiters(1)
                let signIn = Task { try await nodes.second.signIn(3) }
                try await nodes.waiters(2)
                return (change, signIn)
            }
            try await change.value
            #expect(try await !signIn.value)
            #expect(try await nodes.deadlocks() == 0)
        }
    }
}
