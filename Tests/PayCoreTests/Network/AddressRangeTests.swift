import PayCore
import Testing

@Suite struct AddressRangeTests {
    @Test(arguments: [
        ("10.0.0.0/8", ["10.0.0.0", "10.255.255.255"], ["9.255.255.255", "11.0.0.0", "a00::", "::ffff:10.0.0.1"]),
        ("192.0.2.1", ["192.0.2.1"], ["192.0.2.0", "192.0.2.2"]),
        ("0.0.0.0/0", ["0.0.0.0", "255.255.255.255"], ["::", "::1"]),
        ("::/0", ["::", "ffff::ffff"], ["0.0.0.0"]),
        ("2001:db8::/32", ["2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"], ["2001:db7:ffff::", "2001:db9::"]),
        ("fd00::/64", ["fd00::ffff:ffff:ffff:ffff"], ["fd00:0:0:1::"]),
        ("fd00::8000:0:0:0/65", ["fd00::8000:0:0:1", "fd00::ffff:ffff:ffff:ffff"], ["fd00::1", "fd00:0:0:1:8000::"]),
        ("::1/128", ["::1"], ["::", "::2", "0.0.0.1"]),
    ])
    func holdsItsAddresses(_ text: String, _ inside: [String], _ outside: [String]) throws {
        let range = try #require(AddressRange(text))
        for address in inside { #expect(range.contains(try #require(IPAddress(address))), "\(address)") }
        for address in outside { #expect(!range.contains(try #require(IPAddress(address))), "\(address)") }
        #expect(AddressRange(range.description) == range)
    }

    @Test func aWholePrefixIsLeftOut() {
        #expect(AddressRange("192.0.2.1/32")?.description == "192.0.2.1" && AddressRange("::1/128")?.description == "::1")
        #expect(AddressRange("10.0.0.0/8")?.description == "10.0.0.0/8")
    }

    /// An address mapped into IPv6 would be a block that none of the addresses meant is in.
    @Test(arguments: [
        "", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.1/8", "::/129", "10.0.0.0/8/8", "x/8", "fd00::1/64",
        "fd00::1/127", "::ffff:10.0.0.1", "::ffff:10.0.0.0/104", " 10.0.0.1", "10.0.0.0 /8",
    ])
    func otherTextsAreNoRanges(_ text: String) { #expect(AddressRange(text) == nil) }
}
