import PayCore
import PayDomain
import PayLedger
import Testing

/// What ``LoginStore`` promises, through the use cases that rest on it.
@Suite struct LoginStoreTests {
    private static let scopes = ScopeSet([.signIn, .readSpotAssets, .openUserToApp])

    /// A platform on the store, with a user who signs in at an app of it.
    private struct Surroundings {
        let platform: Platform
        let clock: TestClock
        let store: any Store

        init(_ store: any Store) async throws {
            self.store = store
            clock = TestClock()
            platform = Platform(
                store: store, directory: DirectoryHolder(try await store.loadDirectory()), clock: clock, passwords: PlainPasswords(),
                settings: PlatformSettings(publicURL: "https://pay.example.com", domains: []), callbacks: .none
            )
        }

        func caller(_ app: AppID = Fixture.shop) throws -> AppCaller {
            AppCaller(app: try #require(platform.directory.current.apps[app]), accessKey: "\(app)-key")
        }

        func code(_ user: UserID = Fixture.alice, at app: AppID = Fixture.shop, ticked: ScopeSet = scopes) async throws -> LoginCode {
            let application = LoginApplication(
                app: try caller(app).app, asked: scopes, state: "state000", device: "device00", redirectURL: "https://example.com/in"
            )
            return try await AuthoriseApp(platform).run(application, ticked: ticked, as: Fixture.makeUser(user)).code
        }

        func logIn(
            _ code: LoginCode, at app: AppID = Fixture.shop, state: String = "state000", device: String = "device00",
            scopes: ScopeSet = scopes
        ) async throws -> LoginAnswer {
            try await LogIn(platform).run(LogIn.Request(code: code, scopes: scopes, state: state, device: device), by: caller(app))
        }

        /// Whether the token's login is alive and the token the newest of it.
        func works(_ token: AccessToken) async throws -> Bool {
            guard let stored = try await store.accessToken(hash: token.hash) else { return false }
            return stored.login.isAlive && !stored.isReplaced
        }

        /// The code of the refusal, or `nil` if there was none.
        func refusal(_ body: () async throws -> Void) async throws -> PlatformCode? {
            do {
                try await body()
                return nil
            } catch let error as PlatformError {
                return error.code
            }
        }
    }

    private func with(_ factory: StoreFactory, _ body: (Surroundings) async throws -> Void) async throws {
        try await factory.withStore { store in try await body(try await Surroundings(store)) }
    }

