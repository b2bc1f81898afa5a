import PayCore
import PayDomain
import Testing

/// What ``SessionStore`` promises.
@Suite struct SessionStoreTests {
    private static func session(
        _ number: Int, of user: UserID = Fixture.alice, at seconds: Int64, browser: BrowserKind = BrowserKind(), address: String? = nil
    ) -> Session {
        Session(
            idHash: Fixture.codeHash(number), user: user, createTime: Fixture.after(seconds), expireTime: Fixture.after(seconds + 60),
            browser: browser, address: address
        )
    }

    private static func begin(_ session: Session, in store: any Store) async throws {
        #expect(try await store.insert(session, ifPasswordIs: "hash-\(session.user)", replacing: nil, forgettingTries: nil))
    }

    @Test(arguments: StoreFactory.all)
    func aSessionLivesUntilItExpiresOrIsDeleted(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            func session(_ number: Int, at seconds: Int64) -> Session { Self.session(number, at: seconds) }
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

    @Test(arguments: StoreFactory.all)
    func aSessionIsToldApartByItsBrowserAndItsAddress(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let phone = BrowserKind(program: .safari, system: .iPhone)
            try await Self.begin(Self.session(1, at: 0, browser: phone, address: "2001:db8::1"), in: store)
            let kept = try #require(try await store.session(idHash: Fixture.codeHash(1), now: Fixture.after(1)))
            #expect(kept.browser == phone && kept.address == "2001:db8::1" && kept.lastUseTime == Fixture.start)
            for (number, browser) in [BrowserKind(), BrowserKind(program: .edge), BrowserKind(system: .macOS)].enumerated() {
                try await Self.begin(Self.session(2 + number, at: 0, browser: browser), in: store)
                let kept = try #require(try await store.session(idHash: Fixture.codeHash(2 + number), now: Fixture.after(1)))
                #expect(kept.browser == browser && kept.address == nil)
            }
        }
    }

    @Test(arguments: StoreFactory.all)
    func aUseIsNotedOnceInAWhileAndKeepsTheSessionAlive(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            func note(_ number: Int, at seconds: Int64, unlessSince earlier: Int64) async throws {
                try await store.noteUse(
                    ofSession: Fixture.codeHash(number), at: Fixture.after(seconds), unlessSince: Fixture.after(earlier),
                    expireTime: Fixture.after(seconds + 60))
            }
            func kept(at seconds: Int64) async throws -> Session? {
                try await store.session(idHash: Fixture.codeHash(1), now: Fixture.after(seconds))
            }
            try await Self.begin(Self.session(1, at: 0), in: store)
            try await note(1, at: 20, unlessSince: -10)
            #expect(try await kept(at: 20)?.lastUseTime == Fixture.start)
            try await note(1, at: 50, unlessSince: 20)
            #expect(try await kept(at: 109)?.lastUseTime == Fixture.after(50))
            #expect(try await kept(at: 109)?.expireTime == Fixture.after(110))
            #expect(try await kept(at: 110) == nil)
            // One that has expired does not come back, and one that was ended neither.
            try await note(1, at: 110, unlessSince: 80)
            #expect(try await kept(at: 111) == nil)
            try await note(2, at: 111, unlessSince: 80)
            #expect(try await store.sessions(of: Fixture.alice, now: Fixture.start, limit: 9).count == 1)
        }
    }

    @Test(arguments: StoreFactory.all)
    func aUsersSessionsAreListedAndEndedAndNobodyElses(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            func listed(_ user: UserID = Fixture.alice, at seconds: Int64 = 40, limit: Int = 9) async throws -> [[UInt8]] {
                try await store.sessions(of: user, now: Fixture.after(seconds), limit: limit).map(\.idHash)
            }
            func hashes(_ numbers: Int...) -> [[UInt8]] { numbers.map(Fixture.codeHash) }
            for (number, seconds) in [(1, 0), (2, 10), (3, 20)] {
                try await Self.begin(Self.session(number, at: Int64(seconds)), in: store)
            }
            try await Self.begin(Self.session(4, of: Fixture.bob, at: 30), in: store)
            #expect(try await listed() == hashes(3, 2, 1))
            #expect(try await listed(limit: 2) == hashes(3, 2))
            try await store.noteUse(
                ofSession: Fixture.codeHash(1), at: Fixture.after(40), unlessSince: Fixture.after(30), expireTime: Fixture.after(100))
            #expect(try await listed() == hashes(1, 3, 2))
            // What has expired is not there any more.
            #expect(try await listed(at: 75) == hashes(1, 3))
            #expect(try await listed(Fixture.bob) == hashes(4))
            try await store.deleteSessions(of: Fixture.alice, except: Fixture.codeHash(2))
            #expect(try await listed() == hashes(2))
            #expect(try await listed(Fixture.bob) == hashes(4))
            // Whose session is kept does not matter.
            try await store.deleteSessions(of: Fixture.alice, except: Fixture.codeHash(4))
            #expect(try await listed().isEmpty)
            #expect(try await listed(Fixture.bob) == hashes(4))
        }
    }
}
