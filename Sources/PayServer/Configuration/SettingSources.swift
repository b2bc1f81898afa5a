import Configuration
import Synchronization

/// The settings as they were given: the command line over the environment over the settings file. What is given nowhere has its default.
package struct SettingSources: Sendable {
    /// A setting's text and where it was found.
    struct Found: Sendable {
        let text: String
        /// Such as `--port` or `the environment variable IMUGI_PORT`.
        let place: String
    }

    /// The value of ``MasterKeySource/environmentName``, which is a secret and no setting.
    let masterKey: String?
    private let reader: ConfigReader
    private let places = Places()

    /// - Parameters:
    ///   - arguments: the options of the command line.
    ///   - environment: all variables; those that are empty count as not given.
    /// - Throws: ``SettingsError`` if the settings file cannot be read or holds something unknown.
    package init(arguments: [Setting: String], environment: [String: String]) throws(SettingsError) {
        let environment = environment.filter { !$0.value.isEmpty }
        var file: [Setting: String] = [:]
        if let path = arguments[.config] ?? environment[Setting.config.environmentName] { file = try SettingsFile.read(path) }
        masterKey = environment[MasterKeySource.environmentName]
        reader = ConfigReader(
            providers: [
                Self.provider(arguments),
                EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "imugi"),
                Self.provider(file),
            ],
            accessReporter: places
        )
    }

    private static func provider(_ values: [Setting: String]) -> InMemoryProvider {
        let pairs = values.map { (AbsoluteConfigKey([$0.key.name]), ConfigValue(.string($0.value), isSecret: false)) }
        return InMemoryProvider(values: Dictionary(uniqueKeysWithValues: pairs))
    }

    /// - Returns: `nil` if the setting is given nowhere.
    func find(_ setting: Setting) -> Found? {
        guard let text = reader.string(forKey: ConfigKey([setting.name])) else { return nil }
        let place =
            switch places.layer(of: setting) {
            case 0: "--\(setting.name)"
            case 1: "the environment variable \(setting.environmentName)"
            default: "\(setting.name) in the settings file"
            }
        return Found(text: text, place: place)
    }
}

/// Remembers which of the layers each setting was found in.
private final class Places: AccessReporter {
    private let layers = Mutex<[String: Int]>([:])

    func report(_ event: AccessEvent) {
        // Providers are asked in their order up to the one that has the value.
        layers.withLock { $0[event.metadata.key.components.joined(separator: ".")] = event.providerResults.count - 1 }
    }

    func layer(of setting: Setting) -> Int? { layers.withLock { $0[setting.name] } }
}
