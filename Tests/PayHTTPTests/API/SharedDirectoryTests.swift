import Hummingbird
import HummingbirdTesting
import PayCore
import PayDomain
import PayHTTP
import PayLedger
import PaySandbox
import PayServer
import PayWire
import TestSupport
import Testing

/// A node of several: what another one revokes counts here within a second, or nothing is answered.
@Suite struct SharedDirectoryTests {
    /// One node over the store of another.
    private struct Node: Sendable {
        /// Calls and browsers come to this one.
        let sandbox: Sandbox
        /// The one that changes things.
        let other: Platform
        let directory: VersionedDirectory
        let steadyClock: FakeSteadyClock

        func changeElsewhere(_ change: DirectoryChange) async throws {
            try await other.change(change)
            directory.version.withLock { $0 += 1 }
        }

        func refresh() async throws { try await sandbox.platform.directory.refresh(from: directory) }

        func ready() async throws -> Int {
            try await sandbox.client.execute(uri: "/ready", method: .get) { $0.status.code }
        }
    }

    private func run(_ body: @escaping @Sendable (Node) async throws -> Void) async throws {
        try await Sandbox.run { first in
            let (store, clock) = (first.platform.store, FakeSteadyClock())
            let shared = VersionedDirectory(store: store)
            let directory = try await DirectoryHolder.load(from: shared, steadyClock: clock)
            let platform = Platform(
                store: store, directory: directory, clock: first.clock, passwords: first.platform.passwords,
                formKey: first.platform.formKey, settings: first.platform.settings, callbacks: .none
            )
            let readiness = Readiness(store, details: [try #require(directory.readiness)])
            let routes = Routes(platform, watching: WatchingRoutes(readiness, for: .operators))
            let app = Application(responder: try routes.router().buildResponder())
            try await app.test(.router) { client in
                let sandbox = Sandbox(
                    client: client, clock: first.clock, platform: platform, metrics: first.metrics, folder: first.folder
                )
                try await body(Node(sandbox: sandbox, other: first.platform, directory: shared, steadyClock: clock))
            }
        }
    }

    @Test func aRevokedKeyWorksNowhereAfterASecond() async throws {
        try await run { node in
            #expect(try await node.sandbox.send(Sandbox.payOut, Sandbox.payOutBody("a1")).code == 1)
            var key = try #require(node.other.directory.current.keys["sandbox-app-access-key"])
            key.isEnabled = false
            try await node.changeElsewhere(.updateKey(key))

            // The node was cut off or suspended: it knows nothing of the key, and knows that.
            node.steadyClock.advance(by: .seconds(1))
            let history = "/api/v1/pay/order/history/"
            for (path, body) in [(Sandbox.payOut, Sandbox.payOutBody("a2")), (Sandbox.payOut, "no JSON"), (history, "{}")] {
                let answer = try await node.sandbox.send(path, body)
                #expect(answer.status == 503 && answer.header("dragonex-sign") == nil)
                #expect(String(decoding: answer.body, as: UTF8.self).contains(#""code":"unavailable""#))
            }
            let anybody = try await node.sandbox.client.execute(uri: "/api/v1/market/real/list/", method: .get) { $0.status.code }
            #expect(anybody == 503)
            #expect(try await node.ready() == 503)

            try await node.refresh()
            #expect(try await node.ready() == 200)
            let refused = try await node.sandbox.send(Sandbox.payOut, Sandbox.payOutBody("a3"))
            #expect(refused.status == 200 && refused.code == 11009)
            #expect(try await node.sandbox.send(Sandbox.payOut, Sandbox.payOutBody("a4"), app: "sandbox-cut-app").code == 1)
            for tradeNo in ["a2", "a3"] {
                let key = OrderKey(app: try #require(AppID("sandbox-app")), tradeNo: try #require(TradeNo(tradeNo)))
                #expect(try await node.other.store.order(key) == nil)
            }
        }
    }

    @Test func pagesAreUnavailableMeanwhile() async throws {
        try await run { node in
            let url = try await node.sandbox.payURL(Sandbox.applyBody("p1"))
            let browser = TestBrowser(node.sandbox)
            let view = try await browser.signIn("bob", on: try await browser.open(url))
            node.steadyClock.advance(by: .seconds(1))
            let shown = try await browser.open(url)
            #expect(shown.status == 503 && shown.header("retry-after") != nil)
            let paid = try await browser.press("confirm", on: view, [("trade_password", "123456")])
            #expect(paid.status == 503 && !paid.html.contains("may have"))
            try await node.refresh()
            #expect(try await browser.open(url).status == 200)
            #expect(try await browser.press("confirm", on: view, [("trade_password", "123456")]).status == 303)
        }
    }
}

/// The directory of a store that only this process can open, as if others could change it.
private struct VersionedDirectory: DirectoryStore {
    let store: any DirectoryStore
    let version = Locked<Int64>(1)

    func directoryVersion() async throws -> Int64? { version.withLock { $0 } }

    func loadDirectory() async throws -> Directory {
        let version = version.withLock { $0 }
        let stored = try await store.loadDirectory()
        return Directory(
            companies: Array(stored.companies.values), apps: Array(stored.apps.values), keys: Array(stored.keys.values),
            coins: Array(stored.coins.values), prices: Array(stored.prices.values), version: version
        )
    }

    func change(
        deciding decide: @Sendable @escaping (Directory) throws -> DirectoryChange,
        whenDurable apply: @Sendable @escaping (Directory) -> Void
    ) async throws -> Directory {
        try await store.change(deciding: decide, whenDurable: apply)
    }

    func metadata(_ name: String) async throws -> String? { try await store.metadata(name) }
    func setMetadata(_ name: String, to value: String) async throws { try await store.setMetadata(name, to: value) }
    func addToMetadata(_ name: String, _ number: Int64) async throws -> Int64 { try await store.addToMetadata(name, number) }
}