    @Test(arguments: StoreFactory.all)
    func aCodeGivesOneLoginAndItsReuseEndsIt(factory: StoreFactory) async throws {
        try await with(factory) { it in
            let code = try await it.code(ticked: ScopeSet([.signIn, .readSpotAssets]))
            let answers = try await withThrowingTaskGroup(of: LoginAnswer?.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        do { return try await it.logIn(code) } catch let error as PlatformError {
                            #expect(error.code == .codeUnknown)
                            return nil
                        }
                    }
                }
                return try await group.reduce(into: [LoginAnswer]()) { answers, answer in if let answer { answers.append(answer) } }
            }
            #expect(answers.count == 1)
            let login = try #require(answers.first)
            #expect(login.scopes == ScopeSet([.signIn, .readSpotAssets]) && login.tokens.pay == nil)
            #expect(login.grant.user == Fixture.alice)
            // 99 others have shown it since.
            #expect(try await !it.works(login.tokens.access))
        }
    }

    @Test(arguments: StoreFactory.all)
    func aCodeThatIsShownWronglyIsSpent(factory: StoreFactory) async throws {
        try await with(factory) { it in
            let wrongs: [@Sendable (LoginCode) async throws -> Void] = [
                { _ = try await it.logIn($0, at: Fixture.fair) }, { _ = try await it.logIn($0, state: "other000") },
                { _ = try await it.logIn($0, device: "other000") }, { _ = try await it.logIn($0, scopes: ScopeSet([.signIn])) },
            ]
            for wrong in wrongs {
                let code = try await it.code()
                #expect(try await it.refusal { try await wrong(code) } == .codeUnknown)
                #expect(try await it.refusal { _ = try await it.logIn(code) } == .codeUnknown)
            }
            let late = try await it.code()
            it.clock.set(Fixture.after(300))
            #expect(try await it.refusal { _ = try await it.logIn(late) } == .codeUnknown)
            #expect(try await it.refusal { _ = try await it.logIn(LoginCode("never given out")) } == .codeUnknown)
        }
    }

    @Test(arguments: StoreFactory.all)
    func aRefreshTokenWorksOnceAndItsReuseEndsTheLogin(factory: StoreFactory) async throws {
        try await with(factory) { it in
            let first = try await it.logIn(it.code()).tokens
            it.clock.set(Fixture.after(7_201))
            let second = try await RefreshLogin(it.platform).run(access: first.access, refresh: first.refresh, by: it.caller()).tokens
            #expect(try await !it.works(first.access))
            #expect(try await it.works(second.access))
            let codes = try await withThrowingTaskGroup(of: PlatformCode?.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        try await it.refusal {
                            _ = try await RefreshLogin(it.platform).run(access: second.access, refresh: second.refresh, by: it.caller())
                        }
                    }
                }
                return try await group.reduce(into: [PlatformCode?]()) { $0.append($1) }
            }
            #expect(codes.count { $0 == nil } == 1)
            #expect(codes.count { $0 == .refreshTokenRevoked } == 99)
            #expect(try await !it.works(second.access))
            // Another login of the same user goes on.
            let other = try await it.logIn(it.code()).tokens
            #expect(try await it.works(other.access))
            let foreign = try await it.refusal {
                _ = try await RefreshLogin(it.platform).run(access: first.access, refresh: other.refresh, by: it.caller())
            }
            #expect(foreign == .tokenUnknown)
            it.clock.set(Fixture.after(9 * 86_400))
            let late = try await it.refusal {
                _ = try await RefreshLogin(it.platform).run(access: other.access, refresh: other.refresh, by: it.caller())
            }
            #expect(late == .refreshTokenExpired)
        }
    }

    @Test(arguments: StoreFactory.all)
    func whatEndsAccessEndsItInItsOwnTransaction(factory: StoreFactory) async throws {
        try await with(factory) { it in
            let ends: [DirectoryChange] = [
                .setPassword(Fixture.alice, hash: "new"), .setUserEnabled(Fixture.alice, false),
                .revokeGrant(app: Fixture.shop, user: Fixture.alice),
            ]
            for end in ends {
                let tokens = try await it.logIn(it.code()).tokens
                let bobs = try await it.logIn(it.code(Fixture.bob)).tokens
                let session = Session(
                    idHash: tokens.access.hash, user: Fixture.alice, createTime: Fixture.start, expireTime: Fixture.after(60)
                )
                let hash = try #require(try await it.store.user(Fixture.alice)?.passwordHash)
                #expect(try await it.store.insert(session, ifPasswordIs: hash, replacing: nil, forgettingTries: nil))
                try await it.platform.change(end)
                #expect(try await !it.works(tokens.access), "\(end)")
                #expect(try await it.works(bobs.access), "\(end)")
                let left = try await it.store.session(idHash: tokens.access.hash, now: Fixture.start)
                if case .revokeGrant = end {
                    #expect(left != nil)
                } else {
                    #expect(left == nil, "\(end)")
                    // A sign-in that began before the end, and looks at the password only now, comes too late.
                    #expect(try await !it.store.insert(session, ifPasswordIs: hash, replacing: nil, forgettingTries: nil), "\(end)")
                }
                try await it.store.deleteSession(idHash: tokens.access.hash)
                try await it.platform.change(.setUserEnabled(Fixture.alice, true))
                // What has ended does not come back.
                #expect(try await !it.works(tokens.access), "\(end)")
            }
            #expect(try await it.store.grant(of: Fixture.shop, user: Fixture.alice)?.scopes == ScopeSet.none)
        }
    }

    @Test(arguments: StoreFactory.all)
    func aPayTokenIsReadWithThePayment(factory: StoreFactory) async throws {
        try await with(factory) { it in
            try await it.platform.committer.submit(.deposit(100, to: Fixture.alice, as: "d"))
            try await it.platform.committer.submit(.transfer(100, of: Fixture.alice, from: .spot, as: "t"))
            let tokens = try await it.logIn(it.code()).tokens
            let payToken = try #require(tokens.pay)
            #expect(payToken.text.utf8.count == 20)
            func pay(_ tradeNo: String, by app: AppID = Fixture.shop, user: UserID = Fixture.alice) async throws -> PlatformCode? {
                try await it.refusal {
                    let request = PayApp.Request(
                        tradeNo: Fixture.key(tradeNo).tradeNo, openID: nil, uid: user.number,
                        coin: it.platform.directory.current.knownCoin(Fixture.gold), volume: Fixture.amount(10),
                        texts: OrderTexts(scene: "", desc: "", device: "device00"), payToken: payToken
                    )
                    do { _ = try await PayApp(it.platform).run(request, by: it.caller(app)) } catch let error as PaymentRepeated {
                        throw error.error
                    }
                }
            }
            #expect(try await pay("one") == nil)
            #expect(try await pay("one") == .paymentExists)
            #expect(try await pay("fair", by: Fixture.fair) == .payTokenUnknown)
            #expect(try await pay("bob", user: Fixture.bob) == .payTokenUnknown)
            it.clock.set(Fixture.after(7_200))
            #expect(try await pay("late") == .payTokenUnknown)
            // The ledger's time does not go back, whatever the machine's does.
            try await it.platform.committer.submit(.deposit(1, to: Fixture.alice, as: "later"))
            it.clock.set(Fixture.start)
            #expect(try await pay("two") == .payTokenUnknown)
            it.clock.set(Fixture.after(7_201))
            let renewed = try await RefreshLogin(it.platform).run(access: tokens.access, refresh: tokens.refresh, by: it.caller()).tokens
            try await LogOut(it.platform).run(renewed.access, by: it.caller())
            let standing = try await it.store.commit(LedgerNeeds(payTokens: [try #require(renewed.pay).ledgerHash])) { state, _ in
                (LedgerWrite(changes: LedgerChanges(), hashes: [], time: Fixture.start), state.payTokens.count)
            }
            #expect(standing == 0)
            #expect(broken(try await it.store.proveLedger()) == [])
        }
    }

    @Test(arguments: StoreFactory.all)
    func disablingAnAppEndsItsLoginsForGood(factory: StoreFactory) async throws {
        try await with(factory) { it in
            let (tokens, others) = (
                try await it.logIn(it.code()).tokens, try await it.logIn(it.code(at: Fixture.fair), at: Fixture.fair).tokens
            )
            let code = try await it.code()
            var app = try it.caller().app
            for isEnabled in [false, true] {
                app.isEnabled = isEnabled
                try await it.platform.change(.updateApp(app))
                #expect(try await !it.works(tokens.access))
                #expect(try await it.works(others.access))
            }
            #expect(try await it.refusal { _ = try await it.logIn(code) } == .codeUnknown)
        }
    }

    @Test(arguments: StoreFactory.all)
    func aLoginHasOnlyWhatTheUserStillGrants(factory: StoreFactory) async throws {
        try await with(factory) { it in
            let first = try await it.code()
            _ = try await it.code(ticked: ScopeSet([.signIn]))
            #expect(try await it.logIn(first).scopes == ScopeSet([.signIn]))
        }
    }

    /// What is granted is worked out where it is written, so that of two changes at the same time none undoes the other.
    @Test(arguments: StoreFactory.all)
    func grantsAtTheSameTimeDoNotUndoEachOther(factory: StoreFactory) async throws {
        try await with(factory) { it in
            let app = try it.caller().app
            func allow(_ scope: Scope) async throws {
                let application = LoginApplication(
                    app: app, asked: ScopeSet([scope]), state: "state000", device: "device00", redirectURL: "https://example.com/in"
                )
                _ = try await AuthoriseApp(it.platform).run(application, ticked: .all, as: Fixture.makeUser(Fixture.alice))
            }
            let scopes: [Scope] = [.signIn, .userToApp, .readSpotAssets, .openUserToApp]
            try await allow(.signIn)
            for _ in 0..<10 {
                try await it.platform.change(.revokeGrant(app: app.id, user: Fixture.alice))
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for scope in scopes { group.addTask { try await allow(scope) } }
                    try await group.waitForAll()
                }
                #expect(try await it.store.grant(of: app.id, user: Fixture.alice)?.scopes == ScopeSet(scopes))
            }
        }
    }

    @Test(arguments: StoreFactory.all)
    func whatExpiredLongAgoIsForgotten(factory: StoreFactory) async throws {
        try await with(factory) { it in
            let (tokens, other) = (try await it.logIn(it.code()).tokens, try await it.logIn(it.code()).tokens)
            // An access token that ended long ago is still exchanged: its refresh token lives for a week.
            it.clock.set(Fixture.after(6 * 86_400))
            _ = try await it.code()
            _ = try await RefreshLogin(it.platform).run(access: tokens.access, refresh: tokens.refresh, by: it.caller())
            it.clock.set(Fixture.after(8 * 86_400 + 1))
            _ = try await it.code()
            #expect(try await it.store.accessToken(hash: other.access.hash) == nil)
            let refused = try await it.refusal {
                _ = try await RefreshLogin(it.platform).run(access: other.access, refresh: other.refresh, by: it.caller())
            }
            #expect(refused == .tokenUnknown)
        }
    }
}

extension LedgerNeeds {
    fileprivate init(payTokens: Set<PayTokenHash>) {
        self.init(day: 0)
        self.payTokens = payTokens
    }
}
