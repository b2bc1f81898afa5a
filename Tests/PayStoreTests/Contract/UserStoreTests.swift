import PayCore
import PayDomain
import Testing

/// What ``UserStore`` promises.
@Suite struct UserStoreTests {
    @Test(arguments: StoreFactory.all)
    func usersAreFoundByNumberAndByName(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let user = User(id: Fixture.user(77), name: "Zo\u{eb}", passwordHash: nil, tradePasswordHash: "t", paymentsFrozen: true)
            try await store.change(.addUser(user)) { _ in }
            let found = try #require(try await store.user(Fixture.user(77)))
            #expect(found.name == "Zo\u{eb}" && found.passwordHash == nil && found.tradePasswordHash == "t" && found.paymentsFrozen)
            #expect(try await store.user(named: "Zo\u{eb}")?.id == user.id)
            // The same letters, composed otherwise, are another name.
            #expect(try await store.user(named: "Zoe\u{308}") == nil)
            // A guest may type what is no name.
            #expect(try await store.user(named: "Zo\u{0}") == nil)
            #expect(try await store.user(Fixture.user(78)) == nil)
            #expect(try await store.users(limit: 3).map(\.id) == [Fixture.manager, Fixture.fairManager, Fixture.alice])
            #expect(try await store.users(limit: 100).count == 5)
        }
    }

    @Test(arguments: StoreFactory.all)
    func aGrantIsFoundBothWaysAndKeepsItsNames(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let first = try Fixture.grant("a1", of: Fixture.alice, union: "u1")
            let second = try Fixture.grant("a2", of: Fixture.alice, union: "u2", scopes: ScopeSet([.signIn, .readSpotAssets]))
            try await store.change(.setGrant(first)) { _ in }
            #expect(try await store.grant(of: Fixture.shop, user: Fixture.alice) == first)
            #expect(try await store.grant(of: Fixture.shop, openID: first.openID) == first)
            #expect(try await store.grant(of: Fixture.fair, openID: first.openID) == nil)
            #expect(try await store.grant(of: Fixture.shop, user: Fixture.bob) == nil)
            try await store.change(.setGrant(second)) { _ in }
            // New scopes, and the names of then.
            let kept = try #require(try await store.grant(of: Fixture.shop, user: Fixture.alice))
            #expect(kept.openID == first.openID && kept.unionID == first.unionID && kept.scopes == second.scopes)
            #expect(try await store.grant(of: Fixture.shop, openID: second.openID) == nil)

            // An open_id stands for one user of an app, but may be used again by another app.
            let taken = try Fixture.grant("a1", of: Fixture.bob, union: "u3")
            await #expect(throws: DirectoryConflict.exists) { try await store.change(.setGrant(taken)) { _ in } }
            // The apps of one company know a user under one union_id, those of another company under another.
            try await store.change(.setGrant(try Fixture.grant("a1", of: Fixture.alice, at: Fixture.fair, union: "u4"))) { _ in }
            #expect(try await store.grant(of: Fixture.fair, user: Fixture.alice)?.unionID == first.unionID)
            let company = Company(id: try #require(CompanyID("elsewhere")), name: "Elsewhere")
            try await store.change(.addCompany(company)) { _ in }
            let stranger = Fixture.makeApp(Fixture.app("stranger"), manager: Fixture.manager, company: company.id)
            try await store.change(.addApp(stranger)) { _ in }
            try await store.change(.setGrant(try Fixture.grant("s1", of: Fixture.alice, at: stranger.id, union: "u5"))) { _ in }
            #expect(try await store.grant(of: stranger.id, user: Fixture.alice)?.unionID.text == "u5")
            #expect(try await store.grants(of: Fixture.alice).map(\.app.text) == ["fair", "shop", "stranger"])

            let nobody = try Fixture.grant("x", of: Fixture.user(999), union: "u6")
            await #expect(throws: DirectoryConflict.unknown) { try await store.change(.setGrant(nobody)) { _ in } }
        }
    }

    @Test(arguments: StoreFactory.all)
    func theLastTryLocksUntilTheLockEnds(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            func attempt(_ seconds: Int64) async throws -> TradePasswordTry {
                try await store.beginTradePasswordTry(
                    Fixture.alice, now: Fixture.after(seconds), limit: 3, lockEnd: Fixture.after(seconds + 100)
                )
            }
            #expect(try await attempt(0) == .allowed(triesLeft: 2))
            #expect(try await attempt(1) == .allowed(triesLeft: 1))
            try await store.clearTradePasswordTries(Fixture.alice)
            #expect(try await attempt(2) == .allowed(triesLeft: 2))
            #expect(try await attempt(3) == .allowed(triesLeft: 1))
            #expect(try await attempt(4) == .allowed(triesLeft: 0))
            #expect(try await attempt(5) == .locked(until: Fixture.after(104)))
            #expect(try await attempt(103) == .locked(until: Fixture.after(104)))
            #expect(try await attempt(104) == .allowed(triesLeft: 2))
            // The right password in the last try undoes the lock that the try had set.
            #expect(try await attempt(105) == .allowed(triesLeft: 1))
            #expect(try await attempt(106) == .allowed(triesLeft: 0))
            try await store.clearTradePasswordTries(Fixture.alice)
            #expect(try await attempt(107) == .allowed(triesLeft: 2))
            // A try that was never looked at is taken back, and with it the lock that it had set; there is never less than none.
            #expect(try await attempt(108) == .allowed(triesLeft: 1))
            for _ in 1...4 {
                #expect(try await attempt(109) == .allowed(triesLeft: 0))
                try await store.takeBackTradePasswordTry(Fixture.alice)
            }
            for _ in 1...4 { try await store.takeBackTradePasswordTry(Fixture.alice) }
            #expect(try await attempt(110) == .allowed(triesLeft: 2))
            await #expect(throws: DirectoryConflict.unknown) {
                _ = try await store.beginTradePasswordTry(Fixture.user(999), now: Fixture.start, limit: 3, lockEnd: Fixture.after(1))
            }
        }
    }

    @Test(arguments: StoreFactory.all)
    func concurrentTriesDoNotPassTheLimitTogether(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let allowed = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        let answer = try await store.beginTradePasswordTry(
                            Fixture.alice, now: Fixture.start, limit: 5, lockEnd: Fixture.after(60)
                        )
                        if case .allowed = answer { return true } else { return false }
                    }
                }
                return try await group.reduce(into: 0) { count, isAllowed in count += isAllowed ? 1 : 0 }
            }
            #expect(allowed == 5)
        }
    }

    @Test(arguments: StoreFactory.all)
    func aSessionLivesUntilItExpiresOrIsDeleted(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            func session(_ number: Int, at seconds: Int64) -> Session {
                Session(
                    idHash: Fixture.codeHash(number), user: Fixture.alice, createTime: Fixture.after(seconds),
                    expireTime: Fixture.after(seconds + 60)
                )
            }
            #expect(try await store.insert(session(1, at: 0), ifPasswordIs: "hash-\(Fixture.alice)", replacing: nil, forgettingTries: nil))
            #expect(try await store.insert(session(2, at: 10), ifPasswordIs: "hash-\(Fixture.alice)", replacing: nil, forgettingTries: nil))
            #expect(try await !store.insert(session(4, at: 10), ifPasswordIs: "another", replacing: nil, forgettingTries: nil))
            #expect(try await store.session(idHash: Fixture.codeHash(4), now: Fixture.after(11)) == nil)
            let found = try #require(try await store.session(idHash: Fixture.codeHash(1), now: Fixture.after(59)))
            #expect(found.user == Fixture.alice && found.createTime == Fixture.start && found.expireTime == Fixture.after(60))
            #expect(try await store.session(idHash: Fixture.codeHash(1), now: Fixture.after(60)) == nil)
            try await store.deleteSession(idHash: Fixture.codeHash(2))
            #expect(try await store.session(idHash: Fixture.codeHash(2), now: Fixture.after(11)) == nil)
            // A later sign-in clears away what has expired; the first one is gone even for a clock that stands earlier.
            #expect(try await store.insert(session(3, at: 60), ifPasswordIs: "hash-\(Fixture.alice)", replacing: nil, forgettingTries: nil))
            // One that does not begin ends none.
            #expect(
                try await !store.insert(session(5, at: 60), ifPasswordIs: "another", replacing: Fixture.codeHash(3), forgettingTries: nil))
            #expect(try await store.session(idHash: Fixture.codeHash(1), now: Fixture.after(1)) == nil)
            #expect(try await store.session(idHash: Fixture.codeHash(3), now: Fixture.after(61)) != nil)
            #expect(
                try await store.insert(
                    session(6, at: 61), ifPasswordIs: "hash-\(Fixture.alice)", replacing: Fixture.codeHash(3), forgettingTries: nil)
            )
            #expect(try await store.session(idHash: Fixture.codeHash(3), now: Fixture.after(62)) == nil)
            #expect(try await store.session(idHash: Fixture.codeHash(6), now: Fixture.after(62)) != nil)
        }
    }
}
