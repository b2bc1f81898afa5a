import Foundation
import Logging
import PayCore
import PayDomain
import PayHTTP
import PayServer
import Testing

@Suite struct SettingsTests {
    private static let needed: [Setting: String] = [.data: "/srv/imugi", .publicURL: "https://pay.example.com"]

    private func read(
        _ arguments: [Setting: String] = needed, environment: [String: String] = [:], for purpose: ServeSettings.Purpose = .serving
    ) throws -> ServeSettings {
        try ServeSettings(SettingSources(arguments: arguments, environment: environment), for: purpose)
    }

    private func problems(_ body: () throws -> ServeSettings) -> [Setting: String] {
        guard let error = #expect(throws: SettingsError.self, performing: { _ = try body() }) else { return [:] }
        return Dictionary(error.problems.map { ($0.setting, $0.text) }) { first, _ in first }
    }

    @Test func defaultsAreThoseOfTheHelp() throws {
        let settings = try read()
        #expect(settings.store == .folder("/srv/imugi"))
        #expect(settings.host == Setting.host.defaultText)
        #expect(String(settings.port) == Setting.port.defaultText)
        #expect(settings.metrics == nil && Setting.metricsPort.defaultText == nil)
        #expect(settings.controlSocket == "/srv/imugi/control.sock")
        #expect(settings.tls == nil && settings.trustedProxies.isEmpty)
        #expect(settings.logLevel.rawValue == Setting.logLevel.defaultText)
        #expect(settings.logFormat.rawValue == Setting.logFormat.defaultText)
        #expect(
            "\(settings.platform.allowsHTTPCallbacks)" == Setting.callbackHTTP.defaultText && settings.platform.callbackNetworks.isEmpty)
        #expect(settings.platform.publicURL == "https://pay.example.com")
        #expect(settings.platform.domains == ["pay.example.com"])
        #expect(String(settings.platform.paymentCodeLifetime) == Setting.paymentCodeLifetime.defaultText)
        #expect(String(settings.platform.sessionLifetime) == Setting.sessionLifetime.defaultText)
        #expect(String(settings.platform.accessTokenLifetime) == Setting.accessTokenLifetime.defaultText)
        #expect(String(settings.platform.refreshTokenLifetime) == Setting.refreshTokenLifetime.defaultText)
        #expect(String(settings.platform.tradePasswordTries) == Setting.tradePasswordTries.defaultText)
        #expect(String(settings.platform.tradePasswordLock) == Setting.tradePasswordLock.defaultText)
        #expect(String(settings.platform.tradePasswordFreeze) == Setting.tradePasswordFreeze.defaultText)
        #expect(PlatformSettings(publicURL: "", domains: []).tradePasswordFreeze == settings.platform.tradePasswordFreeze)
        #expect(String(settings.platform.accessTokenLifetime) == Setting.accessTokenLifetime.defaultText)
        #expect(String(settings.platform.refreshTokenLifetime) == Setting.refreshTokenLifetime.defaultText)
    }

    @Test(arguments: [
        ("postgres://imugi:s3cr%2Fet@db.internal:5432/imugi?sslmode=require", "postgres://db.internal:5432/imugi"),
        ("postgresql://imugi@a,b:5433/imugi?target_session_attrs=read-write", "postgres://a,b:5433/imugi"),
        ("postgres://imugi@[::1]:5432/imugi", "postgres://[::1]:5432/imugi"), ("postgres:///imugi?host=/run/pg", "postgres:///imugi"),
    ])
    func aDatabaseIsNamedWithoutItsPassword(address: String, name: String) throws {
        let settings = try read([.database: address, .publicURL: "https://pay.example.com"])
        #expect(settings.store.name == name && settings.controlSocket == nil)
        #expect(problems { try read(Self.needed.merging([.database: address]) { $1 }) }.keys.contains(.database))
    }

    /// libpq would take a part of each of these passwords for a host or a port, and print it.
    @Test(arguments: [
        "mysql://imugi:s3cret@db/imugi", "postgres://imugi:s3cr/et@db/imugi", "postgres://imugi:s3cr@et@db/imugi",
        "postgres://imugi:s3cret/imugi", "s3cret",
    ])
    func whatIsWrongWithAnAddressIsToldWithoutIt(address: String) throws {
        let problem = try #require(problems { try read([.database: address, .publicURL: "https://pay.example.com"]) }[.database])
        #expect(problem.contains("%2F") && !problem.contains("s3cr"))
    }

    @Test func commandLineOverEnvironmentOverFileOverDefault() throws {
        let folder = TestFolder()
        try folder.make()
        defer { folder.remove() }
        let file = try folder.write(
            #"{"port": 1, "host": "10.0.0.1", "log-level": "error", "session-lifetime": 60, "domains": ["a.example", "b.example:444"]}"#,
            to: "settings.json"
        )
        let arguments = Self.needed.merging([.config: file, .port: "3"]) { $1 }
        let settings = try read(
            arguments, environment: ["IMUGI_PORT": "2", "IMUGI_HOST": "10.0.0.2", "IMUGI_LOG_LEVEL": "", "HOST": "10.0.0.3"]
        )
        #expect(settings.port == 3)
        #expect(settings.host == "10.0.0.2")
        // Empty in the environment is not given at all.
        #expect(settings.logLevel == .error)
        #expect(settings.platform.sessionLifetime == 60)
        #expect(settings.platform.domains == ["pay.example.com", "a.example", "b.example:444"])
        #expect(settings.platform.tradePasswordTries == 5)
    }

    @Test func theMetricsPortMakesTheMetrics() throws {
        let folder = TestFolder()
        try folder.make()
        defer { folder.remove() }
        let file = try folder.write(#"{"metrics-port": 9464}"#, to: "settings.json")
        let fromFile = try #require(try read(Self.needed.merging([.config: file]) { $1 }).metrics)
        #expect(fromFile.port == 9_464 && fromFile.host == Setting.metricsHost.defaultText)
        let environment = ["IMUGI_METRICS_PORT": "0", "IMUGI_METRICS_HOST": "10.0.0.5"]
        let fromEnvironment = try #require(try read(environment: environment).metrics)
        #expect(fromEnvironment.port == 0 && fromEnvironment.host == "10.0.0.5")
        let fromArguments = try read(Self.needed.merging([.metricsPort: "1", .metricsHost: "::1"]) { $1 }, environment: environment)
        #expect(fromArguments.metrics?.port == 1 && fromArguments.metrics?.host == "::1")
        // An address alone asks for nothing.
        #expect(try read(environment: ["IMUGI_METRICS_HOST": "10.0.0.5"]).metrics == nil)
        #expect(try read(environment: environment, for: .operating).metrics == nil)
    }

    @Test func theOperatorSaysWhereCallbacksMayGo() throws {
        let given = try read(
            Self.needed.merging([.callbackHTTP: "true", .callbackNetworks: "10.20.0.0/16, fd12:3456::/32,192.0.2.7"]) { $1 })
        #expect(given.platform.allowsHTTPCallbacks)
        #expect(given.platform.callbackNetworks.map(\.description) == ["10.20.0.0/16", "fd12:3456::/32", "192.0.2.7"])
        let refused = try read(environment: ["IMUGI_CALLBACK_HTTP": "false", "IMUGI_CALLBACK_NETWORKS": "10.0.0.0/8"])
        #expect(!refused.platform.allowsHTTPCallbacks && refused.platform.callbackNetworks.count == 1)
    }

    @Test func theOperatorSaysHowLongPaymentsAreFrozen() throws {
        #expect(try read(Self.needed.merging([.tradePasswordFreeze: "2592000"]) { $1 }).platform.tradePasswordFreeze == 2_592_000)
        #expect(try read(environment: ["IMUGI_TRADE_PASSWORD_FREEZE": "0"]).platform.tradePasswordFreeze == 0)
        // A command of an operator on a database makes the freeze itself.
        let operating = try read([.data: "/srv/imugi"], environment: ["IMUGI_TRADE_PASSWORD_FREEZE": "60"], for: .operating)
        #expect(operating.platform.tradePasswordFreeze == 60)
    }

    @Test func theFileMayBeNamedInTheEnvironment() throws {
        let folder = TestFolder()
        try folder.make()
        defer { folder.remove() }
        let file = try folder.write(#"{"public-url": "http://localhost:99", "data": "/srv/x"}"#, to: "settings.json")
        let settings = try read([:], environment: ["IMUGI_CONFIG": file])
        #expect(settings.platform.publicURL == "http://localhost:99" && settings.store == .folder("/srv/x"))
    }

    @Test(arguments: [
        (Setting.port, "eighty", "must be a whole number from 0 to 65535"), (.port, "65536", "from 0 to 65535"), (.port, "+80", "from 0"),
        (.port, "-1", "from 0"), (.host, "example.com", "must be an IP address or localhost"), (.host, "1.2.3", "must be an IP address"),
        (.metricsPort, "65536", "from 0 to 65535"), (.metricsHost, "example.com", "must be an IP address or localhost"),
        (.publicURL, "pay.example.com", "must be https://host[:port]"), (.publicURL, "http://pay.example.com", "must be https://"),
        (.publicURL, "https://pay.example.com/", "without a path"), (.publicURL, "https://u@pay.example.com", "must be https://"),
        (.domains, "https://pay.example.com", "must be hosts, such as pay.example.com"), (.domains, "a.example,b/c", "must be hosts"),
        (.logLevel, "loud", "must be one of trace, debug, info, notice, warning, error, critical"),
        (.logFormat, "xml", "must be one of plain, json"), (.trustedProxies, "10.0.0.1/8", "must be IP addresses or CIDR blocks"),
        (.trustedProxies, "proxy", "must be IP addresses or CIDR blocks"),
        (.callbackNetworks, "10.20.0.1/16", "must be IP addresses or CIDR blocks"),
        (.callbackNetworks, "shop.internal", "must be IP addresses or CIDR blocks"),
        (.callbackNetworks, "::ffff:10.0.0.0/104", "must be IP addresses or CIDR blocks"),
        (.callbackHTTP, "yes", "must be true or false"), (.callbackHTTP, "TRUE", "must be true or false"),
        (.paymentCodeLifetime, "59", "from 60 to 86400"),
        (.sessionLifetime, "1.5", "from 60 to 86400"), (.tradePasswordTries, "0", "from 1 to 20"),
        (.tradePasswordLock, "604801", "from 60 to 604800"), (.tradePasswordFreeze, "2592001", "from 0 to 2592000"),
        (.accessTokenLifetime, "59", "from 60 to 86400"),
        (.refreshTokenLifetime, "31536001", "from 60 to 31536000"),
        (.tlsCertificate, "/nowhere/cert.pem", "cannot be read: /nowhere/cert.pem"),
    ])
    func aWrongSettingIsNamedWithItsValue(_ setting: Setting, _ value: String, _ expected: String) throws {
        let arguments = Self.needed.merging([setting: value]) { $1 }
        let text = try #require(problems { try read(arguments) }[setting])
        #expect(text.contains(setting.name) && text.contains(value) && text.contains(expected), "\(text)")
    }

    @Test func theTextSaysWhereTheWrongValueCameFrom() throws {
        let folder = TestFolder()
        try folder.make()
        defer { folder.remove() }
        #expect(
            problems { try read(Self.needed.merging([.port: "x"]) { $1 }) }[.port]
                == #"--port must be a whole number from 0 to 65535; it is "x"."#
        )
        // What a container platform may put there for a service of this name.
        #expect(
            problems { try read(environment: ["IMUGI_PORT": "tcp://10.0.0.1:80"]) }[.port]
                == #"the environment variable IMUGI_PORT must be a whole number from 0 to 65535; it is "tcp://10.0.0.1:80"."#
        )
        let file = try folder.write(#"{"port": true}"#, to: "settings.json")
        #expect(
            problems { try read(Self.needed.merging([.config: file]) { $1 }) }[.port]
                == #"port in the settings file must be a whole number from 0 to 65535; it is "true"."#
        )
    }

    @Test func allThatIsWrongIsNamedAtOnce() {
        let problems = problems { try read([.port: "x", .logLevel: "y"]) }
        #expect(Set(problems.keys) == [.data, .publicURL, .port, .logLevel])
        #expect(problems[.data]?.contains("--data") == true && problems[.publicURL]?.contains("--public-url") == true)
    }

    @Test func certificateAndKeyNeedEachOther() throws {
        let folder = TestFolder()
        try folder.make()
        defer { folder.remove() }
        let file = try folder.write("x", to: "file.pem")
        let one = problems { try read(Self.needed.merging([.tlsCertificate: file]) { $1 }) }
        #expect(one[.tlsKey] == "tls-key is missing: a certificate needs its private key.")
        let other = problems { try read(Self.needed.merging([.tlsKey: file]) { $1 }) }
        #expect(other[.tlsCertificate] == "tls-certificate is missing: a private key needs its certificate.")
        let both = try read(Self.needed.merging([.tlsKey: file, .tlsCertificate: file]) { $1 })
        #expect(both.tls?.certificate == file && both.tls?.key == file)
    }

    @Test(arguments: [
        ("{", "must hold one JSON object"), ("[]", "must hold one JSON object"), (#"{"port": 1.5}"#, "must hold one JSON object"),
        (#"{"port": {"a": 1}}"#, "must hold one JSON object"), (#"{"prot": 80}"#, #""prot" in the settings file is no setting"#),
        (#"{"config": "x"}"#, #""config" in the settings file is no setting"#),
    ])
    func aWrongFileIsRefused(_ text: String, _ expected: String) throws {
        let folder = TestFolder()
        try folder.make()
        defer { folder.remove() }
        let file = try folder.write(text, to: "settings.json")
        let problem = try #require(problems { try read(Self.needed.merging([.config: file]) { $1 }) }[.config])
        #expect(problem.contains(expected), "\(problem)")
    }

    @Test func aMissingFileIsRefused() {
        let problem = problems { try read(Self.needed.merging([.config: "/nowhere/settings.json"]) { $1 }) }[.config]
        #expect(problem == "The settings file /nowhere/settings.json cannot be read: there is no such file.")
    }

    @Test func aLongSocketPathIsRefused() throws {
        let data = "/" + String(repeating: "d", count: 100)
        let problem = try #require(problems { try read(Self.needed.merging([.data: data]) { $1 }) }[.controlSocket])
        #expect(problem.contains("100 bytes") && problem.contains("--control-socket"))
        let shorter = try read(Self.needed.merging([.data: data, .controlSocket: "/run/imugi.sock"]) { $1 })
        #expect(shorter.controlSocket == "/run/imugi.sock")
    }

    @Test func operatingNeedsTheFolderOnly() throws {
        let operating = try read([.data: "/srv/imugi"], environment: ["IMUGI_PORT": "x", "IMUGI_PUBLIC_URL": "y"], for: .operating)
        #expect(operating.store == .folder("/srv/imugi"))
        #expect(problems { try read([:], for: .operating) }[.data] != nil)
    }

    @Test func theMasterKeysPlaceIsTakenOver() throws {
        let key = MasterKey.generate().text
        let fromEnvironment = try read(environment: ["IMUGI_MASTER_KEY": key])
        #expect(try fromEnvironment.masterKey.load().text == key)
        let missing = try read()
        #expect(throws: MasterKeyError.missing) { try missing.masterKey.load() }
        let file = try read(environment: ["IMUGI_MASTER_KEY": key, "IMUGI_MASTER_KEY_FILE": "/nowhere/key"])
        guard case .file(path: "/nowhere/key") = file.masterKey else {
            Issue.record("a named file goes before the environment")
            return
        }
    }

    @Test func everySettingHasHelp() {
        for setting in Setting.allCases {
            #expect(setting.help.contains(setting.environmentName) && setting.purpose.hasSuffix("."))
            if let text = setting.defaultText { #expect(setting.help.contains("default: \(text)")) }
        }
        #expect(Setting.publicURL.environmentName == "IMUGI_PUBLIC_URL")
    }
}
