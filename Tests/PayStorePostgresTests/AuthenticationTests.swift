import Foundation
import PayStorePostgres
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct AuthenticationTests {
    @Test func aPasswordIsCheckedFromTheAddressAndFromAFile() async throws {
        let server = try await PostgresServer()
        try server.askForPassword(of: "keeper")
        try await server.started()
        try await server.withPool { pool in
            _ = try await pool.read([PostgresStatement("make_keeper", "CREATE ROLE keeper LOGIN PASSWORD 'canary right'")()])
        }
        let file = "\(server.folder)/passwords"
        try Data("*:*:*:keeper:canary right\n".utf8).write(to: URL(filePath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)

        let who = PostgresStatement("who", "SELECT current_user::text")
        for address in [server.address(user: "keeper:canary%20right"), server.address(user: "keeper", "passfile=\(file)")] {
            try await server.withPool(server.settings { $0.address = address }) { pool in
                let rows = try await pool.read([who()])
                #expect(try rows[0][0].text(0) == "keeper")
            }
        }
        for address in [server.address(user: "keeper:canary%20wrong"), server.address(user: "keeper", "passfile=/nonexistent")] {
            let error = await #expect(throws: PostgresError.self) { _ = try await PostgresPool(PostgresSettings(address: address)) }
            guard case .cannotConnect(let reason) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(reason.contains("password") && !reason.contains("canary"))
        }
        try await server.stop()
    }
}
