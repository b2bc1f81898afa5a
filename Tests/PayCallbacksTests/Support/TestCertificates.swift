import NIOSSL

/// A certificate authority that nothing but these tests trusts, and servers' certificates by it, valid from 2020 to 2120.
enum TestCertificates {
    /// What a server shows; all have the same key.
    enum Kind: CaseIterable {
        /// For `localhost`, `shop.example.com` and the loopback addresses, by the authority.
        case good
        /// For another host.
        case otherHost
        /// Of 2020.
        case expired
        /// Of 2110.
        case notYetValid
        /// As good, but by nobody else than itself.
        case selfSigned
    }

    static func server(_ kind: Kind, maximumVersion: TLSVersion? = nil) throws -> NIOSSLContext {
        let text =
            switch kind {
            case .good: good
            case .otherHost: otherHost
            case .expired: expired
            case .notYetValid: notYetValid
            case .selfSigned: selfSigned
            }
        let certificate = try NIOSSLCertificate(bytes: Array(text.utf8), format: .pem)
        let key = try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(certificate)], privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = .tlsv1
        configuration.maximumTLSVersion = maximumVersion
        return try NIOSSLContext(configuration: configuration)
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
        MIIBnDCCAUKgAwIBAgICEAEwCgYIKoZIzj0EAwIwEjEQMA4GA1UEAwwHVGVzdCBD
        QTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFDESMBAGA1UEAwwJ
        bG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEVtvI65E8jPTKdDHe
        ZQQP1mud47Zb9Qv5GonXNhiIgvAMwDs8YVP1jq18R7tzn4ppuj5c4Ae2D/7vImay
        zZndkaOBgzCBgDA+BgNVHREENzA1gglsb2NhbGhvc3SCEHNob3AuZXhhbXBsZS5j
        b22HBH8AAAGHEAAAAAAAAAAAAAAAAAAAAAEwHQYDVR0OBBYEFGgODaUi1V0mZAEJ
        fXgOraaT2mKOMB8GA1UdIwQYMBaAFJC5S1A2AmAKbJkuurA5bZZ9G0LDMAoGCCqG
        SM49BAMCA0gAMEUCIQCiF3vOdUNEqR9uH+bjpJP1ABVR7df+xKqmmvpTeUpJDAIg
        CcnQDAmI13iDZ0FHR+QV7Tv/vVWFbXOPME+MVP6QtEg=
        -----END CERTIFICATE-----
        """

    private static let otherHost = """
        -----BEGIN CERTIFICATE-----
        MIIBeDCCAR6gAwIBAgICEAIwCgYIKoZIzj0EAwIwEjEQMA4GA1UEAwwHVGVzdCBD
        QTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowGDEWMBQGA1UEAwwN
        b3RoZXIuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFbbyOuRPIz0
        ynQx3mUED9ZrneO2W/UL+RqJ1zYYiILwDMA7PGFT9Y6tfEe7c5+Kabo+XOAHtg/+
        7yJmss2Z3ZGjXDBaMBgGA1UdEQQRMA+CDW90aGVyLmV4YW1wbGUwHQYDVR0OBBYE
        FGgODaUi1V0mZAEJfXgOraaT2mKOMB8GA1UdIwQYMBaAFJC5S1A2AmAKbJkuurA5
        bZZ9G0LDMAoGCCqGSM49BAMCA0gAMEUCICxDCwlOPRYcWVlywJZS8TRrY52BDz2S
        C4qCB99u9NghAiEAsxO0iSV4VpLr4lSeoNFOIlbdodFL+ltNPwaB27o52+I=
        -----END CERTIFICATE-----
        """

    private static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBmTCCAUCgAwIBAgICEAMwCgYIKoZIzj0EAwIwEjEQMA4GA1UEAwwHVGVzdCBD
        QTAeFw0yMDAxMDEwMDAwMDBaFw0yMTAxMDEwMDAwMDBaMBQxEjAQBgNVBAMMCWxv
        Y2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFbbyOuRPIz0ynQx3mUE
        D9ZrneO2W/UL+RqJ1zYYiILwDMA7PGFT9Y6tfEe7c5+Kabo+XOAHtg/+7yJmss2Z
        3ZGjgYMwgYAwPgYDVR0RBDcwNYIJbG9jYWxob3N0ghBzaG9wLmV4YW1wbGUuY29t
        hwR/AAABhxAAAAAAAAAAAAAAAAAAAAABMB0GA1UdDgQWBBRoDg2lItVdJmQBCX14
        Dq2mk9pijjAfBgNVHSMEGDAWgBSQuUtQNgJgCmyZLrqwOW2WfRtCwzAKBggqhkjO
        PQQDAgNHADBEAiAmTOWHGrcY8xMZ8cdR7E4iExs2FnffaXI5zZwD9LA2lQIgMcNM
        UFH9h10yBkOSAchsGLksABviv9rkKP6DOYaVE9c=
        -----END CERTIFICATE-----
        """

