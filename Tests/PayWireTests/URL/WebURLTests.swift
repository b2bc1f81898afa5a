import Foundation
import PayWire
import TestSupport
import Testing

@Suite struct WebURLTests {
    @Test func exposesItsPartsAsGiven() throws {
        let url = try WebURL("https://shop.example:8443/a%20b/c/?x=%c3%a9&y")
        #expect(url.scheme == .https)
        #expect(url.host == .name("shop.example"))
        #expect(url.explicitPort == 8443 && url.port == 8443)
        #expect(url.origin == "https://shop.example:8443")
        #expect(url.path == "/a%20b/c/")
        #expect(url.query == "x=%c3%a9&y")
        #expect(url.text == "https://shop.example:8443/a%20b/c/?x=%c3%a9&y")
        #expect(!url.isLoopback)
    }

    @Test(arguments: [
        ("http://a", "http://a", "", nil, 80), ("https://a?", "https://a", "", "", 443),
        ("https://a/?b?c/d", "https://a", "/", "b?c/d", 443),
        ("http://[::1]:9000/cb", "http://[::1]:9000", "/cb", nil, 9000), ("http://127.0.0.1/", "http://127.0.0.1", "/", nil, 80),
        ("https://evil.io?https://shop.example/cb", "https://evil.io", "", "https://shop.example/cb", 443),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example", "/", nil, 443), ("http://1a.2b", "http://1a.2b", "", nil, 80),
        ("https://a/b:c@d;e=f,(g)!$&'*+", "https://a", "/b:c@d;e=f,(g)!$&'*+", nil, 443),
        ("https://a:65535", "https://a:65535", "", nil, 65_535),
        ("https://a/%E4%BD%A0?%0a", "https://a", "/%E4%BD%A0", "%0a", 443), ("http://0xg/", "http://0xg", "/", nil, 80),
    ])
    func accepts(text: String, origin: String, path: String, query: String?, port: Int) throws {
        let url = try WebURL(text)
        #expect(url.origin == origin && url.path == path && url.query == query && url.port == port)
    }

    @Test(arguments: [
        ("", WebURLError.scheme), ("https:", .scheme), ("https:/a", .scheme), ("HTTPS://a", .scheme), ("ftp://a", .scheme),
        ("//a", .scheme), ("javascript:alert(1)", .scheme), ("https://", .host), ("https:///a", .host), ("https://?a", .host),
        ("https://A", .host), ("https://a_b", .host), ("https://a.", .host), ("https://.a", .host), ("https://a..b", .host),
        ("https://-a", .host), ("https://a-", .host), ("https://a-.b", .host), ("https://*.a", .host), ("https://a%41", .host),
        ("https://127.1", .host), ("https://1", .host), ("https://a.1", .host), ("https://0x7f.1", .host), ("https://a.0x", .host),
        ("https://0x7f000001", .host), ("https://2130706433", .host), ("https://0177.0.0.1", .host), ("https://1.2.3.256", .host),
        ("https://1.2.3.4.5", .host), ("https://[::1", .host), ("https://[1.2.3.4]", .host), ("https://[::A]", .host),
        ("https://[]", .host),
        ("https://[::1%25eth0]", .host), ("https://[v1.a]", .host), ("https://[::1]a", .port), ("https://a:", .port),
        ("https://a:0", .port),
        ("https://a:080", .port), ("https://a:65536", .port), ("https://a:99999999999999999999", .port), ("https://a:8a", .port),
        ("https://a:1:2", .port), ("https://a:-1", .port), ("https://u@a", .userInfo), ("https://u:p@a", .userInfo),
        ("https://@a", .userInfo),
        ("https://a#b", .fragment), ("https://a/#", .fragment), ("https://a b", .forbiddenCharacter), ("https://a/\t", .forbiddenCharacter),
        ("https://a/\u{0}", .forbiddenCharacter), ("https://a/é", .forbiddenCharacter), ("https://a\\b", .forbiddenCharacter),
        ("https://a/\u{7F}", .forbiddenCharacter), ("https://a/\"", .forbiddenCharacter), ("https://a/<", .forbiddenCharacter),
        ("https://a/^", .forbiddenCharacter), ("https://a/`", .forbiddenCharacter), ("https://a/{", .forbiddenCharacter),
        ("https://a/|", .forbiddenCharacter), ("https://a/}", .forbiddenCharacter), ("https://a/>", .forbiddenCharacter),
        ("https://a/%", .escape), ("https://a/%4", .escape), ("https://a/%4g", .escape), ("https://a?%zz", .escape), ("https://a//", .path),
        ("https://a//b", .path), ("https://a/b//", .path), ("https://a/.", .path), ("https://a/..", .path), ("https://a/./b", .path),
        ("https://a/b/../c", .path), ("https://a/%2e", .path), ("https://a/%2E%2e/", .path), ("https://a/%2fb", .path),
        ("https://a/%5Cb", .path), ("https://a/%00", .path), ("https://a/%0d%0a", .path), ("https://a/%7f", .path),
        ("https://a/%63b", .path),
        ("https://a/%7E", .path),
    ])
    func refuses(text: String, error: WebURLError) {
        #expect(throws: error) { try WebURL(text) }
    }

