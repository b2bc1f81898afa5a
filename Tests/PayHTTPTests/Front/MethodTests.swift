import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import PayHTTP

/// Which path answers which method.
@Suite struct MethodTests {
    private static let all: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]

    @Test func whatIsReadAnswersHEADAsGET() async throws {
        try await Sandbox.run { sandbox in
            let page = try await sandbox.payURL(Sandbox.applyBody("read")).replacing("http://127.0.0.1:8080", with: "")
            for path in ["/health", "/ready", page, "/oauth/payment?code=x", LoginPage.path] + PageAsset.all.map(\.path) {
                let get = try await sandbox.client.execute(uri: path, method: .get) { ($0.status, $0.headers[.contentType]) }
                let head = try await sandbox.client.execute(uri: path, method: .head) { ($0.status, $0.headers[.contentType]) }
                #expect(head == get && get.0 != .methodNotAllowed, "\(path)")
            }
        }
    }

    /// `Allow` is compared with what really answers, not with what the routes say.
    @Test func allowNamesExactlyTheMethodsThatAnswer() async throws {
        let pages = ["/oauth/pay", "/oauth/payment", LoginPage.path]
        let paths = ["/health", "/ready"] + pages + PageAsset.all.map(\.path) + Routes.endpoints.map { $0.path }
        try await Sandbox.run { sandbox in
            for path in paths {
                var answered: [HTTPRequest.Method] = []
                var allowed: Set<String> = []
                for method in Self.all {
                    let (status, allow) = try await sandbox.client.execute(uri: path, method: method) { ($0.status, $0.headers[.allow]) }
                    if status == .methodNotAllowed { allowed.insert(allow ?? "") } else { answered.append(method) }
                }
                #expect(allowed == [answered.map(\.rawValue).joined(separator: ", ")], "\(path)")
            }
        }
    }
}