    private static let notYetValid = """
        -----BEGIN CERTIFICATE-----
        MIIBnjCCAUSgAwIBAgICEAQwCgYIKoZIzj0EAwIwEjEQMA4GA1UEAwwHVGVzdCBD
        QTAiGA8yMTEwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAUMRIwEAYDVQQD
        DAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARW28jrkTyM9Mp0
        Md5lBA/Wa53jtlv1C/kaidc2GIiC8AzAOzxhU/WOrXxHu3Ofimm6PlzgB7YP/u8i
        ZrLNmd2Ro4GDMIGAMD4GA1UdEQQ3MDWCCWxvY2FsaG9zdIIQc2hvcC5leGFtcGxl
        LmNvbYcEfwAAAYcQAAAAAAAAAAAAAAAAAAAAATAdBgNVHQ4EFgQUaA4NpSLVXSZk
        AQl9eA6tppPaYo4wHwYDVR0jBBgwFoAUkLlLUDYCYApsmS66sDltln0bQsMwCgYI
        KoZIzj0EAwIDSAAwRQIhAMbKEfltY32VVyzlw4aGYMG2y1fRpYzNt2ljDDvPFkyP
        AiBESI+RygRyigGPMV2bW5svhNDJwiegmIYKgN6TRw0j1w==
        -----END CERTIFICATE-----
        """

    private static let selfSigned = """
        -----BEGIN CERTIFICATE-----
        MIIBezCCASGgAwIBAgICEAUwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJbG9jYWxo
        b3N0MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAUMRIwEAYDVQQD
        DAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARW28jrkTyM9Mp0
        Md5lBA/Wa53jtlv1C/kaidc2GIiC8AzAOzxhU/WOrXxHu3Ofimm6PlzgB7YP/u8i
        ZrLNmd2Ro2EwXzA+BgNVHREENzA1gglsb2NhbGhvc3SCEHNob3AuZXhhbXBsZS5j
        b22HBH8AAAGHEAAAAAAAAAAAAAAAAAAAAAEwHQYDVR0OBBYEFGgODaUi1V0mZAEJ
        fXgOraaT2mKOMAoGCCqGSM49BAMCA0gAMEUCIQDVDgIk/XAgGdnFCfTslqAj+QQ0
        umwbjiZVjbdHq3uZ+AIgJKiRqhxEbBWz2l67wPYdpg4QxbAYqG35ym/+7uKzrvk=
        -----END CERTIFICATE-----
        """

    private static let authorityText = """
        -----BEGIN CERTIFICATE-----
        MIIBWDCB/qADAgECAgIQADAKBggqhkjOPQQDAjASMRAwDgYDVQQDDAdUZXN0IENB
        MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjASMRAwDgYDVQQDDAdU
        ZXN0IENBMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEGUB63JDrWwvcr6XF6+Km
        nTS4MonYI94OEMzZBBLggspx+AjbfJUx/JiPxCpAxmkMVTjfBbkRj5KaKcvQyfXo
        +qNCMEAwDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAgQwHQYDVR0OBBYE
        FJC5S1A2AmAKbJkuurA5bZZ9G0LDMAoGCCqGSM49BAMCA0kAMEYCIQDmkOcdvBO5
        mA6cRC2k5M8nqaroCUiOlvCoNPG+o4tf5AIhAI3BhJAnZYU1wn3RbrPJKUcwild7
        AqnGsm9HbNZx3D+h
        -----END CERTIFICATE-----
        """
}
