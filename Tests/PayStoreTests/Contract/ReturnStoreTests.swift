import PayCore
import PayDomain
import PayLedger
import Testing

/// Returns and transfers through the committer and the store.
@Suite struct ReturnStoreTests {
    @Test(arguments: StoreFactory.all)
    func twentyReturnsOfThreeFromTenMakeThree(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let committer = try await Fixture.committer(store)
            try await committer.submit(.deposit(100, to: Fixture.alice, as: "d"))
            try await committer.submit(.apply(10, as: "a", code: 1))
            let paid = try await committer.order(.confirm("a", code: 1))
            let made = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<20 {
                    group.addTask {
                        do {
                            let order = try await committer.order(.give(3, back: "a", as: "r\(index)"))
                            return order.original == paid.id
                        } catch LedgerRefusal.returnsExceedVolume {
                            return false
                        } catch {
                            Issue.record(error)
                            return false
                        }
                    }
                }
                return await group.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(made.count { $0 } == 3)
            #expect(try await store.returnedVolume(of: paid.id)?.units == 9)
            #expect(try await store.spot(Fixture.alice) == 99)
            #expect(try await store.spot(Fixture.manager) == 1)
            // What is left may still be given back, and then nothing.
            _ = try await committer.order(.give(1, back: "a", as: "last"))
            await #expect(throws: LedgerRefusal.self) { try await committer.order(.give(1, back: "a", as: "more")) }
            let claim = CallbackTurn.Claim(app: Fixture.shop, limit: 100)
            let turn = CallbackTurn(claims: [claim], now: Fixture.after(1), leaseEnd: Fixture.after(2))
            #expect(try await store.take(turn).claimed.count == 5)
            #expect(broken(try await store.proveLedger()) == [])
        }
    }

    @Test(arguments: StoreFactory.all)
    func aTransferIsEnteredOnceAndFoundAgain(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let committer = try await Fixture.committer(store)
            try await committer.submit(.deposit(100, to: Fixture.alice, as: "d"))
            for isRepeat in [false, true] {
                guard case .entered(isRepeat) = try await committer.submit(.transfer(40, of: Fixture.alice, from: .spot, as: "t")) else {
                    throw Unexpected(outcome: "the transfer was not entered")
                }
            }
            await #expect(throws: LedgerRefusal.self) { try await committer.submit(.transfer(41, of: Fixture.alice, from: .spot, as: "t")) }
            await #expect(throws: LedgerRefusal.self) { try await committer.submit(.transfer(40, of: Fixture.alice, from: .open, as: "t")) }
            await #expect(throws: LedgerRefusal.self) { try await committer.submit(.deposit(40, to: Fixture.alice, as: "t")) }
            #expect(try await store.balance(of: .user(Fixture.alice, .open, Fixture.gold))?.total.units == 40)
            #expect(try await store.spot(Fixture.alice) == 60)
            #expect(broken(try await store.proveLedger()) == [])
        }
    }
}
