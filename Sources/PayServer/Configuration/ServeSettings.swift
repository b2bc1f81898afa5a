import Foundation
import Logging
import PayCore
import PayDomain
import PayHTTP
import PayWire

/// How log lines look.
package enum LogFormat: String, CaseIterable, Sendable {
    case plain
    case json
}

/// Everything that `imugi serve`, and every command that works on its platform, can be told.
package struct ServeSettings: Sendable {
    /// What the settings are read for. Commands that work on the platform need fewer of them.
    package enum Purpose: Sendable {
        case serving
        case operating
    }

    /// Certificate chain and private key, both PEM files.
    package struct TLSFiles: Hashable, Sendable {
        package let certificate: String
        package let key: String
    }

    /// Where the metrics are served.
    package struct MetricsAddress: Hashable, Sendable {
        package let host: String
        /// 0 for any free port.
        package let port: Int
    }

    package let store: StoreLocation
    package let masterKey: MasterKeySource
    /// The absolute path of the Unix socket over which other commands reach the server that has the data folder; `nil` with a database, which
    /// every process reaches by itself.
    package let controlSocket: String?
    package let host: String
    /// 0 for any free port.
    package let port: Int
    /// `nil` for no metrics.
    package let metrics: MetricsAddress?
    package let tls: TLSFiles?
    package let trustedProxies: [AddressRange]
    package let logLevel: Logger.Level
    package let logFormat: LogFormat
    package let platform: PlatformSettings

    /// - Throws: ``SettingsError`` with everything that is wrong.
    package init(_ sources: SettingSources, for purpose: Purpose) throws(SettingsError) {
        var reader = SettingsReader(sources)
        store = Self.store(&reader)
        masterKey = MasterKeySource(sources, &reader)
        controlSocket = Self.controlSocket(&reader, store)
        logLevel = reader.choice(.logLevel, default: .info)
        logFormat = reader.choice(.logFormat, default: .plain)
        if purpose == .serving {
            host = Self.host(.host, &reader)
            port = reader.number(.port, in: 0...65_535, default: 8_080)
            metrics = Self.metrics(&reader)
            tls = Self.tls(&reader)
            trustedProxies = Self.addresses(.trustedProxies, &reader)
            platform = Self.platform(&reader)
        } else {
            // None of these is needed to work on the platform, and a wrong one must not keep an operator from it.
            (host, port, metrics, tls, trustedProxies) = ("127.0.0.1", 0, nil, nil, [])
            var unheeded = reader
            platform = Self.platform(&unheeded)
        }
        try reader.finish()
    }

    private static func store(_ reader: inout SettingsReader) -> StoreLocation {
        let before = reader.problems.count
        let folder = reader.path(.data)
        let address = reader.secret(
            .database,
            "must be a connection URI, such as \(DatabaseAddress.placeholder), special characters of a password as %2F and the like"
        ) { DatabaseAddress($0) }
        switch (folder, address) {
        case (let folder?, nil): return .folder(folder)
        case (nil, let address?): return .database(address)
        case (_?, _?): reader.note(.database, "Both a data folder and a database are named: a platform is kept in one of them.")
        case (nil, nil):
            guard reader.problems.count == before else { break }
            reader.note(
                .data,
                "The data folder is missing: name it with --data DIR or in \(Setting.data.environmentName), "
                    + "or a database with --database \(DatabaseAddress.placeholder) or in \(Setting.database.environmentName).")
        }
        return .folder("")
    }

    private static func controlSocket(_ reader: inout SettingsReader, _ store: StoreLocation) -> String? {
        guard case .folder(let folder) = store else { return nil }
        let path = reader.path(.controlSocket) ?? "\(folder)/control.sock"
        if path.utf8.count > ControlSocket.maximumPathBytes {
            reader.note(
                .controlSocket,
                "The path of the control socket is longer than the \(ControlSocket.maximumPathBytes) bytes that the system allows: \(path)\n"
                    + "Name a shorter one with --control-socket, for this and for every other command, or a data folder with a shorter path."
            )
        }
        return path
    }

    private static func addresses(_ setting: Setting, _ reader: inout SettingsReader) -> [AddressRange] {
        reader.list(setting, "must be IP addresses or CIDR blocks separated by commas, such as 10.0.0.0/8") { AddressRange($0) }
    }

    private static func host(_ setting: Setting, _ reader: inout SettingsReader) -> String {
        reader.value(setting, "must be an IP address or localhost") { text in
            text == "localhost" ? text : PeerAddress(text).map { "\($0)" }
        } ?? "127.0.0.1"
    }

    private static func metrics(_ reader: inout SettingsReader) -> MetricsAddress? {
        let host = host(.metricsHost, &reader)
        return reader.number(.metricsPort, in: 0...65_535).map { MetricsAddress(host: host, port: $0) }
    }

    private static func tls(_ reader: inout SettingsReader) -> TLSFiles? {
        let certificate = readableFile(.tlsCertificate, &reader)
        let key = readableFile(.tlsKey, &reader)
        switch (certificate, key) {
        case (let certificate?, let key?): return TLSFiles(certificate: certificate, key: key)
        case (nil, nil): break
        case (_?, nil): reader.note(.tlsKey, "\(Setting.tlsKey.name) is missing: a certificate needs its private key.")
        case (nil, _?): reader.note(.tlsCertificate, "\(Setting.tlsCertificate.name) is missing: a private key needs its certificate.")
        }
        return nil
    }

    private static func readableFile(_ setting: Setting, _ reader: inout SettingsReader) -> String? {
        guard let path = reader.path(setting) else { return nil }
        if !FileManager.default.isReadableFile(atPath: path) {
            reader.note(setting, "\(setting.name) names a file that cannot be read: \(path)")
        }
        return path
    }

    private static func platform(_ reader: inout SettingsReader) -> PlatformSettings {
        let expected = "must be https://host[:port], or http:// for this machine only, without a path"
        let before = reader.problems.count
        let url = reader.value(.publicURL, expected) { Self.publicURL($0) }
        if url == nil, reader.problems.count == before {
            reader.note(
                .publicURL,
                "public-url is missing: where do browsers reach this server? Say it with --public-url https://host[:port] or in "
                    + "\(Setting.publicURL.environmentName)."
            )
        }
        let domains = reader.list(.domains, "must be hosts, such as pay.example.com or pay.example.com:8443, separated by commas") {
            Self.authority(of: "https://\($0)")
        }
        let own = url.flatMap { Self.authority(of: $0) }
        var settings = PlatformSettings(publicURL: url ?? "", domains: [own].compactMap { $0 } + domains.filter { $0 != own })
        settings.paymentCodeLifetime = Int64(reader.number(.paymentCodeLifetime, in: 60...86_400, default: 900))
        settings.sessionLifetime = Int64(reader.number(.sessionLifetime, in: 60...86_400, default: 1_800))
        settings.tradePasswordTries = reader.number(.tradePasswordTries, in: 1...20, default: 5)
        settings.tradePasswordLock = Int64(reader.number(.tradePasswordLock, in: 60...604_800, default: 7_200))
        settings.tradePasswordFreeze = Int64(reader.number(.tradePasswordFreeze, in: 0...2_592_000, default: 86_400))
        settings.accessTokenLifetime = Int64(reader.number(.accessTokenLifetime, in: 60...86_400, default: 7_200))
        settings.refreshTokenLifetime = Int64(reader.number(.refreshTokenLifetime, in: 60...31_536_000, default: 604_800))
        settings.allowsHTTPCallbacks = reader.flag(.callbackHTTP)
        settings.callbackNetworks = addresses(.callbackNetworks, &reader)
        settings.callbackHistory = Int64(reader.number(.callbackHistory, in: 2...3_650, default: 30)) * 86_400
        return settings
    }

    private static func publicURL(_ text: String) -> String? {
        guard let url = try? WebURL(text), url.path.isEmpty, url.query == nil, url.scheme == .https || url.isLoopback else { return nil }
        return url.text
    }

    /// The `host[:port]` of an address that has nothing behind it.
    private static func authority(of text: String) -> String? {
        guard let url = try? WebURL(text), url.path.isEmpty, url.query == nil else { return nil }
        return String(url.origin.dropFirst("\(url.scheme.rawValue)://".count))
    }
}
