import PayCore
import PayDomain
import TestSupport
import Testing

/// A million steps of delivery with everything going wrong, one process and several.
@Suite struct DeliverySimulationTests {
    @Test(arguments: [1, 2, 3])
    func aMillionStepsBreakNoPromise(processes: Int) throws {
        let apps = try ["a", "b", "c", "d", "e", "f"].map(Fixture.appID)
        let seed = UInt64.random(in: .min ... .max)
        var posts = 0
        var superseded = 0
        for round in 0..<84 as Range<UInt64> {
            var world = DeliveryWorld(seed: seed &+ round, processes: processes, apps: apps)
            do {
                for step in 0..<4_000 {
                    try world.step()
                    if step.isMultiple(of: 100) {
                        try world.checkRows()
                        world.forgetWhatIsOver()
                    }
                }
                try world.heal()
            } catch let broken as DeliveryWorld.Broken {
                Issue.record("seed \(seed &+ round), \(processes) processes: \(broken)")
                return
            }
            posts += world.posts
            superseded += world.superseded
        }
        #expect(posts > 10_000, "seed \(seed)")
        #expect(superseded > 0, "seed \(seed)")
    }
}
