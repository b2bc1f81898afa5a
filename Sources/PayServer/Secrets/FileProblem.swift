import Foundation

/// Says in a few words why a file could not be used. Foundation's own texts repeat the path and name its error types.
enum FileProblem {
    static func reason(_ error: any Error) -> String {
        guard let error = error as? CocoaError else { return "\(error)" }
        switch error.code {
        case .fileNoSuchFile, .fileReadNoSuchFile: return "there is no such file"
        case .fileReadNoPermission, .fileWriteNoPermission: return "permission denied"
        case .fileReadUnknown where error.underlying != nil: return "\(error.underlying ?? error)"
        default: return error.localizedDescription
        }
    }
}
