import NIOSSL

/// A key and a certificate that nothing but these tests trusts.
enum TestTLS {
    /// TLS as an operator would configure it.
    static func server() throws -> TLSConfiguration {
        let certificate = try NIOSSLCertificate(bytes: Array(certificate.utf8), format: .pem)
        let key = try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)
        return .makeServerConfiguration(certificateChain: [.certificate(certificate)], privateKey: .privateKey(key))
    }

    /// A client that does not ask whom it talks to: the tests are about what is said.
    static func client() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        return try NIOSSLContext(configuration: configuration)
    }

    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAsq5IWim/r2sMboW
        FA6QQveprMJ26ujwHRpYVAvEprahRANCAASOQp21nVOAxI2hNbgho9mY9mODXUV6
        O5iVPLNtJuGzq+KtBRg60DWiM9pLK5hSShGLc6sK1D2CV9WKl7ChE4R0
        -----END PRIVATE KEY-----
        """

    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBmzCCAUGgAwIBAgIUYW+4wuf2iLVyzcxjSA4E7BAm6bowCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDAyMjYxOFoYDzIxMjYxMDMx
        MDIyNjE4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAASOQp21nVOAxI2hNbgho9mY9mODXUV6O5iVPLNtJuGzq+KtBRg60DWi
        M9pLK5hSShGLc6sK1D2CV9WKl7ChE4R0o28wbTAdBgNVHQ4EFgQUWGWhHixMZitE
        HtJAcovFBgxswG0wHwYDVR0jBBgwFoAUWGWhHixMZitEHtJAcovFBgxswG0wDwYD
        VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
        zj0EAwIDSAAwRQIhAK9ZuLBIXn0UfWqhn9sIbV+PgBenb216d7xMPu43CxKMAiB4
        SQYX2RnIEQV7O3A5qz1RDm8khWMNnf4enrRs9CtC7A==
        -----END CERTIFICATE-----
        """
}
