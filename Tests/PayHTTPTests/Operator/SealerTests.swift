import PayDomain
import PayServer
import Testing

@Suite struct SealerTests {
    private let sealer = AESGCMSealer(masterKey: .generate())

    @Test(arguments: [0, 1, 32, 1_000])
    func opensWhatItSealed(_ count: Int) throws {
        let secret = SecureRandom.bytes(count)
        let sealed = try sealer.seal(secret, for: "access-key/a")
        // One byte for the key's number, 12 for the nonce, 16 for the tag.
        #expect(sealed.count == count + 29)
        #expect(try sealer.open(sealed, for: "access-key/a") == secret)
    }

    @Test func sealsTheSameSecretDifferentlyEachTime() throws {
        #expect(try sealer.seal([1, 2, 3], for: "a") != sealer.seal([1, 2, 3], for: "a"))
    }

    @Test func opensOnlyForItsContext() throws {
        let sealed = try sealer.seal([1, 2, 3], for: "access-key/a")
        for context in ["access-key/b", "access-key/", ""] {
            #expect(throws: SealBroken.self) { try sealer.open(sealed, for: context) }
        }
    }

    @Test func noticesEveryChangedByteAndEveryCut() throws {
        let sealed = try sealer.seal([1, 2, 3], for: "a")
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: SealBroken.self) { try sealer.open(changed, for: "a") }
            #expect(throws: SealBroken.self) { try sealer.open(Array(sealed[..<index]), for: "a") }
        }
    }

    @Test func opensOnlyUnderItsMasterKey() throws {
        let key = MasterKey.generate()
        let sealed = try AESGCMSealer(masterKey: key).seal([1, 2, 3], for: "a")
        #expect(try AESGCMSealer(masterKey: key).open(sealed, for: "a") == [1, 2, 3])
        #expect(throws: SealBroken.self) { try sealer.open(sealed, for: "a") }
    }
}
