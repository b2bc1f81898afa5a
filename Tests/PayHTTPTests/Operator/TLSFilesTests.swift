import Foundation
import NIOSSL
import Testing

@testable import PayServer

@Suite struct TLSFilesTests {
    private static let certificate = TestTLS.certificate + "\n"
    private static let key = TestTLS.key + "\n"
    /// A key that belongs to no certificate of these tests.
    private static let otherKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgRL2xsGuUwWoaRkXq
        g8i2k4OukNc6eA1fXE1sqSaWA3OhRANCAATjv8ZDwf5uNrbSri6e5GCdyKAUKcmI
        jzq19sStZANJIK1YL8jl4iLCvmC2l9/bOeQQAIkSnm8oEvxkoQX/zkuL
        -----END PRIVATE KEY-----

        """

    private static func files(_ certificate: String, _ key: String, _ body: (ServeSettings.TLSFiles) throws -> Void) throws {
        let folder = TestFolder()
        try folder.make()
        defer { folder.remove() }
        try body(
            ServeSettings.TLSFiles(
                certificate: try folder.write(certificate, to: "chain.pem"), key: try folder.write(key, to: "key.pem")
            )
        )
    }

    @Test(arguments: [
        (certificate, key), (certificate + certificate, key), ("A comment\n" + certificate, key),
        // One file with both, as some tools write it.
        (key + certificate, certificate + key),
        (certificate.replacing("\n", with: "\r\n"), key.replacing("\n", with: "\r\n")),
    ])
    func wellFormedFilesServe(_ certificate: String, _ key: String) throws {
        try Self.files(certificate, key) { files in
            let configuration = try files.configuration()
            #expect(configuration.minimumTLSVersion == .tlsv12)
        }
    }

    @Test(arguments: ["", "garbage", "\u{30}\u{1}\u{0}", "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n"])
    func whatIsNoPEMIsNamed(_ text: String) throws {
        try Self.files(text, Self.key) { files in
            #expect(throws: TLSFilesError.noCertificate(path: files.certificate)) { try files.configuration() }
        }
        try Self.files(Self.certificate, text) { files in
            #expect(throws: TLSFilesError.noKey(path: files.key)) { try files.configuration() }
        }
    }

    @Test func swappedFilesAreNamed() throws {
        try Self.files(Self.key, Self.certificate) { files in
            #expect(throws: TLSFilesError.certificateIsKey(path: files.certificate)) { try files.configuration() }
        }
        try Self.files(Self.certificate, Self.certificate) { files in
            #expect(throws: TLSFilesError.keyIsCertificate(path: files.key)) { try files.configuration() }
        }
    }

    @Test func whatIsCutOffIsNamed() throws {
        for chain in [String(Self.certificate.prefix(300)), Self.certificate + Self.certificate.prefix(300)] {
            try Self.files(chain, Self.key) { files in
                #expect(throws: TLSFilesError.certificateDamaged(path: files.certificate)) { try files.configuration() }
            }
        }
        try Self.files(Self.certificate, String(Self.key.prefix(100))) { files in
            #expect(throws: TLSFilesError.keyDamaged(path: files.key)) { try files.configuration() }
        }
    }

    @Test(arguments: [
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n",
        "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nMIIB\n-----END EC PRIVATE KEY-----\n",
    ])
    func anEncryptedKeyIsNamedWithTheWayToDecryptIt(_ key: String) throws {
        try Self.files(Self.certificate, key) { files in
            let error = try #require(throws: TLSFilesError.self) { try files.configuration() }
            #expect(error == .keyEncrypted(path: files.key))
            #expect("\(error)".contains("openssl pkey -in \(files.key) "))
        }
    }

    @Test func aKeyOfAnotherCertificateIsNamed() throws {
        try Self.files(Self.certificate, Self.otherKey) { files in
            #expect(throws: TLSFilesError.keyOfAnotherCertificate(key: files.key, certificate: files.certificate)) {
                try files.configuration()
            }
        }
    }

    @Test func aFolderIsNoFile() throws {
        try Self.files(Self.certificate, Self.key) { files in
            let folder = (files.key as NSString).deletingLastPathComponent
            #expect(throws: TLSFilesError.certificateUnreadable(path: folder, reason: "it is a folder")) {
                try ServeSettings.TLSFiles(certificate: folder, key: files.key).configuration()
            }
            #expect(throws: TLSFilesError.keyUnreadable(path: folder, reason: "it is a folder")) {
                try ServeSettings.TLSFiles(certificate: files.certificate, key: folder).configuration()
            }
        }
    }
}
