@testable import PayHTTP

/// Every text of a language, found by reflection: whoever adds one need not remember to have it tested.
///
/// A text that is a function is called as ``SpokenTexts`` says. What the walk does not understand, such as a function that is missing
/// there, it keeps in ``unknown``, and the tests fail.
struct TextsWalk {
    struct Found {
        /// Such as `summary.title` or, for the first sample of a function, `summary.expiry.0`; the same in each language.
        let path: String
        /// What the page shows.
        let text: String
        /// The language's own part of it: without names and amounts.
        let own: String
    }

    private(set) var found: [Found] = []
    private(set) var unknown: [String] = []
    private let called: [String: [Any]]

    init(_ texts: PageTexts) { self.init(texts, called: SpokenTexts.all.mapValues { $0(texts) }) }

    /// - Parameter called: what the functions among the texts answered, by their paths.
    init(_ texts: Any, called: [String: [Any]]) {
        self.called = called
        visit(texts, "")
    }

    private mutating func visit(_ value: Any, _ path: String) {
        let mirror = Mirror(reflecting: value)
        switch value {
        case let text as String: found.append(Found(path: path, text: text, own: text))
        case let sentence as Sentence:
            let own = sentence.parts.compactMap { $0.partWords ?? $0.partTime?.shown }.joined()
            found.append(Found(path: path, text: sentence.plain, own: own))
        case _ where !mirror.children.isEmpty: visit(mirror.children.map { ($0.label, $0.value) }, path)
        default:
            // A function cannot be called from here: Mirror hands it out in another form than a cast expects.
            if let results = called[path], !results.isEmpty {
                visit(results.map { (nil, $0) }, path)
            } else {
                unknown.append("\(path): \(mirror.subjectType)")
            }
        }
    }

    private mutating func visit(_ children: [(label: String?, value: Any)], _ path: String) {
        for (index, child) in children.enumerated() {
            visit(child.value, "\(path)\(path.isEmpty ? "" : ".")\(child.label ?? "\(index)")")
        }
    }
}
