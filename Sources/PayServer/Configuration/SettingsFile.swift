import Foundation

/// A JSON object of settings under their names. Values are texts, whole numbers, true and false, or lists of texts.
enum SettingsFile {
    private struct Value: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let value = try? container.decode(Bool.self) {
                text = String(value)
            } else if let value = try? container.decode(Int64.self) {
                text = String(value)
            } else if let value = try? container.decode([String].self) {
                text = value.joined(separator: ",")
            } else {
                text = try container.decode(String.self)
            }
        }
    }

    /// - Throws: ``SettingsError`` with one problem for each unknown name.
    static func read(_ path: String) throws(SettingsError) -> [Setting: String] {
        let values: [String: Value]
        do {
            values = try JSONDecoder().decode([String: Value].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        } catch is DecodingError {
            throw SettingsError([
                SettingProblem(
                    setting: .config,
                    text: "The settings file \(path) must hold one JSON object whose values are texts, whole numbers, true, false "
                        + "or lists of texts."
                )
            ])
        } catch {
            throw SettingsError([
                SettingProblem(setting: .config, text: "The settings file \(path) cannot be read: \(FileProblem.reason(error)).")
            ])
        }
        var settings: [Setting: String] = [:]
        var problems: [SettingProblem] = []
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            if let setting = Setting(rawValue: name), setting != .config {
                settings[setting] = value.text
            } else {
                let known = Setting.allCases.filter { $0 != .config }.map(\.name).joined(separator: ", ")
                let text = "\(name.debugDescription) in the settings file is no setting. There are: \(known)."
                problems.append(SettingProblem(setting: .config, text: text))
            }
        }
        guard problems.isEmpty else { throw SettingsError(problems) }
        return settings
    }
}
