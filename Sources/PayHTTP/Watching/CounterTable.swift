import CoreMetrics
import Synchronization

/// Counters for the values of a small closed set, each made when its value is counted for the first time.
final class CounterTable<Key: Hashable & Sendable>: Sendable {
    private let make: @Sendable (Key) -> Counter
    private let counters = Mutex<[Key: Counter]>([:])

    init(_ make: @escaping @Sendable (Key) -> Counter) { self.make = make }

    func count(_ key: Key) {
        let counter = counters.withLock { counters in
            if let counter = counters[key] { return counter }
            let counter = make(key)
            counters[key] = counter
            return counter
        }
        counter.increment()
    }
}
