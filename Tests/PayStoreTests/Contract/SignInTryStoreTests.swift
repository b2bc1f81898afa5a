import PayCore
import PayDomain
import Testing

/// What ``SignInTryStore`` promises.
@Suite struct SignInTryStoreTests {
    @Test(arguments: StoreFactory.all)
    func aKeyIsTriedAsOftenAsItsLimitAllowsWithinAWindow(factory: StoreFactory) async throws {
        try await factory.withStore { store async throws in
            for second: Int64 in [0, 1, 2] { #expect(try await store.count([Self.name(1, limit: 3)], at: second) == .counted) }
            for second: Int64 in [3, 299] {
                let refused = SignInTryAnswer.refused(key: Fixture.codeHash(1), until: Fixture.after(300))
                #expect(try await store.count([Self.name(1, limit: 3)], at: second) == refused)
            }
            #expect(try await store.count([Self.name(2, limit: 3)], at: 299) == .counted)
            for second: Int64 in [300, 301, 599] { #expect(try await store.count([Self.name(1, limit: 3)], at: second) == .counted) }
            let later = SignInTryAnswer.refused(key: Fixture.codeHash(1), until: Fixture.after(600))
            #expect(try await store.count([Self.name(1, limit: 3)], at: 599) == later)
        }
    }

    @Test(arguments: StoreFactory.all)
    func aTryCountsUnderEachKeyOrUnderNone(factory: StoreFactory) async throws {
        try await factory.withStore { store async throws in
            let (first, second) = (Self.name(1, limit: 1), Self.name(2, limit: 3))
            #expect(try await store.count([first, second], at: 0) == .counted)
            // Whichever comes first.
            for pair in [[first, second], [second, first]] {
                let refused = SignInTryAnswer.refused(key: first.key, until: Fixture.after(300))
                #expect(try await store.count(pair, at: 1) == refused)
            }
            for _ in 1...2 { #expect(try await store.count([second], at: 1) == .counted) }
            #expect(try await store.count([second], at: 1) == .refused(key: second.key, until: Fixture.after(300)))
        }
    }

    @Test(arguments: StoreFactory.all)
    func triesAtTheSameTimeDoNotPassALimitTogether(factory: StoreFactory) async throws {
        try await factory.withStore { store async throws in
            let counted = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<60 {
                    // Names and addresses in every order of their keys.
                    let counts = [Self.name(5 + number % 3, limit: 100), Self.name(4 + number % 5, limit: 100), Self.name(20, limit: 10)]
                    let different = Set(counts).count == counts.count ? counts : [counts[0], counts[2]]
                    group.addTask { try await store.count(different, at: 0) == .counted ? 1 : 0 }
                }
                return try await group.reduce(0, +)
            }
            #expect(counted == 10)
        }
    }

    @Test(arguments: StoreFactory.all)
    func aSessionThatBeginsForgetsTheTriesOfItsName(factory: StoreFactory) async throws {
        try await factory.withStore { store async throws in
            let (name, other) = (Self.name(1, limit: 1), Self.name(2, limit: 1))
            func insert(_ number: Int, password: String) async throws -> Bool {
                let session = Session(
                    idHash: Fixture.codeHash(number), user: Fixture.alice, createTime: Fixture.start, expireTime: Fixture.after(60)
                )
                return try await store.insert(session, ifPasswordIs: password, replacing: nil, forgettingTries: name.key)
            }
            #expect(try await store.count([name, other], at: 0) == .counted)
            #expect(try await !insert(8, password: "another"))
            #expect(try await store.count([name], at: 1) != .counted)
            #expect(try await insert(9, password: "hash-\(Fixture.alice)"))
            #expect(try await store.count([name], at: 1) == .counted)
            #expect(try await store.count([other], at: 1) != .counted)
        }
    }

    /// - Parameter number: differs for each name and each address.
    private static func name(_ number: Int, limit: Int) -> SignInCount { SignInCount(key: Fixture.codeHash(number), limit: limit) }
}

extension SignInTryStore {
    /// Counts a try some seconds after the fixture's start, under windows of five minutes.
    func count(_ counts: [SignInCount], at second: Int64) async throws -> SignInTryAnswer {
        try await countSignInTry(counts, now: Fixture.after(second), windowEnd: Fixture.after(second + 300))
    }
}
