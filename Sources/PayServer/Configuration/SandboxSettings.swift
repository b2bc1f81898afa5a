import Logging

/// What `imugi sandbox` can be told (protocol, section 9). It reads no environment and no settings file: a sandbox never meets real data.
package struct SandboxSettings: Sendable {
    package let host: String
    /// 0 for any free port.
    package let port: Int
    /// The absolute path of a folder to keep, or `nil` for a temporary one.
    package let dataFolder: String?
    package let logLevel: Logger.Level

    package init(host: String = "127.0.0.1", port: Int = 8_080, dataFolder: String? = nil, logLevel: Logger.Level = .warning) {
        self.host = host
        self.port = port
        self.dataFolder = dataFolder
        self.logLevel = logLevel
    }
}
