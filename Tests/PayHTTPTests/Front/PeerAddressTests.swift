import HTTPTypes
import NIOCore
import PayCore
import PayHTTP
import Testing

struct PeerAddressTests {
    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("::", "::"), ("::1", "::1"),
        ("1::", "1::"), ("2001:DB8::1", "2001:db8::1"), ("2001:db8:0:0:0:0:0:1", "2001:db8::1"),
        ("2001:0db8:0000:0001:0000:0000:0000:0001", "2001:db8:0:1::1"), ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
        ("2001:db8::1:0:0:1", "2001:db8::1:0:0:1"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("::ffff:192.0.2.1", "192.0.2.1"), ("::FFFF:c000:201", "192.0.2.1"), ("64:ff9b::192.0.2.1", "64:ff9b::c000:201"),
        ("1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201"),
    ])
    func isReadAndWrittenCanonically(_ text: String, _ canonical: String) {
        #expect(PeerAddress(text)?.description == canonical)
        #expect(PeerAddress(canonical) == PeerAddress(text))
    }

    @Test(arguments: [
        "", " ", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.04", "1.2.3.-4", "1.2.3.4 ", " 1.2.3.4", "1.2.3.4:80", "0x1.2.3.4",
        "1.2..4",
        ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "12345::", "g::", "::1%eth0",
        "[::1]", "1:", ":1", "::1:", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3", "1.2.3.4::", "::192.0.2.1:1",
    ])
    func otherTextsAreNoAddresses(_ text: String) {
        #expect(PeerAddress(text) == nil)
    }

    @Test func knowsTheOtherEndOfAConnection() throws {
        #expect(PeerAddress(try SocketAddress(ipAddress: "192.0.2.1", port: 80))?.bytes == [192, 0, 2, 1])
        #expect(PeerAddress(try SocketAddress(ipAddress: "::ffff:192.0.2.1", port: 80))?.description == "192.0.2.1")
        let six = try #require(PeerAddress(try SocketAddress(ipAddress: "2001:db8::7", port: 80)))
        #expect(six.bytes == [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7])
        #expect(six.version == 6)
        #expect(PeerAddress(try SocketAddress(unixDomainSocketPath: "/tmp/socket")) == nil)
    }

    @Test func rangesContainTheirAddressesOnly() throws {
        let ten = try #require(AddressRange("10.0.0.0/8"))
        #expect(ten.contains(try #require(PeerAddress("10.255.0.1")).ip))
        #expect(ten.contains(try #require(PeerAddress("::ffff:10.0.0.1")).ip))
        #expect(!ten.contains(try #require(PeerAddress("11.0.0.1")).ip))
        #expect(!ten.contains(try #require(PeerAddress("a00::")).ip))
        let documentation = try #require(AddressRange("2001:db8::/32"))
        #expect(documentation.contains(try #require(PeerAddress("2001:db8:ffff::1")).ip))
        #expect(!documentation.contains(try #require(PeerAddress("2001:db9::1")).ip))
        let one = try #require(AddressRange("192.0.2.1"))
        #expect(one.description == "192.0.2.1")
        #expect(one == AddressRange("192.0.2.1/32"))
        #expect(!one.contains(try #require(PeerAddress("192.0.2.2")).ip))
        let all = try #require(AddressRange("0.0.0.0/0"))
        #expect(all.contains(try #require(PeerAddress("203.0.113.9")).ip))
        #expect(!all.contains(try #require(PeerAddress("::1")).ip))
    }

    @Test(arguments: ["", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.1/8", "::/129", "10.0.0.0/8/8", "x/8"])
    func otherTextsAreNoRanges(_ text: String) {
        #expect(AddressRange(text) == nil)
    }
}

struct TrustedProxiesTests {
    private let proxies: TrustedProxies
    private let forwardedFor: HTTPField.Name

    init() throws {
        self.proxies = TrustedProxies([try #require(AddressRange("10.0.0.0/8")), try #require(AddressRange("::1"))])
        self.forwardedFor = try #require(HTTPField.Name("x-forwarded-for"))
    }

    private func caller(peer: String, _ values: String...) throws -> String? {
        let headers = HTTPFields(values.map { HTTPField(name: self.forwardedFor, value: $0) })
        return self.proxies.callerAddress(peer: try SocketAddress(ipAddress: peer, port: 1), headers: headers)?.description
    }

    /// header-094.
    @Test func theHeaderOfAStrangerIsNotBelieved() throws {
        #expect(try self.caller(peer: "203.0.113.1", "192.0.2.1") == "203.0.113.1")
        #expect(try self.caller(peer: "203.0.113.1", "nonsense") == "203.0.113.1")
    }

    /// header-095.
    @Test func otherHeadersAreNeverBelieved() throws {
        for name in ["Forwarded", "X-Real-IP", "True-Client-IP", "X_Forwarded_For"] {
            let headers: HTTPFields = [try #require(HTTPField.Name(name)): "192.0.2.1"]
            let caller = self.proxies.callerAddress(peer: try SocketAddress(ipAddress: "10.0.0.1", port: 1), headers: headers)
            #expect(caller?.description == "10.0.0.1")
        }
    }

    @Test func theLastStrangerIsTheCaller() throws {
        #expect(try self.caller(peer: "10.0.0.1", "192.0.2.1") == "192.0.2.1")
        #expect(try self.caller(peer: "::1", "2001:db8::1") == "2001:db8::1")
        #expect(try self.caller(peer: "10.0.0.1", "192.0.2.66, 192.0.2.1") == "192.0.2.1")
        #expect(try self.caller(peer: "10.0.0.1", "192.0.2.66,192.0.2.1 , 10.9.9.9") == "192.0.2.1")
        #expect(try self.caller(peer: "10.0.0.1", "192.0.2.66", "192.0.2.1", "10.9.9.9") == "192.0.2.1")
        #expect(try self.caller(peer: "10.0.0.1", "nonsense, 192.0.2.1") == "192.0.2.1")
    }

    @Test func aProxyThatCallsItselfIsTheCaller() throws {
        #expect(try self.caller(peer: "10.0.0.1") == "10.0.0.1")
        #expect(try self.caller(peer: "10.0.0.1", "10.0.0.3, 10.0.0.2") == "10.0.0.3")
    }

    @Test func anUnreadableHopLeavesTheCallerUnknown() throws {
        for value in ["unknown", "", "192.0.2.1,", "192.0.2.1:4711", "_hidden", "192.0.2.1, 10.0.0.2, x"] {
            #expect(try self.caller(peer: "10.0.0.1", value) == nil, "\(value)")
        }
        #expect(self.proxies.callerAddress(peer: nil, headers: [:]) == nil)
    }

    @Test func withoutProxiesThePeerIsTheCaller() throws {
        let headers: HTTPFields = [self.forwardedFor: "192.0.2.1"]
        let caller = TrustedProxies().callerAddress(peer: try SocketAddress(ipAddress: "10.0.0.1", port: 1), headers: headers)
        #expect(caller?.description == "10.0.0.1")
    }
}
