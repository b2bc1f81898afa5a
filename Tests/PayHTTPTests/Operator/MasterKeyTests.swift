import Foundation
import PayServer
import Testing

@Suite struct MasterKeyTests {
    @Test func textReadsBack() throws {
        let key = MasterKey.generate()
        #expect(key.text.utf8.count == 44)
        #expect(try #require(MasterKey(text: key.text)).text == key.text)
        #expect(MasterKey(text: " \(key.text)\n")?.text == key.text)
        #expect(MasterKey.generate().text != key.text)
    }

    @Test func hexadecimalReadsToo() throws {
        let bytes = (0..<32).map { UInt8($0) }
        let hex = "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F"
        #expect(MasterKey(text: hex)?.text == MasterKey(bytes: bytes)?.text)
    }

    @Test(arguments: [
        "", "short", String(repeating: "0", count: 63), String(repeating: "g", count: 64), String(repeating: "A", count: 43),
        // 31 and 33 bytes, and 32 bytes whose last character has stray bits.
        String(repeating: "A", count: 42) + "==", String(repeating: "A", count: 44), String(repeating: "A", count: 42) + "B=",
    ])
    func othersDoNot(_ text: String) { #expect(MasterKey(text: text) == nil) }

    @Test func isNeverPrinted() {
        let key = MasterKey.generate()
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped] { #expect(!text.contains(key.text)) }
    }

    @Test func isReadFromAFileOfItsOwnerOnly() throws {
        let folder = TestFolder()
        try folder.make()
        defer { folder.remove() }
        let key = MasterKey.generate()
        let file = try folder.write(key.text + "\n", to: "key", mode: 0o400)
        #expect(try MasterKeySource.file(path: file).load().text == key.text)

        // Secrets are often mounted as links, and a link itself is open to all.
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/link", withDestinationPath: file)
        #expect(try MasterKeySource.file(path: "\(folder.path)/link").load().text == key.text)

        for mode in [0o640, 0o604, 0o660] {
            let open = try folder.write(key.text, to: "open-\(mode)", mode: mode)
            #expect(throws: MasterKeyError.openToOthers(path: open, mode: mode)) { try MasterKeySource.file(path: open).load() }
        }
        let wrong = try folder.write("not a key", to: "wrong")
        #expect(throws: MasterKeyError.malformed(source: "The file \(wrong)")) { try MasterKeySource.file(path: wrong).load() }
        let missing = "\(folder.path)/missing"
        #expect(throws: MasterKeyError.unreadable(path: missing, reason: "there is no such file")) {
            try MasterKeySource.file(path: missing).load()
        }
    }

    @Test func errorsSayWhatToDoAndHoldNoKey() throws {
        let key = MasterKey.generate().text
        #expect(try MasterKeySource.environment(key).load().text == key)
        let error = #expect(throws: MasterKeyError.self) { try MasterKeySource.environment(key + "x").load() }
        let text = try #require(error.map { "\($0)" })
        #expect(text.contains("IMUGI_MASTER_KEY") && text.contains("imugi master-key") && !text.contains(key))
        #expect("\(MasterKeyError.missing)".contains("imugi master-key --output master.key"))
        #expect("\(MasterKeyError.openToOthers(path: "k", mode: 0o644))".contains("mode 0644"))
        #expect("\(MasterKeyError.openToOthers(path: "k", mode: 0o644))".contains("chmod 600 k"))
    }
}
