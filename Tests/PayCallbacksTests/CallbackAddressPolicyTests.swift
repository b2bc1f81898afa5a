import PayCallbacks
import PayCore
import PayDomain
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

    /// Of the corpus, those that may be set are the good ones, and a name of the public internet whose address is checked when it is dialled.
    @Test func noRowOfTheCorpusLeadsInside() throws {
        var accepted: [String] = []
        for row in try corpus("callback_url") {
            guard let error = refusal(row.text, by: policy) else {
                accepted.append(row.text)
                continue
            }
            #expect(row.expect != "OK" && error.code == .addressWrong && error.field == "callback_url", "\(row)")
            #expect(!error.message.contains(row.text), "\(row)")
        }
        #expect(accepted == ["https://shop.example/cb", "https://127.0.0.1.nip.io/"])
    }

    /// A refusal names the rule, and the setting by which the operator can bend it if there is one.
    @Test(arguments: [
        ("http://shop.example.com/", "must begin with https://; the operator can allow http with the setting callback-http"),
        (
            "https://10.0.0.1/",
            "must not have an address that is not public; the operator can allow addresses of its own network with the setting "
                + "callback-networks"
        ),
        (
            "https://shop.internal/",
            "must have a host name of the public internet, such as shop.example.com; the operator can allow addresses of its own network "
                + "with the setting callback-networks"
        ),
        ("https://169.254.169.254/", "must not have an address that belongs to no single host, or to this machine's surroundings"),
        (
            "https://shop.example.com:22/",
            "must have port 80, port 443, or one from 1024 on that is not known for another service than HTTP"
        ),
        ("https://pay.example.com/", "must not lead to the platform itself"),
    ])
    func aRefusalNamesTheRuleAndTheSetting(_ url: String, _ words: String) {
        #expect(refusal(url, by: policy)?.message == "callback_url \(words)")
    }

    // MARK: - What the operator allows

    private func open(_ networks: String..., allowsHTTP: Bool = false) throws -> CallbackAddressPolicy {
        CallbackAddressPolicy(
            allowsLoopback: false, allowsHTTP: allowsHTTP, networks: try networks.map { try #require(AddressRange($0)) },
            ownHosts: ["pay.example.com"]
        )
    }

    @Test func networksOpenTheirAddressesAndNoOthers() throws {
        let policy = try open("10.20.0.0/16", "fd12:3456::/32")
        for url in [
            "https://10.20.0.1/", "https://10.20.255.255:8443/", "https://[fd12:3456::1]/", "https://shop.internal/", "https://shop/",
        ] {
            #expect(refusal(url, by: policy) == nil, "\(url)")
        }
        for url in [
            "https://10.21.0.1/", "https://192.168.1.1/", "https://[fd12:3457::1]/", "https://[::ffff:10.20.0.1]/", "http://10.20.0.1/",
            "https://10.20.0.1:22/", "https://pay.example.com/", "https://127.0.0.1/",
        ] {
            #expect(refusal(url, by: policy)?.code == .addressWrong, "\(url)")
        }
        let name = try WebURL("https://shop.internal/")
        #expect(policy.permits(try #require(IPAddress("10.20.0.1")), for: name))
        #expect(policy.permits(try #require(IPAddress("93.184.216.34")), for: name))
        #expect(!policy.permits(try #require(IPAddress("10.21.0.1")), for: name))
        #expect(!policy.permits(try #require(IPAddress("127.0.0.1")), for: try WebURL("https://localhost/")))
    }

    /// Even an operator who opens everything opens no metadata service, no group, and no other spelling of an address.
    @Test(arguments: [
        "169.254.169.254", "169.254.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "0.0.0.0", "224.0.0.1", "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255", "::", "::ffff:10.0.0.1", "::10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::a00:1", "2001:0:a00:1::", "2002:a00:1::1",
        "fe80::1", "febf::1", "ff02::1", "fd00:ec2::254",
    ])
    func someAddressesStayClosed(_ text: String) throws {
        let address = try #require(IPAddress(text))
        let policy = try open("0.0.0.0/0", "::/0")
        #expect(!policy.permits(address, for: try WebURL("https://shop.example.com/")))
        #expect(address.isNeverCalled && !address.isPublicUnicast)
    }

    @Test(arguments: ["10.0.0.1", "127.0.0.1", "100.64.0.1", "172.16.0.1", "192.168.1.1", "::1", "fd00::1", "2001:db8::1", "198.18.0.1"])
    func othersOpenIfTheyAreNamed(_ text: String) throws {
        #expect(try open("0.0.0.0/0", "::/0").permits(try #require(IPAddress(text)), for: try WebURL("https://shop.example.com/")))
    }

    @Test func httpIsAllowedWhereverCallbacksMayGo() throws {
        let policy = try open(allowsHTTP: true)
        for url in ["http://shop.example.com/", "http://93.184.216.34:8080/"] { #expect(refusal(url, by: policy) == nil, "\(url)") }
        for url in ["http://10.0.0.1/", "http://localhost/", "http://pay.example.com/"] {
            #expect(refusal(url, by: policy) != nil, "\(url)")
        }
    }

    @Test func theSettingsMakeThePolicy() throws {
        var settings = PlatformSettings(publicURL: "https://pay.example.com", domains: ["alt.example.com"])
        #expect(refusal("http://10.0.0.1/", by: CallbackAddressPolicy(settings)) != nil)
        settings.allowsHTTPCallbacks = true
        settings.callbackNetworks = [try #require(AddressRange("10.0.0.0/8"))]
        #expect(refusal("http://10.0.0.1/", by: CallbackAddressPolicy(settings)) == nil)
        #expect(refusal("https://alt.example.com/", by: CallbackAddressPolicy(settings)) != nil)
    }

    @Test(arguments: [
        "https://pay.example.com/", "https://pay.example.com:9443/cb", "https://PAY.example.com/", "https://alt.example.com/",
        "https://alt.example.com:8443/", "https://pay.example.com./",
    ])
    func thePlatformNeverCallsItself(_ url: String) {
        #expect(refusal(url, by: policy)?.code == .addressWrong, "\(url)")
    }

    @Test(arguments: ["http://127.0.0.1:8080", "http://192.0.2.7:8080"])
    func oneAddressOfItsOwnMayBeOpen(_ own: String) throws {
        var settings = PlatformSettings(publicURL: own, domains: [])
        settings.allowsLoopbackCallbacks = true
        settings.ownCallbackPath = "/sandbox/shop/callback"
        let policy = CallbackAddressPolicy(settings)
        let url = try policy.check("\(own)/sandbox/shop/callback")
        guard case .address(let address) = url.host else { return }
        #expect(policy.permits(address, for: url))
        for other in ["/", "/sandbox/shop/callback/", "/sandbox/shop/callback?x", "/sandbox/pay"] {
            #expect(refusal(own + other, by: policy)?.code == .addressWrong, "\(other)")
        }
        settings.ownCallbackPath = nil
        #expect(refusal(url.text, by: CallbackAddressPolicy(settings))?.code == .addressWrong)
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
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.255", "100.127.255.255", "168.63.129.16", "169.254.169.254",
        "172.16.0.1", "172.31.255.255", "192.0.0.1",
        "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1",
        "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::127.0.0.1",
        "64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001:db8::1", "2001::1", "2002:a00:1::1", "2002:7f00:1::1", "fc00::1", "fd00::1",
        "fd00:ec2::254", "fe80::1", "febf:ffff::1", "fec0::1", "ff02::1", "3fff::1", "5f00::1",
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
