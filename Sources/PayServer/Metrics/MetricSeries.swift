import CoreMetrics
import Synchronization

/// One line of figures, or one histogram: what a metric is with one set of labels. Every kind may be updated by any thread.
protocol MetricSeries: AnyObject, Sendable {
    /// Appends its lines.
    func write(to text: inout ExpositionText, _ name: String, _ labels: [(String, String)])
}

/// A count of things. It never goes down but by `reset`.
final class CounterSeries: MetricSeries, CounterHandler {
    private let value = Atomic<Int64>(0)

    func increment(by amount: Int64) {
        guard amount > 0 else { return }
        value.wrappingAdd(amount, ordering: .relaxed)
    }

    func reset() { value.store(0, ordering: .relaxed) }

    func write(to text: inout ExpositionText, _ name: String, _ labels: [(String, String)]) {
        text.sample(name, labels, Double(value.load(ordering: .relaxed)))
    }
}

/// A number that is what it was last set to, or a sum with fractions. The bits of a `Double` in an atomic.
final class NumberSeries: MetricSeries, MeterHandler, RecorderHandler, FloatingPointCounterHandler {
    private let bits = Atomic<UInt64>((0.0).bitPattern)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }
    func record(_ value: Int64) { set(value) }
    func record(_ value: Double) { set(value) }
    func reset() { set(0.0) }

    func increment(by amount: Double) { if amount > 0, amount.isFinite { add(amount) } }
    func decrement(by amount: Double) { if amount > 0, amount.isFinite { add(-amount) } }

    private func add(_ amount: Double) {
        var old = bits.load(ordering: .relaxed)
        while true {
            let new = (Double(bitPattern: old) + amount).bitPattern
            let (exchanged, original) = bits.weakCompareExchange(expected: old, desired: new, ordering: .relaxed)
            if exchanged { return }
            old = original
        }
    }

    func write(to text: inout ExpositionText, _ name: String, _ labels: [(String, String)]) {
        text.sample(name, labels, Double(bitPattern: bits.load(ordering: .relaxed)))
    }
}

/// How often values fell into each of a fixed list of buckets, and their sum.
final class HistogramSeries: MetricSeries, TimerHandler, RecorderHandler {
    private struct State {
        /// Those of the one bucket each; the last is for what is above all bounds.
        var counts: [Int64]
        var sum = 0.0
    }

    /// Ascending; a value that equals one belongs to its bucket.
    private let bounds: [Double]
    private let state: Mutex<State>

    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    func record(_ value: Int64) { record(Double(value)) }

    /// What is no number is dropped: one of them would make the sum useless for ever.
    func record(_ value: Double) {
        guard value.isFinite else { return }
        var bucket = 0
        while bucket < bounds.count, value > bounds[bucket] { bucket += 1 }
        state.withLock { state in
            state.counts[bucket] += 1
            state.sum += value
        }
    }

    /// Times are told in seconds.
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func write(to text: inout ExpositionText, _ name: String, _ labels: [(String, String)]) {
        let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
        var total: Int64 = 0
        for (index, count) in counts.enumerated() {
            total += count
            let bound = index < bounds.count ? bounds[index] : .infinity
            text.sample("\(name)_bucket", labels + [("le", ExpositionText.number(bound))], Double(total))
        }
        text.sample("\(name)_sum", labels, sum)
        text.sample("\(name)_count", labels, Double(total))
    }
}
