import PayCore
import PayDomain
import TestSupport
import Testing

/// A change of the directory is decided by the directory as it is, whoever else changes it at the time.
@Suite struct DirectoryDecisionTests {
    @Test(arguments: StoreFactory.all)
    func changesAtTheSameTimeRestOnOneAnother(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let addresses = (1...40).map { "203.0.113.\($0)" }
            let applied = DirectoryHolder(try await store.loadDirectory())
            try await withThrowingTaskGroup(of: Void.self) { group in
                for address in addresses {
                    group.addTask {
                        let changed = try await store.change { directory in
                            guard var key = directory.keys["shop-key"] else { throw Unexpected(outcome: "no key") }
                            key.boundAddresses.append(address)
                            return .updateKey(key)
                        } whenDurable: {
                            applied.replace(with: $0)
                        }
                        #expect(changed.keys["shop-key"]?.boundAddresses.last == address)
                    }
                }
                try await group.waitForAll()
            }
            let stored = try #require(try await store.loadDirectory().keys["shop-key"])
            #expect(stored.boundAddresses.sorted() == addresses.sorted())
            #expect(applied.current.keys["shop-key"]?.boundAddresses == stored.boundAddresses)
        }
    }

    @Test(arguments: StoreFactory.all)
    func aChangeThatIsDecidedAgainstChangesNothing(factory: StoreFactory) async throws {
        try await factory.withStore { store in
            let before = try await store.directoryVersion()
            let isSeen = Locked(false)
            let error = await #expect(throws: Unexpected.self) {
                try await store.change { directory in
                    isSeen.withLock { $0 = directory.companies[Fixture.company.id] == Fixture.company }
                    throw Unexpected(outcome: "decided against")
                } whenDurable: { _ in
                    Issue.record("it was applied")
                }
            }
            #expect(error?.outcome == "decided against" && isSeen.withLock { $0 })
            #expect(try await store.directoryVersion() == before)
            // Others go on.
            let company = Company(id: try #require(CompanyID("next")), name: "Next")
            #expect(try await store.change(.addCompany(company)) { _ in }.companies.count == 2)
        }
    }
}
