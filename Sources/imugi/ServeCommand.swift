import ArgumentParser
import Foundation
import PayServer

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// `imugi serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the platform for real use.",
        discussion: """
            Options go before environment variables, those before the settings file, and that before the defaults.
            Once it answers, it prints one line "ready URL" on the standard output; its log goes to the standard error.
            SIGTERM and SIGINT stop it after what runs is finished.
            """
    )

    @OptionGroup var folder: FolderOptions

    @Option(help: ArgumentHelp(Setting.publicURL.help, valueName: "url")) var publicURL: String?
    @Option(help: ArgumentHelp(Setting.host.help, valueName: "address")) var host: String?
    @Option(help: ArgumentHelp(Setting.port.help)) var port: String?
    @Option(help: ArgumentHelp(Setting.metricsHost.help, valueName: "address")) var metricsHost: String?
    @Option(help: ArgumentHelp(Setting.metricsPort.help, valueName: "port")) var metricsPort: String?
    @Option(help: ArgumentHelp(Setting.domains.help, valueName: "hosts")) var domains: String?
    @Option(help: ArgumentHelp(Setting.tlsCertificate.help, valueName: "file")) var tlsCertificate: String?
    @Option(help: ArgumentHelp(Setting.tlsKey.help, valueName: "file")) var tlsKey: String?
    @Option(help: ArgumentHelp(Setting.trustedProxies.help, valueName: "addresses")) var trustedProxies: String?
    @Option(name: .customLong(Setting.callbackHTTP.name), help: ArgumentHelp(Setting.callbackHTTP.help, valueName: "true|false"))
    var callbackHTTP: String?
    @Option(help: ArgumentHelp(Setting.callbackNetworks.help, valueName: "addresses")) var callbackNetworks: String?
    @Option(help: ArgumentHelp(Setting.callbackHistory.help, valueName: "days")) var callbackHistory: String?
    @Option(help: ArgumentHelp(Setting.logLevel.help, valueName: "level")) var logLevel: String?
    @Option(help: ArgumentHelp(Setting.logFormat.help, valueName: "format")) var logFormat: String?
    @Option(help: ArgumentHelp(Setting.paymentCodeLifetime.help, valueName: "seconds")) var paymentCodeLifetime: String?
    @Option(help: ArgumentHelp(Setting.sessionLifetime.help, valueName: "seconds")) var sessionLifetime: String?
    @Option(help: ArgumentHelp(Setting.tradePasswordTries.help, valueName: "count")) var tradePasswordTries: String?
    @Option(help: ArgumentHelp(Setting.tradePasswordLock.help, valueName: "seconds")) var tradePasswordLock: String?
    @Option(help: ArgumentHelp(Setting.tradePasswordFreeze.help, valueName: "seconds")) var tradePasswordFreeze: String?
    @Option(help: ArgumentHelp(Setting.accessTokenLifetime.help, valueName: "seconds")) var accessTokenLifetime: String?
    @Option(help: ArgumentHelp(Setting.refreshTokenLifetime.help, valueName: "seconds")) var refreshTokenLifetime: String?

    func run() async throws {
        // Whatever this process makes is for its own user's eyes, the control socket among it.
        umask(0o077)
        try await Failure.reported(asJSON: false) {
            let sources = try SettingSources(arguments: arguments, environment: ProcessInfo.processInfo.environment)
            let settings = try ServeSettings(sources, for: .serving)
            try await PlatformServer(settings, logger: settings.logger).run()
        }
    }

    private var arguments: [Setting: String] {
        let given: [Setting: String?] = [
            .publicURL: publicURL, .host: host, .port: port, .metricsHost: metricsHost, .metricsPort: metricsPort, .domains: domains,
            .tlsCertificate: tlsCertificate, .tlsKey: tlsKey, .trustedProxies: trustedProxies, .callbackHTTP: callbackHTTP,
            .callbackNetworks: callbackNetworks, .callbackHistory: callbackHistory, .logLevel: logLevel, .logFormat: logFormat,
            .paymentCodeLifetime: paymentCodeLifetime,
            .sessionLifetime: sessionLifetime, .tradePasswordTries: tradePasswordTries, .tradePasswordLock: tradePasswordLock,
            .tradePasswordFreeze: tradePasswordFreeze, .accessTokenLifetime: accessTokenLifetime,
            .refreshTokenLifetime: refreshTokenLifetime,
        ]
        return given.compactMapValues { $0 }.merging(folder.arguments) { $1 }
    }
}
