import PayCore
import PayDomain
import PayLedger
import TestSupport
import Testing

@testable import PayStorePostgres

/// What proves that a batch was committed whose COMMIT got no answer.
@Suite(.timeLimit(.minutes(4))) struct CommitEvidenceTests {
    @Test func anotherOrderOfTheSameNumberProvesNothing() async throws {
        try await Nodes.with { nodes in
            let store = nodes.first.store
            func happened(_ evidence: CommitEvidence) async throws -> Bool {
                try await store.happened(evidence, on: .first, reason: "a test")
            }
            try await nodes.first.platform.committer.submit(.deposit(10, to: Fixture.manager, as: "d"))
            let order = try await nodes.first.platform.committer.order(.pay(1, as: "a"))
            #expect(try await happened(.order(order.id, order.key, createTime: order.createTime)))
            #expect(try await !happened(.order(order.id, Fixture.key("b", of: Fixture.shop), createTime: order.createTime)))
            #expect(try await !happened(.order(order.id, order.key, createTime: order.createTime.advanced(bySeconds: 1))))
        }
    }
}
