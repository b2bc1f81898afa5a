import NIOSSL

/// A certificate authority that nothing but these tests trusts, and servers' certificates by it.
enum TestCertificates {
    /// What a server shows; all have the same key.
    enum Kind: CaseIterable {
        /// For `localhost` and 127.0.0.1, by the authority.
        case good
        /// For another host.
        case otherHost
        /// Of 2020.
        case expired
    }

    static func server(_ kind: Kind) throws -> NIOSSLContext {
        let text =
            switch kind {
            case .good: good
            case .otherHost: otherHost
            case .expired: expired
            }
        let certificate = try NIOSSLCertificate(bytes: Array(text.utf8), format: .pem)
        let key = try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(certificateChain: [.certificate(certificate)], privateKey: .privateKey(key))
        )
    }

    static func authority() throws -> NIOSSLTrustRoots {
        .certificates([try NIOSSLCertificate(bytes: Array(authorityText.utf8), format: .pem)])
    }

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgoS+q6XHqQYRAn4Dv
        x7jcJRhrEwmDemM2+aL2ajHEUxShRANCAARW28jrkTyM9Mp0Md5lBA/Wa53jtlv1
        C/kaidc2GIiC8AzAOzxhU/WOrXxHu3Ofimm6PlzgB7YP/u8iZrLNmd2R
        -----END PRIVATE KEY-----
        """

    private static let good = """
        -----BEGIN CERTIFICATE-----
        MIIBhzCCAS6gAwIBAgIUag8aDSXHBhWtKD6UEFr4S6/NU48wCgYIKoZIzj0EAwIw
        EjEQMA4GA1UEAwwHVGVzdCBDQTAgFw0yNjExMjQxMDIxMTNaGA8yMTI2MTAzMTEw
        MjExM1owFDESMBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0D
        AQcDQgAEVtvI65E8jPTKdDHeZQQP1mud47Zb9Qv5GonXNhiIgvAMwDs8YVP1jq18
        R7tzn4ppuj5c4Ae2D/7vImayzZndkaNeMFwwGgYDVR0RBBMwEYIJbG9jYWxob3N0
        hwR/AAABMB0GA1UdDgQWBBRoDg2lItVdJmQBCX14Dq2mk9pijjAfBgNVHSMEGDAW
        gBTiRiVe8Df8p4d9kNQuk/K0wC85NTAKBggqhkjOPQQDAgNHADBEAiACy6oX6Ni4
        m+D0QSO2P6z8Zl33jr58Y4pr0xU8SnTA/AIgCfbkWF3BMc44lkLUzsZ3qoHlfDsf
        PptZZoze6u53N6Q=
        -----END CERTIFICATE-----
        """

    private static let otherHost = """
        -----BEGIN CERTIFICATE-----
        MIIBiTCCATCgAwIBAgIUag8aDSXHBhWtKD6UEFr4S6/NU5AwCgYIKoZIzj0EAwIw
        EjEQMA4GA1UEAwwHVGVzdCBDQTAgFw0yNjExMjQxMDIxMTNaGA8yMTI2MTAzMTEw
        MjExM1owGDEWMBQGA1UEAwwNb3RoZXIuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqG
        SM49AwEHA0IABFbbyOuRPIz0ynQx3mUED9ZrneO2W/UL+RqJ1zYYiILwDMA7PGFT
        9Y6tfEe7c5+Kabo+XOAHtg/+7yJmss2Z3ZGjXDBaMBgGA1UdEQQRMA+CDW90aGVy
        LmV4YW1wbGUwHQYDVR0OBBYEFGgODaUi1V0mZAEJfXgOraaT2mKOMB8GA1UdIwQY
        MBaAFOJGJV7wN/ynh32Q1C6T8rTALzk1MAoGCCqGSM49BAMCA0cAMEQCID41rmkB
        rfRnHM5SWJcthvyT4jUe8g/FpF5nHZ7lz4yDAiBL1L5KRBxFsngx2V0hL3SFO0MW
        fIMrkaLnycVO7qcw5A==
        -----END CERTIFICATE-----
        """

    private static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBczCCARqgAwIBAgICEAAwCgYIKoZIzj0EAwIwEjEQMA4GA1UEAwwHVGVzdCBD
        QTAeFw0yMDAxMDEwMDAwMDBaFw0yMTAxMDEwMDAwMDBaMBQxEjAQBgNVBAMMCWxv
        Y2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFbbyOuRPIz0ynQx3mUE
        D9ZrneO2W/UL+RqJ1zYYiILwDMA7PGFT9Y6tfEe7c5+Kabo+XOAHtg/+7yJmss2Z
        3ZGjXjBcMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAdBgNVHQ4EFgQUaA4N
        pSLVXSZkAQl9eA6tppPaYo4wHwYDVR0jBBgwFoAU4kYlXvA3/KeHfZDULpPytMAv
        OTUwCgYIKoZIzj0EAwIDRwAwRAIgXiNxG2wNIJSWoIPPyKXPwXL2jNLdM3WGIAml
        OaT374UCIHRWJ/0jUhzuAA0qvbCjIANBzpb7jhz7R9VCpXdI16/8
        -----END CERTIFICATE-----
        """

    private static let authorityText = """
        -----BEGIN CERTIFICATE-----
        MIIBizCCATGgAwIBAgIUKRn/aG8XzpmhaXMc4/Dj7gy8ksowCgYIKoZIzj0EAwIw
        EjEQMA4GA1UEAwwHVGVzdCBDQTAgFw0yNjExMjQxMDIxMTNaGA8yMTI2MTAzMTEw
        MjExM1owEjEQMA4GA1UEAwwHVGVzdCBDQTBZMBMGByqGSM49AgEGCCqGSM49AwEH
        A0IABJ/EU2LxnGzAEb8Q4+zosoeKjroDKwOljvSCoZG+RKtXCs4hwJh0mhfeig8V
        4nxfxM+jlrK6107oJQx/gZ/YRcqjYzBhMB0GA1UdDgQWBBTiRiVe8Df8p4d9kNQu
        k/K0wC85NTAfBgNVHSMEGDAWgBTiRiVe8Df8p4d9kNQuk/K0wC85NTAPBgNVHRMB
        Af8EBTADAQH/MA4GA1UdDwEB/wQEAwICBDAKBggqhkjOPQQDAgNIADBFAiEAu3kB
        c3nkOS3WL8fh3FzWx9RxFIYjY0CEnh/RMHNvw/gCIE6Talb4AKIer80c+yRKwfJj
        sspeX6d8c59vdlqh4jTB
        -----END CERTIFICATE-----
        """
}
