import Dispatch
import PayDomain
import Synchronization
import Testing

@testable import PayServer

@Suite struct PasswordHasherTests {
    private static let key = MasterKey.generate()

    private func hasher(_ key: MasterKey = Self.key, logN: Int = 2, gate: DerivationGate? = nil) throws -> ScryptPasswordHasher {
        let cost = try #require(ScryptPasswordHasher.Cost(logN: logN, blockSize: 8, parallelism: 1))
        return ScryptPasswordHasher(masterKey: key, cost: cost, gate: gate)
    }

    @Test func tellsRightFromWrong() async throws {
        let hasher = try hasher()
        let hash = try await hasher.hash("correct horse")
        #expect(try await hasher.verify("correct horse", against: hash, for: .known))
        for wrong in ["correct hors", "correct horse ", "Correct horse", ""] {
            #expect(try await !hasher.verify(wrong, against: hash, for: .known))
        }
    }

    @Test func nobodyHasNoPassword() async throws {
        let hasher = try hasher()
        for password in ["", "correct horse"] { #expect(try await !hasher.verify(password, against: nil, for: .known)) }
    }

    @Test func hashesAreOfPHCFormAndSalted() async throws {
        let hasher = try hasher()
        let hash = try await hasher.hash("correct horse")
        #expect(hash.hasPrefix("$scrypt$ln=2,r=8,p=1$"))
        #expect(try #require(ScryptHash(hash)).text == hash)
        #expect(try await hasher.hash("correct horse") != hash)
    }

    @Test func costIsThatOfTheHash() async throws {
        let hash = try await hasher(logN: 3).hash("correct horse")
        #expect(hash.hasPrefix("$scrypt$ln=3,"))
        #expect(try await hasher(logN: 2).verify("correct horse", against: hash, for: .known))
    }

    @Test func standardCostIsTheAdvisedOne() {
        #expect(ScryptPasswordHasher.Cost.standard == ScryptPasswordHasher.Cost(logN: 16, blockSize: 8, parallelism: 1))
        #expect(ScryptPasswordHasher.Cost.sandbox == ScryptPasswordHasher.Cost(logN: 12, blockSize: 8, parallelism: 1))
        #expect(ScryptPasswordHasher.Cost(logN: 20, blockSize: 16, parallelism: 1) == nil)
        #expect(ScryptPasswordHasher.Cost(logN: 0, blockSize: 8, parallelism: 1) == nil)
    }

    /// Whoever has the database alone cannot check a guess.
    @Test func anotherMasterKeyVerifiesNothing() async throws {
        let hash = try await hasher().hash("correct horse")
        #expect(try await !hasher(.generate()).verify("correct horse", against: hash, for: .known))
    }

    @Test(arguments: [
        "", "$", "plain", "$scrypt$ln=2,r=8,p=1$c2FsdA$aGFzaA", "$argon2id$ln=2,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
        "$scrypt$ln=02,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=31,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$r=8,ln=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=2,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=2,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
    ])
    func refusesForeignHashes(_ hash: String) async throws {
        let hasher = try hasher()
        await #expect(throws: MalformedPasswordHash.self) { try await hasher.verify("correct horse", against: hash, for: .known) }
    }

    @Test func isBusyWhenTooManyWait() async throws {
        let gate = DerivationGate(maximumRunning: 1, maximumWaiting: 1)
        let hasher = try hasher(gate: gate)
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let finish = DispatchSemaphore(value: 0)
        async let running: Void = gate.withPlace(for: .known) { place in
            try await place.run {
                start.finish()
                finish.wait()
            }
        }
        for await _ in started {}
        async let waiting = hasher.hash("correct horse")
        while gate.waiting < 1 { await Task.yield() }
        await #expect(throws: PasswordHasherBusy.self) { try await hasher.hash("correct horse") }
        await #expect(throws: PasswordHasherBusy.self) {
            try await hasher.verify("correct horse", for: .known) {
                Issue.record("the hash was asked for")
                return nil
            }
        }
        finish.signal()
        try await running
        #expect(try await hasher.verify("correct horse", against: try await waiting, for: .known))
    }

    @Test func aCheckThatIsNotWantedAfterAllFreesItsPlace() async throws {
        let hasher = try hasher(gate: DerivationGate(maximumRunning: 1, maximumWaiting: 0))
        for _ in 1...3 {
            await #expect(throws: CancellationError.self) {
                try await hasher.verify("correct horse", for: .guest) { throw CancellationError() }
            }
        }
        #expect(try await !hasher.verify("correct horse", against: nil, for: .guest))
    }

    private final class Order: Sendable {
        let callers = Mutex<[PasswordCaller]>([])
    }

    @Test func aFloodOfGuestsKeepsNobodyKnownWaiting() async throws {
        let gate = DerivationGate(maximumRunning: 1, maximumWaiting: 2)
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let finish = DispatchSemaphore(value: 0)
        async let running: Void = gate.withPlace(for: .guest) { place in
            try await place.run {
                start.finish()
                finish.wait()
            }
        }
        for await _ in started {}
        let order = Order()
        @Sendable func wait(as caller: PasswordCaller) -> Task<Void, any Error> {
            Task { try await gate.withPlace(for: caller) { _ in order.callers.withLock { $0.append(caller) } } }
        }
        var tasks: [Task<Void, any Error>] = []
        for (index, caller) in [PasswordCaller.guest, .guest, .known].enumerated() {
            tasks.append(wait(as: caller))
            while gate.waiting <= index { await Task.yield() }
        }
        await #expect(throws: PasswordHasherBusy.self) { try await wait(as: .guest).value }
        finish.signal()
        try await running
        for task in tasks { try await task.value }
        #expect(order.callers.withLock { $0 } == [.known, .guest, .guest])
    }

    @Test func manyAtOnceAllComeThrough() async throws {
        let hasher = try hasher(gate: DerivationGate(maximumRunning: 2, maximumWaiting: 100))
        let hash = try await hasher.hash("correct horse")
        let right = try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<100 {
                group.addTask { try await hasher.verify(index < 50 ? "correct horse" : "wrong", against: hash, for: .guest) }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(right == 50)
    }
}
