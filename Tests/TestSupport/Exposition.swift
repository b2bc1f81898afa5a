/// The Prometheus text format 0.0.4, read as strictly as it can be: what this reads, every scraper reads.
package struct Exposition {
    package struct Sample: Hashable {
        package let name: String
        /// In the order of the text.
        package let labels: [String]
        package let value: Double
        /// Such as `name{path="/x"}`.
        package let key: String
    }

    package struct Malformed: Error, CustomStringConvertible {
        package let line: String
        package let reason: String
        package var description: String { "\(reason): \(line.debugDescription)" }
    }

    package private(set) var kinds: [String: String] = [:]
    package private(set) var helps: [String: String] = [:]
    package private(set) var samples: [Sample] = []

    /// - Throws: ``Malformed`` with the first line that breaks the grammar, stands outside of its metric, or is there twice.
    package init(parsing text: String) throws {
        guard text.isEmpty || text.hasSuffix("\n") else { throw Malformed(line: text, reason: "no line end at the end") }
        var present = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init) {
            if let match = line.wholeMatch(of: /# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ((?:[^\\\n]|\\\\|\\n)*)/) {
                present = String(match.1)
                guard kinds[present] == nil, helps.updateValue(String(match.2), forKey: present) == nil else {
                    throw Malformed(line: line, reason: "help twice or late")
                }
            } else if let match = line.wholeMatch(of: /# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)/) {
                guard helps[present] == nil || present == match.1 || kinds[present] != nil else {
                    throw Malformed(line: line, reason: "help of another metric")
                }
                present = String(match.1)
                guard kinds.updateValue(String(match.2), forKey: present) == nil else { throw Malformed(line: line, reason: "type twice") }
            } else {
                try add(Self.sample(line), to: present, line)
            }
        }
        try checkHistograms()
    }

    /// The value of the one sample of that key, or `nil`.
    package subscript(key: String) -> Double? { samples.first { $0.key == key }?.value }

    private static func sample(_ line: String) throws -> Sample {
        let number = /[+-]?(?:[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?|Inf)|NaN/
        let label = /[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\\\|\\"|\\n)*"/
        guard let end = line.lastIndex(of: " "), line[line.index(after: end)...].wholeMatch(of: number) != nil,
            let value = Double(line[line.index(after: end)...])
        else { throw Malformed(line: line, reason: "no value") }
        let key = line[..<end]
        let name = key.prefix { $0 != "{" }
        guard name.wholeMatch(of: /[a-zA-Z_:][a-zA-Z0-9_:]*/) != nil else { throw Malformed(line: line, reason: "no name") }
        var labels: [String] = []
        var rest = key.dropFirst(name.count)
        if !rest.isEmpty {
            guard rest.hasSuffix("}") else { throw Malformed(line: line, reason: "labels without an end") }
            rest = rest.dropFirst().dropLast()
            while let match = rest.prefixMatch(of: label) {
                labels.append(String(match.0))
                rest = rest[match.range.upperBound...]
                guard rest.hasPrefix(",") else { break }
                rest = rest.dropFirst()
            }
            guard rest.isEmpty, !labels.isEmpty else { throw Malformed(line: line, reason: "labels") }
        }
        return Sample(name: String(name), labels: labels, value: value, key: String(key))
    }

    private mutating func add(_ sample: Sample, to metric: String, _ line: String) throws {
        guard let kind = kinds[metric] else { throw Malformed(line: line, reason: "a sample without a type") }
        let names = kind == "histogram" ? ["_bucket", "_sum", "_count"].map { metric + $0 } : [metric]
        guard names.contains(sample.name) else { throw Malformed(line: line, reason: "a sample outside of its metric") }
        guard !samples.contains(where: { $0.key == sample.key }) else { throw Malformed(line: line, reason: "a sample twice") }
        if kind == "counter", !(sample.value >= 0) { throw Malformed(line: line, reason: "a counter below 0") }
        samples.append(sample)
    }

    /// Buckets ascend to `+Inf`, never count down, and end with what `_count` says.
    private func checkHistograms() throws {
        for (metric, _) in kinds.filter({ $0.value == "histogram" }) {
            let buckets = Dictionary(grouping: samples.filter { $0.name == "\(metric)_bucket" }) {
                $0.labels.dropLast().joined(separator: ",")
            }
            for (labels, buckets) in buckets {
                let bounds = buckets.compactMap { $0.labels.last?.wholeMatch(of: /le="(.+)"/).flatMap { Double($0.1) } }
                let counts = buckets.map(\.value)
                let suffix = labels.isEmpty ? "" : "{\(labels)}"
                guard bounds.count == buckets.count, bounds.last == .infinity, zip(bounds, bounds.dropFirst()).allSatisfy(<),
                    zip(counts, counts.dropFirst()).allSatisfy(<=), self["\(metric)_count\(suffix)"] == counts.last,
                    self["\(metric)_sum\(suffix)"] != nil
                else { throw Malformed(line: "\(metric)\(suffix)", reason: "a histogram that does not add up") }
            }
        }
    }
}
