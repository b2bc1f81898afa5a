import Foundation

/// A row of `Tests/Corpus/*.jsonl`.
package struct CorpusRow: Decodable, Sendable, CustomStringConvertible {
    package let id: String
    package let input: String?
    /// How to make an input too long to write down: `first 'aaaa' repeated, 1000000 chars`.
    package let generator: String?
    package let expect: String

    private enum CodingKeys: String, CodingKey {
        case id
        case input
        case generator = "input_gen"
        case expect
    }

    /// The input, made if it is too long to write down.
    package var text: String {
        if let input { return input }
        let parts = (generator ?? "").split(separator: " ")
        guard parts.count == 5, let count = Int(parts[3]), let letter = parts[1].dropFirst().first else { return "" }
        return String(repeating: letter, count: count)
    }

    package var description: String { id }
}

/// The rows of one class, except those that another test decides, named by their numbers.
///
/// - Parameter others: numbers of rows with the reason why they are no matter of this test. A row that is not there fails.
package func corpus(_ name: String, without others: [String: String] = [:]) throws -> [CorpusRow] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(contentsOf: folder.appendingPathComponent("Corpus/\(name).jsonl"), encoding: .utf8)
    let rows = try text.split(separator: "\n").map { try JSONDecoder().decode(CorpusRow.self, from: Data($0.utf8)) }
    let ids = Set(rows.map(\.id))
    let others = Set(others.keys.map { "\(name)-\($0)" })
    guard !rows.isEmpty, others.isSubset(of: ids) else { throw StaleCorpusDecision(ids: others.subtracting(ids).sorted()) }
    return rows.filter { !others.contains($0.id) }
}

/// A test lists rows that the corpus does not have.
package struct StaleCorpusDecision: Error {
    package let ids: [String]
}
