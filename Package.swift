// swift-tools-version:6.1

import PackageDescription

/// Settings that every target shares. Swift 6 language mode is the tools version's default.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTPTypesHTTP1 = Target.Dependency.product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")

let package = Package(
    name: "imugi",
    products: [
        .executable(name: "imugi", targets: ["imugi"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: [.defaults, "CommandLineArguments"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .target(name: "PayCore", swiftSettings: strict),
        .target(name: "PayLedger", dependencies: ["PayCore"], swiftSettings: strict),
        .target(
            name: "PayDomain", dependencies: ["PayCore", "PayLedger", crypto, deque, logging, metrics, serviceLifecycle],
            swiftSettings: strict
        ),
        .target(name: "PayWire", dependencies: ["PayCore", crypto], swiftSettings: strict),
        .target(
            name: "PayStoreSQLite",
            dependencies: ["PayCore", "PayLedger", "PayDomain", grdb, grdbSQLite, logging, metrics],
            swiftSettings: strict
        ),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        .target(
            name: "PayStorePostgres", dependencies: ["CLibPQ", "PayCore", "PayLedger", "PayDomain", deque, logging, metrics, nioPosix],
            swiftSettings: strict
        ),
        .target(
            name: "PayCallbacks",
            dependencies: [
                "PayCore", "PayLedger", "PayDomain", "PayWire", asyncHTTPClient, metrics, logging, nioCore, nioPosix, nioHTTP1, nioSSL,
                serviceLifecycle,
            ],
            swiftSettings: strict
        ),
        .target(
            name: "PayHTTP",
            dependencies: [
                "PayCore", "PayLedger", "PayDomain", "PayWire", crypto, httpTypes, hummingbird, hummingbirdCore, logging, metrics, mustache,
                nioCore, nioHTTP1, nioPosix,
                nioHTTPTypes, nioHTTPTypesHTTP1,
            ],
            resources: [.embedInCode("Pages/Resources")],
            swiftSettings: strict
        ),
        .target(
            name: "PaySandbox",
            dependencies: [
                "PayCore", "PayLedger", "PayDomain", "PayWire", "PayCallbacks", "PayHTTP", asyncHTTPClient, crypto, httpTypes, hummingbird,
                logging, nioCore, nioHTTP1, serviceLifecycle,
            ],
            resources: [.embedInCode("Shop/Resources")],
            swiftSettings: strict
        ),
        .target(
            name: "PayServer",
            dependencies: [
                "PayCore", "PayLedger", "PayDomain", "PayWire", "PayStorePostgres", "PayStoreSQLite", "PayCallbacks", "PayHTTP",
                "PaySandbox", asyncHTTPClient,
                configuration,
                crypto, cryptoExtras, hummingbird, hummingbirdCore, hummingbirdTLS, logging, metrics, nioCore, nioHTTP1, nioPosix, nioSSL,
                serviceLifecycle, unixSignals,
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "imugi",
            dependencies: ["PayCore", "PayDomain", "PayServer", "PayStoreSQLite", argumentParser, logging],
            swiftSettings: strict
        ),
        // What several test targets share: the rows of Tests/Corpus, and random numbers that a seed repeats.
        .target(name: "TestSupport", dependencies: [nioCore, nioPosix], path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(name: "PayCoreTests", dependencies: ["TestSupport", "PayCore"], swiftSettings: strict),
        .testTarget(name: "PayLedgerTests", dependencies: ["TestSupport", "PayCore", "PayLedger"], swiftSettings: strict),
        .testTarget(name: "PayWireTests", dependencies: ["TestSupport", "PayCore", "PayWire", crypto], swiftSettings: strict),
        .testTarget(
            name: "PayStoreTests",
            dependencies: [
                "TestSupport", "PayCore", "PayLedger", "PayDomain", "PayStorePostgres", "PayStoreSQLite", grdb, logging, serviceLifecycle,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PayStorePostgresTests",
            dependencies: ["TestSupport", "PayCore", "PayStorePostgres", nioCore, nioPosix],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PayCallbacksTests",
            dependencies: [
                "TestSupport", "PayCore", "PayLedger", "PayDomain", "PayWire", "PayCallbacks", logging, nioCore, nioPosix, nioHTTP1,
                nioSSL, serviceLifecycle,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PayHTTPTests",
            dependencies: [
                "TestSupport", "PayCore", "PayLedger", "PayDomain", "PayWire", "PayHTTP", "PaySandbox", "PayServer", "PayStoreSQLite",
                crypto, httpTypes,
                hummingbird, hummingbirdCore, hummingbirdTLS, hummingbirdTesting, logging, metrics, nioCore, nioEmbedded, nioHTTP1,
                nioHTTPTypes,
                nioPosix, nioSSL,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ProcessTests",
            dependencies: [
                "TestSupport", "PayStorePostgres", "PayWire", "imugi", asyncHTTPClient, crypto, grdb, nioCore, nioHTTP1, nioPosix,
            ],
            swiftSettings: strict
        ),
    ]
)
