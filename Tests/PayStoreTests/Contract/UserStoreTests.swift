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
    func theLastUseOfAnAppIsItsLastLoginRefreshOrOrder(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let clock = TestClock()
            let platform = Platform(
                store: store, directory: DirectoryHolder(try await store.loadDirectory()), clock: clock, passwords: PlainPasswords(),
                settings: PlatformSettings(publicURL: "https://pay.example.com", domains: []), callbacks: .none)
            let committer = try await Fixture.committer(store, clock: clock)
            /// In seconds after the start: orders of one moment are a nanosecond apart.
            func lastUse(_ app: AppID = Fixture.shop) async throws -> Int64? {
                let uses = try await store.lastUses(of: Fixture.alice)
                #expect(Set(uses.keys).isSubset(of: [Fixture.shop, Fixture.fair]))
                return uses[app].map { $0.seconds - Fixture.start.seconds }
            }
            #expect(try await store.lastUses(of: Fixture.alice).isEmpty)
            // An order without a grant is no use of an app that is allowed anything.
            try await committer.submit(.deposit(100, to: Fixture.manager, as: "d"))
            clock.set(Fixture.after(5))
            _ = try await committer.order(.pay(1, as: "p1"))
            #expect(try await store.lastUses(of: Fixture.alice).isEmpty)
            try await store.change(.setGrant(try Fixture.grant("a1", of: Fixture.alice, union: "u1"))) { _ in }
            try await store.change(.setGrant(try Fixture.grant("a1", of: Fixture.alice, at: Fixture.fair, union: "u1"))) { _ in }
            try await store.change(.setGrant(try Fixture.grant("b1", of: Fixture.bob, union: "u2"))) { _ in }
            #expect(try await lastUse() == 5)
            #expect(try await lastUse(Fixture.fair) == nil)

            clock.set(Fixture.after(10))
            let app = try #require(platform.directory.current.apps[Fixture.shop])
            let caller = AppCaller(app: app, accessKey: "shop-key")
            let asked = ScopeSet([.signIn])
            let application = LoginApplication(
                app: app, asked: asked, state: "state000", device: "device00", redirectURL: "https://example.com/in")
            let alice = Fixture.makeUser(Fixture.alice)
            let code = try await AuthoriseApp(platform).run(application, ticked: .all, as: alice).code
            // That the page was answered is no use of the app by itself.
            #expect(try await lastUse() == 5)
            clock.set(Fixture.after(11))
            let login = LogIn.Request(code: code, scopes: asked, state: "state000", device: "device00")
            let tokens = try await LogIn(platform).run(login, by: caller).tokens
            #expect(try await lastUse() == 11)
            clock.set(Fixture.after(20))
            _ = try await RefreshLogin(platform).run(access: tokens.access, refresh: tokens.refresh, by: caller)
            #expect(try await lastUse() == 20)
            clock.set(Fixture.after(30))
            _ = try await committer.order(.pay(1, to: Fixture.bob, as: "p2"))
            #expect(try await lastUse() == 20)
            _ = try await committer.order(.pay(1, as: "p3"))
            #expect(try await lastUse() == 30)
            // One that has ended was a use all the same; what may do nothing any more is left out.
            try await store.change(.setPassword(Fixture.alice, hash: "new")) { _ in }
            #expect(try await lastUse() == 30)
            try await store.change(.revokeGrant(app: Fixture.shop, user: Fixture.alice)) { _ in }
            #expect(try await lastUse() == nil)
        }
    }

    /// Two passwords that are replaced at the same time are each compared with the other as it was.
    @Test(arguments: StoreFactory.all)
    func aPasswordIsReplacedOnlyAsLongAsTheUserIsAsItWasSeen(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            func version() async throws -> Int64? { try await store.user(Fixture.alice)?.version }
            try await store.change(.setPassword(Fixture.alice, hash: "p1", ifVersion: 0)) { _ in }
            #expect(try await version() == 1)
            for change in [
                DirectoryChange.setTradePassword(Fixture.alice, hash: "t1", frozenUntil: nil, ifVersion: 0),
                .setPassword(Fixture.alice, hash: "p2", ifVersion: 2),
            ] {
                await #expect(throws: DirectoryConflict.changed) { try await store.change(change) { _ in } }
            }
            let kept = try #require(try await store.user(Fixture.alice))
            #expect(kept.passwordHash == "p1" && kept.tradePasswordHash == nil && kept.version == 1)
            try await store.change(.setTradePassword(Fixture.alice, hash: "t1", frozenUntil: nil, ifVersion: 1)) { _ in }
            #expect(try await store.user(Fixture.alice)?.tradePasswordHash == "t1")

            // Of many at the same time one is made, and nobody's session outlives the one that was.
            let made = try await withThrowingTaskGroup(of: String?.self) { group in
                for number in 0..<10 {
                    group.addTask {
                        do {
                            let hash = "n\(number)"
                            try await store.change(.setPassword(Fixture.alice, hash: hash, ifVersion: 2)) { _ in }
                            return hash
                        } catch DirectoryConflict.changed {
                            return nil
                        }
                    }
                }
                return try await group.reduce(into: []) { list, hash in list += hash.map { [$0] } ?? [] }
            }
            #expect(made.count == 1)
            #expect(try await store.user(Fixture.alice)?.passwordHash == made.first)
        }
    }
}
