import PayCallbacks
import PayCore
import PayWire
import TestSupport
import Testing

/// Where callbacks may go (hazards, security tests 47 and 48).
@Suite struct CallbackAddressPolicyTests {
    private let policy = CallbackAddressPolicy(allowsLoopback: false, ownHosts: ["pay.example.com", "alt.example.com:8443"])
    private let sandbox = CallbackAddressPolicy(allowsLoopback: true, ownHosts: ["127.0.0.1:8080"])

    private func refusal(_ url: String, by policy: CallbackAddressPolicy) -> PlatformError? {
        do {
            _ = try policy.check(url)
            return nil
        } catch {
            return error
        }
    }

    /// Of the corpus, those that may be set are those that name a public host; what their names resolve to is checked when dialled.
    @Test func noRowOfTheCorpusLeadsInside() throws {
        var accepted: [String] = []
        for row in try corpus("callback_url") {
            guard let error = refusal(row.text, by: policy) else {
                accepted.append(row.text)
                continue
            }
            #expect(error.code == .addressWrong && error.field == "callback_url" && !error.message.contains(row.text), "\(row)")
        }
        for url in accepted {
            let parsed = try WebURL(url)
            guard case .name(let name) = parsed.host else {
                guard case .address(let address) = parsed.host else { continue }
                #expect(address.isPublicUnicast, "\(url)")
                continue
            }
            #expect(parsed.scheme == .https && name.contains("."), "\(url)")
        }
    }

    @Test(arguments: [
        "https://pay.example.com/", "https://pay.example.com:9443/cb", "https://PAY.example.com/", "https://alt.example.com/",
        "https://alt.example.com:8443/", "https://pay.example.com./",
    ])
    func thePlatformNeverCallsItself(_ url: String) {
        #expect(refusal(url, by: policy)?.code == .addressWrong, "\(url)")
    }

    @Test func theSandboxAlsoCallsThisMachine() {
        for url in ["http://127.0.0.1:9000/cb", "http://localhost:1/", "https://[::1]:9000/", "http://127.0.0.1/"] {
            #expect(refusal(url, by: sandbox) == nil, "\(url)")
            #expect(refusal(url, by: policy) != nil, "\(url)")
        }
        for url in [
            "http://127.0.0.1:8080/", "http://localhost:8080/", "http://[::1]:8080/", "http://10.0.0.1/", "http://shop.example.com/",
        ] {
            #expect(refusal(url, by: sandbox) != nil, "\(url)")
        }
    }

    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1",
        "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1",
        "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::127.0.0.1",
        "64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001:db8::1", "2001::1", "2002:a00:1::1", "2002:7f00:1::1", "fc00::1", "fd00::1",
        "fe80::1", "fec0::1", "ff02::1", "3fff::1", "5f00::1",
    ])
    func anAddressThatIsNotPublicIsNeverDialled(_ text: String) throws {
        let address = try #require(IPAddress(text))
        let url = try WebURL("https://shop.example.com/")
        #expect(!policy.permits(address, for: url))
        #expect(!sandbox.permits(address, for: url))
    }

    @Test(arguments: ["93.184.216.34", "1.1.1.1", "172.15.0.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"])
    func aPublicAddressIs(_ text: String) throws {
        #expect(policy.permits(try #require(IPAddress(text)), for: try WebURL("https://shop.example.com/")))
    }
}
