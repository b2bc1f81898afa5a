import ArgumentParser
import Foundation
import PayCore
import PayDomain
import PayServer

/// Tells why a command failed, on the standard error.
enum Failure {
    /// Runs `body`; if it throws, prints why and ends the command with status 1.
    ///
    /// - Throws: `ExitCode`; mistakes in the options as they are, for the usage to be shown.
    static func reported<Result>(asJSON: Bool, _ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as ValidationError {
            throw error
        } catch let error as CleanExit {
            throw error
        } catch let error as ExitCode {
            throw error
        } catch {
            let text = asJSON ? try json(error) : "imugi: \(error)"
            FileHandle.standardError.write(Data("\(text)\n".utf8))
            throw ExitCode(1)
        }
    }

    /// What is no refusal is a matter of this machine, code 6.
    private static func json(_ error: any Error) throws -> String {
        let refusal = error as? OperatorRefusal ?? OperatorRefusal(.serverError, "\(error)")
        return try refusal.json()
    }
}
