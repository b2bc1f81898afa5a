import PayCore
import Testing

@testable import PayDomain

@Suite struct SignInThrottleTests {
    private static let start = Timestamp(seconds: 1_800_000_000)
    private let throttle = SignInThrottle()

    private func tries(_ count: Int, of name: String, from origin: SignInOrigin = SignInOrigin(), after seconds: Int64 = 0) -> Int {
        (0..<count).count { _ in throttle.allows(name, from: origin, at: Self.start.advanced(bySeconds: seconds)) }
    }

    @Test func aNameIsTriedTenTimesInFiveMinutes() {
        #expect(tries(30, of: "bob") == 10)
        #expect(tries(1, of: "alice") == 1)
        #expect(tries(1, of: "bob", after: 299) == 0)
        #expect(tries(30, of: "bob", after: 300) == 10)
        throttle.forget("bob", from: SignInOrigin())
        #expect(tries(30, of: "bob", after: 300) == 10)
    }

    @Test func whatWasNeverLookedAtDoesNotCount() {
        for _ in 1...30 {
            #expect(tries(1, of: "bob") == 1)
            throttle.takeBack("bob", from: SignInOrigin())
        }
        #expect(tries(30, of: "bob") == 10)
    }

    /// Hazards, security test 40.
    @Test func strangersDoNotKeepAKnownBrowserOut() {
        #expect(tries(30, of: "bob") == 10)
        #expect(tries(30, of: "bob", from: SignInOrigin(isKnownBrowser: true)) == 10)
    }

    @Test func anAddressTriesTwoHundredTimesWhateverTheNames() {
        let flood = SignInOrigin(address: "203.0.113.1")
        let allowed = (0..<1_000).count { throttle.allows("name-\($0)", from: flood, at: Self.start) }
        #expect(allowed == SignInThrottle.maximumTriesOfAddress)
        // What the address may not try does not lock the name for others.
        #expect(tries(30, of: "bob", from: flood) == 0)
        #expect(tries(30, of: "bob", from: SignInOrigin(address: "203.0.113.2")) == 10)
    }

    @Test func aFloodOfNamesDoesNotClearTheCountOfOne() {
        #expect(tries(30, of: "bob") == 10)
        for number in 0..<30_000 { _ = throttle.allows("name-\(number)", from: SignInOrigin(), at: Self.start) }
        #expect(tries(1, of: "bob") == 0)
    }
}
