import Foundation
import NIOSSL

extension ServeSettings.TLSFiles {
    /// Reads both files and proves that https can be served with them.
    ///
    /// - Throws: ``TLSFilesError``.
    package func configuration() throws(TLSFilesError) -> TLSConfiguration {
        let chain = try readCertificates()
        let privateKey = try readKey()
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey)
        )
        configuration.minimumTLSVersion = .tlsv12
        do {
            // Only here the library compares the key with the certificate.
            _ = try NIOSSLContext(configuration: configuration)
        } catch NIOSSLError.failedToLoadPrivateKey {
            throw .keyOfAnotherCertificate(key: key, certificate: certificate)
        } catch {
            throw .unusable(key: key, certificate: certificate, reason: "\(error)")
        }
        return configuration
    }

    private func readCertificates() throws(TLSFilesError) -> [NIOSSLCertificate] {
        let path = certificate
        let file = try PEMFile(path) { .certificateUnreadable(path: path, reason: $0) }
        guard file.certificates > 0 else {
            throw file.holdsKey ? .certificateIsKey(path: path) : .noCertificate(path: path)
        }
        // The library takes a chain whose end is cut off for a shorter one.
        guard let chain = try? NIOSSLCertificate.fromPEMBytes(file.bytes), chain.count == file.certificates else {
            throw .certificateDamaged(path: path)
        }
        return chain
    }

    private func readKey() throws(TLSFilesError) -> NIOSSLPrivateKey {
        let path = key
        let file = try PEMFile(path) { .keyUnreadable(path: path, reason: $0) }
        guard file.holdsKey else {
            throw file.certificates > 0 ? .keyIsCertificate(path: path) : .noKey(path: path)
        }
        guard !file.isEncrypted else { throw .keyEncrypted(path: path) }
        guard let key = try? NIOSSLPrivateKey(bytes: file.bytes, format: .pem) else { throw .keyDamaged(path: path) }
        return key
    }
}

/// What a file says of itself in the lines that begin its blocks.
private struct PEMFile {
    let bytes: [UInt8]
    let certificates: Int
    let holdsKey: Bool
    let isEncrypted: Bool

    init(_ path: String, unreadable: (String) -> TLSFilesError) throws(TLSFilesError) {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw unreadable("it is a folder")
        }
        do {
            bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw unreadable(FileProblem.reason(error))
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        let titles = lines.filter { $0.hasPrefix("-----BEGIN ") }
        certificates = titles.count { $0.contains("CERTIFICATE-----") }
        holdsKey = titles.contains { $0.contains("PRIVATE KEY-----") }
        isEncrypted =
            titles.contains { $0.contains("ENCRYPTED") } || lines.contains { $0.hasPrefix("Proc-Type:") && $0.contains("ENCRYPTED") }
    }
}
