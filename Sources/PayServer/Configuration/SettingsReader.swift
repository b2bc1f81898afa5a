import Foundation

/// Reads settings one by one and gathers what is wrong with them.
struct SettingsReader {
    private let sources: SettingSources
    private(set) var problems: [SettingProblem] = []

    init(_ sources: SettingSources) { self.sources = sources }

    /// - Parameters:
    ///   - expected: reads as the rest of a sentence that begins with the setting.
    ///   - parse: `nil` for a text that is wrong.
    /// - Returns: `nil` if the setting is not given or is wrong; then a problem is noted.
    mutating func value<Value>(_ setting: Setting, _ expected: String, _ parse: (String) -> Value?) -> Value? {
        guard let found = sources.find(setting) else { return nil }
        guard let value = parse(found.text) else {
            problems.append(SettingProblem(setting: setting, text: "\(found.place) \(expected); it is \(found.text.debugDescription)."))
            return nil
        }
        return value
    }

    /// The same for a value that may hold a password: what is wrong is told without it.
    mutating func secret<Value>(_ setting: Setting, _ expected: String, _ parse: (String) -> Value?) -> Value? {
        guard let found = sources.find(setting) else { return nil }
        guard let value = parse(found.text) else {
            problems.append(SettingProblem(setting: setting, text: "\(found.place) \(expected)."))
            return nil
        }
        return value
    }

    mutating func number(_ setting: Setting, in range: ClosedRange<Int>, default standard: Int) -> Int {
        number(setting, in: range) ?? standard
    }

    mutating func number(_ setting: Setting, in range: ClosedRange<Int>) -> Int? {
        value(setting, "must be a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) && String($0) == text ? $0 : nil }
        }
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ setting: Setting, default standard: Choice
    ) -> Choice where Choice.RawValue == String {
        let choices = Choice.allCases.map(\.rawValue)
        return value(setting, "must be one of \(choices.joined(separator: ", "))") { Choice(rawValue: $0) } ?? standard
    }

    mutating func flag(_ setting: Setting) -> Bool {
        value(setting, "must be true or false") { ["true": true, "false": false][$0] } ?? false
    }

    /// A path, made absolute.
    mutating func path(_ setting: Setting) -> String? {
        value(setting, "must be a path") { text in
            text.utf8.contains(0) ? nil : URL(fileURLWithPath: text).standardizedFileURL.path
        }
    }

    /// A list of texts separated by commas. Blanks around them are dropped.
    mutating func list<Element>(_ setting: Setting, _ expected: String, _ parse: (String) -> Element?) -> [Element] {
        value(setting, expected) { text -> [Element]? in
            let parts = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            let elements = parts.compactMap { parse($0) }
            return elements.count == parts.count ? elements : nil
        } ?? []
    }

    mutating func note(_ setting: Setting, _ text: String) { problems.append(SettingProblem(setting: setting, text: text)) }

    /// - Throws: ``SettingsError`` if anything was wrong.
    func finish() throws(SettingsError) {
        guard problems.isEmpty else { throw SettingsError(problems) }
    }
}
