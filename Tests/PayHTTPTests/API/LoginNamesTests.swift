import Foundation
import PayCore
import PayDomain
import PayHTTP
import PaySandbox
import PayServer
import PayWire
import Testing

/// Under which names apps know a user, and what is kept of the secrets of a login (protocol, section 6; hazards, tests 44 and 60).
@Suite struct LoginNamesTests {
    /// open_id and union_id of bob at an app.
    private static func names(_ sandbox: Sandbox, app: String) async throws -> (openID: String?, unionID: String?) {
        let terms = Sandbox.LoginTerms(app: app, scopes: "1")
        let code = try await sandbox.loginCode(terms, uid: Sandbox.bob)
        let answer = try await sandbox.send(Sandbox.logInPath, terms.redemption(code), app: app)
        return (answer.data?.text("open_id"), answer.data?.text("union_id"))
    }

    @Test func openIDsDifferByAppAndUnionIDsByCompany() async throws {
        try await Sandbox.run { sandbox in
            let first = try await Self.names(sandbox, app: "sandbox-app")
            let second = try await Self.names(sandbox, app: "sandbox-cut-app")
            #expect(first.openID != nil && second.openID != nil && first.openID != second.openID)
            #expect(first.unionID != nil && first.unionID == second.unionID)
            let again = try await Self.names(sandbox, app: "sandbox-cut-app")
            #expect(again.openID == second.openID && again.unionID == second.unionID)

            let operators = OperatorService(platform: sandbox.platform, rules: .wire(sandbox.platform.settings))
            _ = try await operators.perform(.createCompany(CreateCompany.Request(companyID: "acme", name: "Acme")))
            let request = CreateApp.Request(appID: "shop", companyID: "acme", loginURLs: ["https://example.com/in"])
            _ = try await operators.perform(.createApp(request))
            guard case .newKey(let key) = try await operators.perform(.createKey(CreateKey.Request(appID: "shop"))) else {
                throw UnexpectedAnswer(text: "no key")
            }
            let terms = Sandbox.LoginTerms(app: "shop", scopes: "1")
            var call = Sandbox.Call(Sandbox.logInPath, terms.redemption(try await sandbox.loginCode(terms, uid: Sandbox.bob)))
            call.app = "shop"
            call.accessKey = key.accessKey
            call.secret = key.secretKey
            let names = try await sandbox.send(call)
            let unionID = try #require(names.data?.text("union_id"))
            let openID = try #require(names.data?.text("open_id"))
            #expect(names.data?.text("company_id") == "acme" && unionID != first.unionID)
            #expect(![first.openID, second.openID].contains(openID))
            // Of what another app calls the user, an app learns nothing.
            #expect(try await sandbox.send("/api/v1/user/detail/", #"{"open_id":"\#(openID)"}"#).code == 11_015)
        }
    }

    @Test func codesAndTokensAreInNoFileInClear() async throws {
        try await Sandbox.run { sandbox in
            let unredeemed = try await sandbox.loginCode(uid: Sandbox.alice)
            let code = try await sandbox.loginCode(uid: Sandbox.alice)
            let first = try Sandbox.Tokens(try await sandbox.send(Sandbox.logInPath, Sandbox.LoginTerms().redemption(code)))
            let second = try Sandbox.Tokens(try await sandbox.send(Sandbox.refreshPath, first.pair))
            let pay = OpenAccountTests.payApp("canary_trade_no", payToken: second.pay)
            #expect(try await sandbox.send(OpenAccountTests.payAppPath, pay).code == 1)
            var bytes = Data()
            for file in try FileManager.default.contentsOfDirectory(atPath: sandbox.folder) {
                var isFolder: ObjCBool = false
                let path = "\(sandbox.folder)/\(file)"
                guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else { continue }
                bytes += try Data(contentsOf: URL(fileURLWithPath: path))
            }
            // What is stored in clear is found, so that the search would find the others.
            #expect(bytes.range(of: Data("canary_trade_no".utf8)) != nil)
            let secrets = [unredeemed, code, first.access, first.refresh, first.pay, second.access, second.refresh, second.pay]
            for secret in secrets {
                #expect(secret.utf8.count >= 20 && bytes.range(of: Data(secret.utf8)) == nil)
            }
        }
    }
}
