import NIOSSL

/// The certificate authorities that the system knows, read once for all.
///
/// Left to itself, TLS reads them anew for each client: 1 MiB and 30 ms each, and there are hundreds of clients. Read once, they are shared. An
/// authority that is added to the system meanwhile is known from the next start on.
enum SystemTrustRoots {
    /// Where the systems keep the one file of all of them.
    private static let files = [
        "/etc/ssl/certs/ca-certificates.crt",  // Debian, Ubuntu, Arch, Alpine
        "/etc/pki/tls/certs/ca-bundle.crt",  // Fedora, Red Hat
        "/etc/ssl/ca-bundle.pem",  // openSUSE
        "/etc/ssl/cert.pem",
    ]

    /// What there is elsewhere is left to TLS to find.
    static let shared: NIOSSLTrustRoots = {
        for file in files {
            if let certificates = try? NIOSSLCertificate.fromPEMFile(file), !certificates.isEmpty { return .certificates(certificates) }
        }
        return .default
    }()
}
