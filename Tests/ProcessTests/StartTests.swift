import Foundation
import Testing

/// What keeps a server from starting, and how it says so.
@Suite(.timeLimit(.minutes(2))) struct StartTests {
    @Test(arguments: Engine.allCases) func aPlatformServesWhatItWasMadeFor(_ engine: Engine) async throws {
        let imugi = try await Operator(engine)
        try await imugi.run("migrate")
        let wrong = try await ImugiProcess.run(["sandbox", "--port", "0"] + imugi.place.arguments)
        #expect(wrong.status != 0 && wrong.errors.contains("was made by imugi serve"), "\(wrong.errors)")

        let place = try await engine.newPlace()
        let sandbox = try await ImugiServer.sandbox(place)
        #expect(await sandbox.process.terminate() == 0)
        let serve = ["serve", "--port", "0", "--public-url", "http://127.0.0.1:18080"]
        let refused = try await ImugiProcess.run(serve, environment: imugi.environment.merging(place.environment) { $1 })
        #expect(refused.status != 0 && refused.errors.contains("was made by imugi sandbox"), "\(refused.errors)")
    }

    @Test func oneProcessAtATimeHasAFolder() async throws {
        let imugi = try await Operator()
        let server = try await imugi.serve()
        #expect(
            try await imugi.refusal("serve", "--port", "0", "--public-url", "http://127.0.0.1:18081").contains("Another imugi runs on")
        )
        #expect(await server.process.terminate() == 0)
        let again = try await imugi.serve()
        #expect(await again.process.terminate() == 0)
    }

    @Test(arguments: Engine.allCases) func theMasterKeyMustBeTheOneOfThePlatform(_ engine: Engine) async throws {
        let imugi = try await Operator(engine)
        try await imugi.run("migrate")
        let other = try await Operator()
        let refusal = try await imugi.refusal(
            "serve", "--port", "0", "--public-url", "http://127.0.0.1:18080",
            environment: ["IMUGI_MASTER_KEY": try #require(other.environment["IMUGI_MASTER_KEY"])]
        )
        #expect(refusal.contains("Wrong master key"))
        #expect(try await imugi.refusal("coin", "list", environment: ["IMUGI_MASTER_KEY": ""]).contains("master key"))
        #expect(try await imugi.refusal("coin", "list", environment: ["IMUGI_MASTER_KEY": "short"]).contains("master key"))
    }

    @Test func settingsThatAreMissingOrUnknownAreNamed() async throws {
        let imugi = try await Operator()
        #expect(try await imugi.refusal("serve", "--port", "0").contains("--public-url"))
        let file = try TestFile(containing: #"{"prot": 80}"#)
        let refusal = try await imugi.refusal("serve", "--config", file.path, "--public-url", "http://127.0.0.1:18080")
        #expect(refusal.contains(#""prot""#) && refusal.contains("port"))
        #expect(try await imugi.refusal("serve", "--port", "70000", "--public-url", "http://127.0.0.1:18080").contains("0 to 65535"))
    }

    @Test func aPortThatIsTakenIsSaid() async throws {
        let first = try await ImugiServer.sandbox()
        let port = try #require(first.url.split(separator: ":").last.map(String.init))
        let second = try await ImugiProcess.run(["sandbox", "--port", port])
        #expect(second.status != 0)
        #expect(second.errors.contains(port), "\(second.errors)")
        #expect(await first.process.terminate() == 0)
    }
}
