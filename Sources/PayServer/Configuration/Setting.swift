/// Everything that can be set. The raw value is the setting's name on the command line and in the settings file; in the environment it
/// is ``environmentName``.
package enum Setting: String, CaseIterable, Sendable {
    case config
    case data
    case database
    case host
    case port
    case publicURL = "public-url"
    case domains
    case masterKeyFile = "master-key-file"
    case controlSocket = "control-socket"
    case metricsHost = "metrics-host"
    case metricsPort = "metrics-port"
    case tlsCertificate = "tls-certificate"
    case tlsKey = "tls-key"
    case trustedProxies = "trusted-proxies"
    case callbackHTTP = "callback-http"
    case callbackNetworks = "callback-networks"
    case callbackHistory = "callback-history"
    case logLevel = "log-level"
    case logFormat = "log-format"
    case paymentCodeLifetime = "payment-code-lifetime"
    case sessionLifetime = "session-lifetime"
    case tradePasswordTries = "trade-password-tries"
    case tradePasswordLock = "trade-password-lock"
    case tradePasswordFreeze = "trade-password-freeze"
    case accessTokenLifetime = "access-token-lifetime"
    case refreshTokenLifetime = "refresh-token-lifetime"

    package var name: String { rawValue }

    /// Such as `IMUGI_PUBLIC_URL`.
    package var environmentName: String { "IMUGI_" + rawValue.uppercased().map { $0 == "-" ? "_" : String($0) }.joined() }

    /// What it is for, in the words of the help.
    package var purpose: String {
        switch self {
        case .config: "A JSON file of settings, under the names of this list without the dashes."
        case .data: "The data folder. It is made if there is none."
        case .database: "Instead of a data folder: a PostgreSQL, for several nodes, as postgres://user@host:5432/database."
        case .host: "The address to listen on."
        case .port: "The port to listen on; 0 for any free one."
        case .publicURL: "Where browsers reach this server: https://host[:port]. Required."
        case .domains: "More hosts (host[:port], separated by commas) that apps may choose for the page."
        case .masterKeyFile: "The file of the master key (see imugi master-key). The key itself may be in IMUGI_MASTER_KEY instead."
        case .controlSocket: "The Unix socket over which the other commands reach this server."
        case .metricsHost: "The address on which the metrics are served."
        case .metricsPort: "The port of its own for /metrics, /health and /ready; 0 for any free one. Without it there are no metrics."
        case .tlsCertificate: "The certificate chain (PEM) to serve https with. Without it a proxy in front has to."
        case .tlsKey: "The private key (PEM) of the certificate."
        case .trustedProxies: "Addresses or CIDR blocks, separated by commas, whose X-Forwarded-For is believed."
        case .callbackHTTP: "Whether apps' callbacks may go to http:// too: true or false."
        case .callbackNetworks: "Addresses or CIDR blocks, separated by commas, to which callbacks may go although they are not public."
        case .callbackHistory: "Days for which attempts to deliver callbacks are kept, 2 to 3650."
        case .logLevel: "trace, debug, info, notice, warning, error or critical."
        case .logFormat: "plain or json."
        case .paymentCodeLifetime: "Seconds for which a payment's page can be opened, 60 to 86400."
        case .sessionLifetime: "Seconds for which a browser stays signed in, 60 to 86400."
        case .tradePasswordTries: "Wrong trade passwords before they are locked, 1 to 20."
        case .tradePasswordLock: "Seconds for which they stay locked, 60 to 604800."
        case .tradePasswordFreeze: "Seconds for which payments are frozen after a trade password was replaced, 0 (not at all) to 2592000."
        case .accessTokenLifetime: "Seconds for which an app's access token to a user works, 60 to 86400."
        case .refreshTokenLifetime: "Seconds within which it can be refreshed, 60 to 31536000."
        }
    }

    /// What holds if it is not set; `nil` if nothing does.
    package var defaultText: String? {
        switch self {
        case .config, .data, .database, .publicURL, .domains, .masterKeyFile, .metricsPort, .tlsCertificate, .tlsKey, .trustedProxies,
            .callbackNetworks:
            nil
        case .host, .metricsHost: "127.0.0.1"
        case .port: "8080"
        case .controlSocket: "control.sock in the data folder"
        case .callbackHTTP: "false"
        case .callbackHistory: "30"
        case .logLevel: "info"
        case .logFormat: "plain"
        case .paymentCodeLifetime: "900"
        case .sessionLifetime: "1800"
        case .tradePasswordTries: "5"
        case .tradePasswordLock: "7200"
        case .tradePasswordFreeze: "86400"
        case .accessTokenLifetime: "7200"
        case .refreshTokenLifetime: "604800"
        }
    }

    /// The whole line of the help.
    package var help: String {
        let notes = [defaultText.map { "default: \($0)" }, "env: \(environmentName)"].compactMap { $0 }
        return "\(purpose) (\(notes.joined(separator: "; ")))"
    }
}
