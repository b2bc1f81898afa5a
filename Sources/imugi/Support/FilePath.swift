import ArgumentParser
import Foundation

/// A path that an option names.
enum FilePath {
    /// - Throws: `ValidationError` for what cannot be a file's path.
    static func absolute(_ path: String, option: String) throws -> String {
        guard !path.isEmpty, !path.hasSuffix("/"), !path.utf8.contains(0) else { throw ValidationError("\(option) must name a file.") }
        return URL(fileURLWithPath: path).standardizedFileURL.path
    }
}