    @Test func hostsHaveTheLengthsOfDNS() throws {
        let label = String(repeating: "a", count: 63)
        _ = try WebURL("https://\(label).\(label).\(label).\(String(repeating: "a", count: 61))")
        #expect(throws: WebURLError.host) { try WebURL("https://\(label)a") }
        #expect(throws: WebURLError.host) { try WebURL("https://\(label).\(label).\(label).\(String(repeating: "a", count: 62))") }
    }

    @Test(arguments: [
        ("http://localhost:1", true), ("http://127.9.9.9", true), ("http://[::1]", true), ("http://localhost.example", false),
        ("http://128.0.0.1", false), ("http://[::ffff:127.0.0.1]", false),
    ])
    func loopback(text: String, isLoopback: Bool) throws { #expect(try WebURL(text).isLoopback == isLoopback) }

    @Test(arguments: [
        ("https://a", "https://a?s=%26"), ("https://a/b", "https://a/b?s=%26"), ("https://a?", "https://a?s=%26"),
        ("https://a?x=1", "https://a?x=1&s=%26"), ("https://a?x=1&", "https://a?x=1&s=%26"),
    ])
    func keepsItsQueryWhenMoreIsAdded(text: String, result: String) throws {
        #expect(try WebURL(text).appending(QueryString([("s", "&")])) == result)
        #expect(try WebURL(text).appending(QueryString([])) == text)
    }

    /// Random damage never crashes, and what is accepted has the same host and port to Foundation.
    @Test func damagedURLsAreNeverReadInTwoWays() throws {
        var random = Seeded()
        let seed = "\(random)"
        let originals = [
            "https://shop.example:8443/a/b?x=1", "http://127.0.0.1:80/cb?c", "https://[2001:db8::1]/x", "https://a.b%2f@c\\d#e",
            "http://0x7f.1/..",
        ].map { Array($0.utf8) }
        let alphabet = Array("a1.:/@%?#[]-x0\\".utf8)
        var accepted = 0
        for _ in 0..<20_000 {
            var bytes = originals.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = alphabet.randomElement(using: &random) ?? 0
                case 1: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: index)
                default: bytes.remove(at: index)
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            guard let url = try? WebURL(text) else { continue }
            accepted += 1
            let other = URLComponents(string: text)
            let host = url.origin.dropFirst(url.scheme.rawValue.count + 3)
            let otherHost = (other?.host ?? "") + (other?.port.map { ":\($0)" } ?? "")
            guard otherHost == host, other?.user == nil, other?.percentEncodedPath == url.path, other?.percentEncodedQuery == url.query
            else {
                Issue.record("\(text) has two readings; \(seed)")
                return
            }
        }
        #expect(accepted > 500, "\(seed)")
    }
}
