import Crypto
import PayCore
import TestSupport
import Testing

@testable import PayDomain

/// How often a name may be tried, and how often an address may try.
@Suite struct SignInThrottleTests {
    /// A throttle of one node, over a store that counts what it is asked.
    private struct Tries: Sendable {
        static let start = Timestamp(seconds: 1_800_000_000)
        let throttle: SignInThrottle
        let store: AskedStore

        /// - Returns: how many of them may go on.
        func callAsFunction(
            _ count: Int, of name: String, from origin: SignInOrigin = SignInOrigin(), after seconds: Int64 = 0
        ) async throws -> Int {
            var allowed = 0
            for _ in 0..<count {
                let attempt = throttle.attempt(name, from: origin)
                if try await throttle.allows(attempt, at: Self.start.advanced(bySeconds: seconds)) { allowed += 1 }
            }
            return allowed
        }
    }

    private func run(_ body: (Tries) async throws -> Void) async throws {
        try await OperatorFixture.run { it in
            let store = AskedStore(store: it.platform.store)
            try await body(Tries(throttle: SignInThrottle(store: store, key: SymmetricKey(size: .bits256)), store: store))
        }
    }

    @Test func aNameIsTriedTenTimesInFiveMinutes() async throws {
        try await run { tries async throws in
            #expect(try await tries(30, of: "bob") == 10)
            #expect(try await tries(1, of: "alice") == 1)
            #expect(try await tries(1, of: "bob", after: 299) == 0)
            #expect(try await tries(30, of: "bob", after: 300) == 10)
        }
    }

    /// Hazards, security test 40.
    @Test func strangersDoNotKeepAKnownBrowserOut() async throws {
        try await run { tries async throws in
            #expect(try await tries(30, of: "bob") == 10)
            #expect(try await tries(30, of: "bob", from: SignInOrigin(isKnownBrowser: true)) == 10)
        }
    }

    @Test func anAddressTriesTwoHundredTimesWhateverTheNames() async throws {
        try await run { tries async throws in
            let flood = SignInOrigin(address: "203.0.113.1")
            var allowed = 0
            for number in 0..<300 { allowed += try await tries(1, of: "name-\(number)", from: flood) }
            #expect(allowed == SignInThrottle.maximumTriesOfAddress)
            // What the address may not try does not lock the name for others.
            #expect(try await tries(30, of: "bob", from: flood) == 0)
            #expect(try await tries(30, of: "bob", from: SignInOrigin(address: "203.0.113.2")) == 10)
        }
    }

    @Test func aFloodOfNamesDoesNotClearTheCountOfOne() async throws {
        try await run { tries async throws in
            #expect(try await tries(9, of: "bob") == 9)
            for number in 0..<300 { #expect(try await tries(1, of: "name-\(number)", after: Int64(number % 300)) == 1) }
            #expect(try await tries(2, of: "bob", after: 299) == 1)
        }
    }

    /// A flood must not come between the store and payments.
    @Test func whatTheStoreHasRefusedIsNotAskedAgain() async throws {
        try await run { tries async throws in
            _ = try await tries(100, of: "bob")
            #expect(tries.store.asked == 11)
            let flood = SignInOrigin(address: "203.0.113.1")
            for number in 0..<300 { _ = try await tries(1, of: "name-\(number)", from: flood) }
            #expect(tries.store.asked == 11 + 201)
            // With the window that is over too.
            #expect(try await tries(1, of: "bob", after: 300) == 1)
            #expect(tries.store.asked == 11 + 202)
        }
    }
}

/// Signing in, as far as tries are counted.
@Suite struct SignInTriesTests {
    private func run(_ body: (OperatorFixture, _ nodes: [Platform]) async throws -> Void) async throws {
        try await OperatorFixture.run { it in
            try await it.setUp()
            try await body(it, [it.platform, Self.node(on: it.platform, passwords: it.platform.passwords)])
        }
    }

    /// Another node of the same platform.
    private static func node(on first: Platform, passwords: any PasswordHasher) -> Platform {
        Platform(
            store: first.store, directory: first.directory, clock: first.clock, passwords: passwords, formKey: first.formKey,
            settings: first.settings, callbacks: .none
        )
    }

    /// - Returns: why Alice cannot sign in, or `nil` if she can.
    private static func failure(_ password: String, at node: Platform) async throws -> SignInFailure? {
        do {
            _ = try await SignIn(node).run(name: "alice", password: password)
            return nil
        } catch let failure as SignInFailure {
            return failure
        }
    }

    @Test func twoNodesTogetherAllowAsManyTriesAsOne() async throws {
        try await run { _, nodes async throws in
            let failures = try await withThrowingTaskGroup(of: SignInFailure?.self) { group in
                for number in 0..<40 { group.addTask { try await Self.failure("wrong", at: nodes[number % 2]) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(failures.filter { $0 == .wrong }.count == SignInThrottle.maximumTries)
            #expect(failures.filter { $0 == .tooOften }.count == 40 - SignInThrottle.maximumTries)
            for node in nodes { #expect(try await Self.failure("correct horse", at: node) == .tooOften) }
        }
    }

    @Test func theRightPasswordStartsTheCountAnewOnAllNodes() async throws {
        try await run { _, nodes async throws in
            for round in 1...2 {
                for number in 1..<SignInThrottle.maximumTries {
                    #expect(try await Self.failure("wrong", at: nodes[number % 2]) == .wrong, "\(round)")
                }
                #expect(try await Self.failure("correct horse", at: nodes[round % 2]) == nil, "\(round)")
            }
        }
    }

    @Test func whatIsNeverLookedAtDoesNotCount() async throws {
        try await run { it, nodes async throws in
            let busy = Self.node(on: it.platform, passwords: BusyPasswords())
            for _ in 1...30 { #expect(try await Self.failure("wrong", at: busy) == .busy) }
            for _ in 1...SignInThrottle.maximumTries { #expect(try await Self.failure("wrong", at: nodes[0]) == .wrong) }
            #expect(try await Self.failure("wrong", at: nodes[0]) == .tooOften)
        }
    }
}

/// Counts how often it is asked.
private struct AskedStore: SignInTryStore {
    private let questions = Locked(0)
    let store: any SignInTryStore

    init(store: any SignInTryStore) { self.store = store }

    var asked: Int { questions.withLock { $0 } }

    func countSignInTry(_ counts: [SignInCount], now: Timestamp, windowEnd end: Timestamp) async throws -> SignInTryAnswer {
        questions.withLock { $0 += 1 }
        return try await store.countSignInTry(counts, now: now, windowEnd: end)
    }
}

/// Too many wait already.
private struct BusyPasswords: PasswordHasher {
    func hash(_ password: String) async throws -> String { throw PasswordHasherBusy() }

    func verify(_ password: String, for caller: PasswordCaller, against hash: () async throws -> String?) async throws -> Bool {
        throw PasswordHasherBusy()
    }
}
