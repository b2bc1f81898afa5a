import ArgumentParser
import Foundation
import PayServer

/// Which platform a command works on.
struct FolderOptions: ParsableArguments {
    @Option(help: ArgumentHelp(Setting.data.help, valueName: "dir"))
    var data: String?

    @Option(help: ArgumentHelp(Setting.database.help, valueName: "uri"))
    var database: String?

    @Option(help: ArgumentHelp(Setting.config.help, valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp(Setting.masterKeyFile.help, valueName: "file"))
    var masterKeyFile: String?

    @Option(help: ArgumentHelp(Setting.controlSocket.help, valueName: "path"))
    var controlSocket: String?

    /// The options that were given, as settings.
    var arguments: [Setting: String] {
        let given: [Setting: String?] = [
            .data: data, .database: database, .config: config, .masterKeyFile: masterKeyFile, .controlSocket: controlSocket,
        ]
        return given.compactMapValues { $0 }
    }

    /// - Throws: ``SettingsError``.
    func settings() throws -> ServeSettings {
        try ServeSettings(SettingSources(arguments: arguments, environment: ProcessInfo.processInfo.environment), for: .operating)
    }
}

/// What every operator's command takes.
struct PlatformOptions: ParsableArguments {
    @OptionGroup(title: "Platform")
    var folder: FolderOptions

    @Flag(help: "Answer in JSON, for programs.")
    var json = false
}
