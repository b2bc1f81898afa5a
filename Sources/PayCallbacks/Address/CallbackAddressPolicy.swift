import PayCore
import PayDomain
import PayWire

/// Where callbacks may go. A URL is checked when an app sets it and again at every attempt; the addresses that its host turns out to have
/// are checked when one of them is dialled.
package struct CallbackAddressPolicy: Sendable {
    private struct OwnHost: Hashable {
        let host: String
        let port: Int?
    }

    private let allowsLoopback: Bool
    private let allowsHTTP: Bool
    private let networks: [AddressRange]
    private let ownHosts: [OwnHost]
    private let ownCallbackURL: @Sendable () -> String?

    /// - Parameters:
    ///   - allowsLoopback: in the sandbox: `http` and `https`, at every port, to `localhost` and the loopback addresses.
    ///   - allowsHTTP: `http` too, wherever callbacks may go.
    ///   - networks: addresses that callbacks may go to although they are not public. Those of ``IPAddress/isNeverCalled`` stay closed.
    ///   - ownHosts: `host[:port]` under which the platform itself is reached, so that it never calls itself.
    ///   - ownCallbackURL: the one URL there that it may call all the same, exactly as it is written, if there is one.
    package init(
        allowsLoopback: Bool, allowsHTTP: Bool = false, networks: [AddressRange] = [], ownHosts: [String],
        ownCallbackURL: @escaping @Sendable () -> String? = { nil }
    ) {
        self.allowsLoopback = allowsLoopback
        self.allowsHTTP = allowsHTTP
        self.networks = networks
        self.ownCallbackURL = ownCallbackURL
        self.ownHosts = ownHosts.map { text in
            // An IPv6 address in brackets has colons too; what follows the last one is a port only if it is a number.
            let end = text.lastIndex(of: ":") ?? text.endIndex
            let port = end < text.endIndex ? Int(text[text.index(after: end)...]) : nil
            return OwnHost(host: (port == nil ? text : String(text[..<end])).lowercased(), port: port)
        }
    }

    /// The policy that a platform's settings make.
    package init(_ settings: PlatformSettings) {
        let publicHost = settings.publicURL.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first.map(String.init)
        self.init(
            allowsLoopback: settings.allowsLoopbackCallbacks, allowsHTTP: settings.allowsHTTPCallbacks,
            networks: settings.callbackNetworks, ownHosts: [publicHost].compactMap { $0 } + settings.domains,
            // A sandbox that takes any free port learns its own only once it listens.
            ownCallbackURL: { settings.ownCallbackPath.map { settings.publicURL + $0 } }
        )
    }

    /// Checks a callback URL. No name is looked up.
    ///
    /// - Throws: code 11038 for `callback_url` that names the rule, and the setting that bends it if there is one.
    package func check(_ text: String) throws(PlatformError) -> WebURL {
        let url: WebURL
        do {
            url = try WebURL(text)
        } catch {
            throw Self.refusal(error.description)
        }
        if isOwnCallback(url) { return url }
        if allowsLoopback, url.isLoopback {
            guard !isOwn(url) else { throw Self.refusal("must not lead to the platform itself") }
            return url
        }
        guard url.scheme == .https || allowsHTTP else {
            throw Self.refusal(
                allowsLoopback
                    ? "must begin with https://, or lead to this machine"
                    : "must begin with https://; the operator can allow http with the setting callback-http"
            )
        }
        guard Self.isOpen(port: url.port) else {
            throw Self.refusal("must have port 80, port 443, or one from 1024 on that is not known for another service than HTTP")
        }
        switch url.host {
        case .address(let address):
            guard permits(address) else { throw Self.refusal("must not have \(Self.closedAddress(address))") }
        case .name(let name):
            // Where receivers stand in the operator's own network, they have its names; the addresses decide.
            guard !networks.isEmpty || Self.isPublic(name: name) else {
                throw Self.refusal(
                    "must have a host name of the public internet, such as shop.example.com; \(Self.networksNote)"
                )
            }
        }
        guard !isOwn(url) else { throw Self.refusal("must not lead to the platform itself") }
        return url
    }

    /// Whether a callback to `url`, which ``check(_:)`` has accepted, may be sent to an address that its host has.
    package func permits(_ address: IPAddress, for url: WebURL) -> Bool {
        permits(address) || (allowsLoopback && url.isLoopback && address.isLoopback) || isOwnCallback(url)
    }

    private func isOwnCallback(_ url: WebURL) -> Bool { ownCallbackURL().map { $0.utf8.elementsEqual(url.text.utf8) } ?? false }

    private func permits(_ address: IPAddress) -> Bool {
        address.isPublicUnicast || (!address.isNeverCalled && networks.contains { $0.contains(address) })
    }

    /// The setting that opens addresses, as the end of a sentence.
    static let networksNote = "the operator can allow addresses of its own network with the setting callback-networks"

    private static func closedAddress(_ address: IPAddress) -> String {
        address.isNeverCalled
            ? "an address that belongs to no single host, or to this machine's surroundings"
            : "an address that is not public; \(networksNote)"
    }

    private static func refusal(_ message: String) -> PlatformError {
        PlatformError(.addressWrong, field: "callback_url", message)
    }

    /// A host of the platform's is out of bounds as a whole: at other ports it may have services of its own. Loopback, which the sandbox
    /// shares with the apps under development, is so only at the sandbox's port.
    private func isOwn(_ url: WebURL) -> Bool {
        ownHosts.contains { own in
            if url.isLoopback { return Self.isLoopback(own.host) && (own.port ?? 80) == url.port }
            return own.host.utf8.elementsEqual(url.hostText.utf8)
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        return bare == "localhost" || IPAddress(bare)?.isLoopback == true
    }

    // MARK: - Names

    /// Names that are resolved inside some network only (RFC 6761, 6762, 8375, 9476 and common use).
    private static let innerSuffixes = [
        "localhost", "localdomain", "local", "internal", "intranet", "private", "corp", "home", "lan", "home.arpa", "onion", "alt",
    ]

    private static func isPublic(name: String) -> Bool {
        name.utf8.contains(UInt8(ascii: ".")) && !innerSuffixes.contains { name.utf8.elementsEqual($0.utf8) || name.hasSuffix(".\($0)") }
    }

    // MARK: - Ports

    /// Ports from 1024 on at which other services listen, on which an HTTP request could do harm.
    private static let closedPorts: Set<Int> = [
        1433, 1434, 1521, 1723, 2049, 2181, 2375, 2376, 2379, 2380, 3306, 3389, 4369, 5060, 5061, 5432, 5433, 5671, 5672, 5900, 5984,
        5985, 5986, 6000, 6379, 6380, 6443, 6666, 6667, 7000, 7001, 8086, 9042, 9092, 9160, 9200, 9300, 10_250, 10_255, 11_211, 15_672,
        26_379, 27_017, 27_018, 27_019, 50_000, 50_070,
    ]

    private static func isOpen(port: Int) -> Bool { port == 80 || port == 443 || (port >= 1_024 && !closedPorts.contains(port)) }
}

extension WebURL {
    /// The host as the URL spells it.
    var hostText: String {
        switch host {
        case .name(let name): name
        case .address(.v4(let number)): IPAddress.v4(number).description
        case .address(let address): "[\(address)]"
        }
    }
}
