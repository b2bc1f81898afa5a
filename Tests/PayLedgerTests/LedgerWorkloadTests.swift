import PayCore
import PayLedger
import TestSupport
import Testing

/// A long random life of the ledger, command by command against ``Model``, with every invariant checked after each thousand.
@Suite struct LedgerWorkloadTests {
    static let commands = 200_000

    @Test(arguments: [UInt64(20_261_123), UInt64.random(in: .min ... .max)])
    func theLedgerDoesWhatTheModelDoes(seed: UInt64) throws {
        var workload = try Workload(seed: seed)
        var seen: [String: Int] = [:]
        for start in stride(from: 0, to: Self.commands, by: 1_000) {
            var left = 1_000
            while left > 0 {
                let batch = workload.nextBatch(atMost: left)
                left -= batch.count
                let expected = batch.map { workload.model.apply($0) }
                let actual = workload.books.run(batch, now: workload.now).map(word)
                guard expected == actual else {
                    let index = zip(expected, actual).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? 0
                    Issue.record("seed \(seed), after \(start): \(batch[index]) should be \(expected[index]), was \(actual[index])")
                    return
                }
                for word in actual { seen[word, default: 0] += 1 }
            }
            let broken = workload.brokenInvariants()
            guard broken.isEmpty else {
                Issue.record("seed \(seed), after \(start + 1_000) commands: \(broken)")
                return
            }
        }
        // A workload that never meets a case would prove nothing about it.
        let kinds = Set(workload.books.transactions.map(\.kind))
        #expect(kinds == Set(LedgerTransaction.Kind.allCases), "seed \(seed)")
        for word in Workload.everyWord { #expect(seen[word, default: 0] > 0, "seed \(seed) never came to \"\(word)\"") }
    }
}
