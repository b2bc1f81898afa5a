/// A field for a password, as its template names it.
struct SecretField: Hashable, Sendable {
    /// The name of the form's field too.
    let id: String
    let label: String
    let hint: Sentence?
    let autocomplete: String
    let problem: Sentence?
    /// The field to write it in once more where it cannot be looked at.
    let again: Again?
    /// What the field's input is described by, in the order in which it should be read out.
    let describedBy: String
    let isDescribed: Bool

    struct Again: Hashable, Sendable {
        let id: String
        let label: String
    }

    init(_ id: String, _ label: String, hint: Sentence? = nil, autocomplete: String, problem: Sentence? = nil, againLabel: String? = nil) {
        self.id = id
        self.label = label
        self.hint = hint
        self.autocomplete = autocomplete
        self.problem = problem
        again = againLabel.map { Again(id: Self.again(id), label: $0) }
        describedBy = [problem.map { _ in "\(id)-error" }, hint.map { _ in "\(id)-hint" }].compactMap { $0 }.joined(separator: " ")
        isDescribed = !describedBy.isEmpty
    }

    /// The name of the field in which the text of another one is written once more.
    static func again(_ id: String) -> String { "\(id)_again" }
}

extension PageForm {
    /// Whether what was entered was entered the same way once more, where that was asked for: without script nobody can look at it first.
    func isRepeated(_ field: String) -> Bool {
        let again = self[SecretField.again(field)]
        return !has(SecretField.again(field)) || again.utf8.elementsEqual(self[field].utf8)
    }
}
