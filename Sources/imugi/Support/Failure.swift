import ArgumentParser
import Foundation
import PayCore
import PayDomain
import PayServer

/// Tells why a command failed, on the standard error.
enum Failure {
    /// Runs `body`; if it throws, prints why and ends the command: with status 64 for a mistake in its options or
    /// settings, with 1 for all else.
    ///
    /// - Throws: `ExitCode`.
    static func reported<Result>(asJSON: Bool, _ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as ValidationError {
            try report(OperatorRefusal(.badParameter, error.message), asJSON: asJSON)
            throw ExitCode.validationFailure
        } catch let error as SettingsError {
            try report(OperatorRefusal(.badParameter, "\(error)"), asJSON: asJSON)
            throw ExitCode.validationFailure
        } catch {
            // What is no refusal is a matter of this machine, code 6.
            try report(error as? OperatorRefusal ?? OperatorRefusal(.serverError, "\(error)"), asJSON: asJSON)
            throw ExitCode.failure
        }
    }

    private static func report(_ refusal: OperatorRefusal, asJSON: Bool) throws {
        let text = asJSON ? try refusal.json() : "imugi: \(refusal)"
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }
}

/// A failure that needs no more than its words.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String
}
