/// Why https cannot be served with the certificate and the private key that the settings name.
package enum TLSFilesError: Error, Hashable, Sendable, CustomStringConvertible {
    case certificateUnreadable(path: String, reason: String)
    case noCertificate(path: String)
    case certificateIsKey(path: String)
    case certificateDamaged(path: String)
    case keyUnreadable(path: String, reason: String)
    case noKey(path: String)
    case keyIsCertificate(path: String)
    case keyEncrypted(path: String)
    case keyDamaged(path: String)
    case keyOfAnotherCertificate(key: String, certificate: String)
    /// Each is well-formed, and the TLS library refuses them all the same.
    case unusable(key: String, certificate: String, reason: String)

    package var description: String {
        switch self {
        case .certificateUnreadable(let path, let reason): "The file of --tls-certificate cannot be read: \(path): \(reason)."
        case .noCertificate(let path):
            "The file of --tls-certificate holds no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----: \(path)\n"
                + "If it is in DER, convert it: openssl x509 -inform der -in \(path) -out certificate.pem"
        case .certificateIsKey(let path):
            "The file of --tls-certificate holds a private key and no certificate: \(path)\n"
                + "Name the certificate chain with --tls-certificate and the key with --tls-key."
        case .certificateDamaged(let path):
            "The file of --tls-certificate holds a certificate that is cut off or damaged: \(path)\n"
                + "Copy the certificate chain again; openssl x509 -noout -subject -in \(path) shows whether its first one can be read."
        case .keyUnreadable(let path, let reason): "The file of --tls-key cannot be read: \(path): \(reason)."
        case .noKey(let path):
            "The file of --tls-key holds no private key in PEM, which begins with -----BEGIN PRIVATE KEY-----: \(path)\n"
                + "If it is in DER, convert it: openssl pkey -inform der -in \(path) -out key.pem"
        case .keyIsCertificate(let path):
            "The file of --tls-key holds a certificate and no private key: \(path)\n"
                + "Name the certificate chain with --tls-certificate and the key with --tls-key."
        case .keyEncrypted(let path):
            "The file of --tls-key holds an encrypted private key, which is not supported: \(path)\n"
                + "Decrypt it into a file that only the server's user may read: (umask 077; openssl pkey -in \(path) -out key.pem)"
        case .keyDamaged(let path):
            "The file of --tls-key holds a private key that is cut off or damaged: \(path)\n"
                + "Copy the key again; openssl pkey -noout -check -in \(path) shows whether it can be read."
        case .keyOfAnotherCertificate(let key, let certificate):
            "The private key of --tls-key does not belong to the certificate of --tls-certificate: \(key), \(certificate)\n"
                + "Name the key that the certificate was issued for; the server's own certificate comes first in the chain."
        case .unusable(let key, let certificate, let reason):
            "The certificate and the private key cannot be used for https: \(certificate), \(key): \(reason)."
        }
    }
}
