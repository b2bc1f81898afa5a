import Foundation
import PayCore
import PayDomain
import PayHTTP
import PaySandbox
import PayWire
import Testing

/// The table "What each call needs" of docs/integrators.md, against the endpoints and against their answers (hazards, test 20).
@Suite struct ScopeTests {
    /// One line of the table.
    private struct Line: Sendable {
        let path: String
        let modes: Set<String>
        let scope: Int?
        let appCode: Int?
        /// A scope's number, or `any`.
        let grant: String
        let grantCode: Int?

        init?(_ text: Substring) {
            let cells = text.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 8, cells[1].hasPrefix("`/api/") else { return nil }
            path = cells[1].trimmingCharacters(in: CharacterSet(charactersIn: "`"))
            modes = Set(cells[2].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
            scope = Int(cells[3])
            appCode = Int(cells[4])
            grant = cells[5]
            grantCode = Int(cells[6])
        }
    }

    private static func table() throws -> [Line] {
        let file = URL(fileURLWithPath: #filePath).appending(path: "../../../../docs/integrators.md").standardized
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { Line($0) }
        try #require(lines.count > 20)
        return lines
    }

    /// A body that names alice and holds whatever any of the endpoints needs.
    private static func body(payToken: String = "x") -> String {
        let members =
            #""uid":1000000,"dragonex_uid":1000000,"open_id":"59991c0e35855a48bb1157295dd63ce4","coin_code":"usdt","volume":"1","#
            + #""scene":"s","desc":"d","device":"device00","trade_no":"t","pay_token":"\#(payToken)""#
        return "{\(members)}"
    }

    @Test func theTableNamesEveryEndpointAndNoOther() throws {
        let lines = try Self.table()
        #expect(lines.map(\.path) == Routes.endpoints.map { $0.path + "/" })
        for (line, endpoint) in zip(lines, Routes.endpoints) {
            var modes: Set<String> = []
            if endpoint is any ServerEndpoint.Type { modes.insert("server") }
            if endpoint is any ClientEndpoint.Type { modes.insert("client") }
            if endpoint is any OpenEndpoint.Type { modes.insert("open") }
            #expect(line.modes == modes, "\(line.path)")
            #expect(line.scope == endpoint.scope?.scope.rawValue && line.appCode == endpoint.scope?.refusal.rawValue, "\(line.path)")
        }
    }

    @Test func anAppThatLacksTheScopeIsRefusedInEachMode() async throws {
        try await Sandbox.run { sandbox in
            let full = try sandbox.app()
            let tokens = try await sandbox.signIn(uid: Sandbox.alice)
            for line in try Self.table() {
                guard let scope = line.scope.flatMap({ Scope(rawValue: $0) }) else { continue }
                var app = full
                app.scopes = ScopeSet.all.subtracting(ScopeSet([scope]))
                try await sandbox.platform.change(.updateApp(app))
                #expect(try await sandbox.send(line.path, Self.body(payToken: tokens.pay)).code == line.appCode, "\(line.path)")
                if line.modes.contains("client") {
                    let call = Sandbox.ClientCall(line.path, token: tokens.access, body: Self.body())
                    #expect(try await sandbox.send(call).code == line.appCode, "\(line.path)")
                }
                // With that scope alone it gets past this check.
                app.scopes = ScopeSet([scope])
                try await sandbox.platform.change(.updateApp(app))
                let code = try await sandbox.send(line.path, Self.body(payToken: tokens.pay)).code
                #expect(code != line.appCode, "\(line.path)")
            }
        }
    }

    @Test func aLoginWithoutTheScopeIsRefused() async throws {
        try await Sandbox.run { sandbox in
            for line in try Self.table() where line.modes.contains("client") {
                // Nobody signs in without scope 1.
                guard let scope = line.scope, scope != 1 else { continue }
                let others = Scope.allCases.map(\.rawValue).filter { $0 != scope }.map(String.init).joined(separator: ",")
                let token = try await sandbox.signIn(Sandbox.LoginTerms(scopes: others), uid: Sandbox.alice).access
                let call = Sandbox.ClientCall(line.path, token: token, body: Self.body())
                #expect(try await sandbox.send(call).code == 11_017, "\(line.path)")
                // What this login was not granted, another of the same user may have been.
                let other = try await sandbox.signIn(Sandbox.LoginTerms(scopes: "1,\(scope)"), uid: Sandbox.alice).access
                #expect(try await sandbox.send(Sandbox.ClientCall(line.path, token: other, body: Self.body())).code == 1, "\(line.path)")
                #expect(try await sandbox.send(call).code == 11_017, "\(line.path)")
            }
        }
    }

    @Test func aServerNeedsTheUsersGrantWhereTheTableSaysSo() async throws {
        try await Sandbox.run { sandbox in
            let alice = try await sandbox.user(Sandbox.alice)
            let app = try sandbox.app()
            let grant = try #require(try await sandbox.platform.store.grant(of: app.id, user: alice.id))
            func setScopes(_ scopes: ScopeSet) async throws {
                let changed = Grant(app: grant.app, user: grant.user, openID: grant.openID, unionID: grant.unionID, scopes: scopes)
                try await sandbox.platform.change(.setGrant(changed))
            }
            let tokens = try await sandbox.signIn(uid: Sandbox.alice)
            for line in try Self.table() where line.grantCode != nil {
                let body = Self.body(payToken: tokens.pay)
                let scopes = Int(line.grant).flatMap { Scope(rawValue: $0) }.map { ScopeSet.all.subtracting(ScopeSet([$0])) } ?? .none
                try await setScopes(scopes)
                #expect(try await sandbox.send(line.path, body).code == line.grantCode, "\(line.path)")
                try await setScopes(.none)
                let expected = line.grantCode == 11_034 ? 11_034 : 11_015
                #expect(try await sandbox.send(line.path, body).code == expected, "\(line.path)")
                try await setScopes(.all)
                #expect(try await sandbox.send(line.path, body).code == 1, "\(line.path)")
            }
            // The others pay and read whether or not the user grants anything.
            try await setScopes(.none)
            for line in try Self.table() where line.grantCode == nil && line.modes.contains("server") {
                let code = try await sandbox.send(line.path, Self.body()).code
                #expect(code != 11_015 && code != 11_017, "\(line.path)")
            }
        }
    }
}
