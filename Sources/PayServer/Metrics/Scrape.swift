/// What a collector adds to one scrape.
package struct Scrape: Sendable {
    struct Sample: Sendable {
        let name: String
        let kind: MetricKind
        let labels: Labels
        let value: Double
    }

    private(set) var samples: [Sample] = []

    /// A number that may go up and down, as it is now.
    package mutating func gauge(_ name: String, _ value: Double, _ dimensions: [(String, String)] = []) {
        add(name, .gauge, dimensions, value)
    }

    /// A number that never goes down while the process lives, as it is now.
    package mutating func counter(_ name: String, _ value: Double, _ dimensions: [(String, String)] = []) {
        add(name, .counter, dimensions, value)
    }

    private mutating func add(_ name: String, _ kind: MetricKind, _ dimensions: [(String, String)], _ value: Double) {
        let labels = Labels(dimensions)
        precondition(MetricName.isName(name) && labels.areAllowed(for: kind), "\(name) and its labels must be names that the format allows")
        samples.append(Sample(name: name, kind: kind, labels: labels, value: value))
    }
}

/// A set of labels: what one figure of a metric is told apart by.
struct Labels: Hashable, Comparable {
    private let names: [String]
    private let values: [String]

    init(_ dimensions: [(String, String)]) {
        let sorted = dimensions.sorted { $0.0 < $1.0 }
        (names, values) = (sorted.map(\.0), sorted.map(\.1))
    }

    /// Sorted by name.
    var pairs: [(String, String)] { Array(zip(names, values)) }

    /// Each name stands once, and none is one that the format uses itself.
    func areAllowed(for kind: MetricKind) -> Bool {
        Set(names).count == names.count && names.allSatisfy { MetricName.isLabel($0) } && !(kind == .histogram && names.contains("le"))
    }

    static func < (left: Labels, right: Labels) -> Bool {
        (left.names + left.values).lexicographicallyPrecedes(right.names + right.values)
    }
}

/// Which names the format allows.
enum MetricName {
    static func isName(_ text: String) -> Bool { isAllowed(text) { $0 == UInt8(ascii: ":") } }

    /// Those that begin with two underscores are Prometheus' own.
    static func isLabel(_ text: String) -> Bool { !text.hasPrefix("__") && isAllowed(text) { _ in false } }

    private static func isAllowed(_ text: String, _ isMore: (UInt8) -> Bool) -> Bool {
        guard let first = text.utf8.first, !isDigit(first) else { return false }
        return text.utf8.allSatisfy { isDigit($0) || $0 == UInt8(ascii: "_") || isLetter($0) || isMore($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
}
