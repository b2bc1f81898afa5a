/// What is wrong with one setting.
package struct SettingProblem: Hashable, Sendable {
    package let setting: Setting
    /// Whole sentences: where the setting was given, its value, and what would be right.
    package let text: String
}

/// The settings do not allow a start. All that is wrong is named at once.
package struct SettingsError: Error, Hashable, Sendable, CustomStringConvertible {
    package let problems: [SettingProblem]

    init(_ problems: [SettingProblem]) { self.problems = problems }

    package var description: String { problems.map(\.text).joined(separator: "\n") }
}
