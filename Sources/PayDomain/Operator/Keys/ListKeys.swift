import PayCore

/// Lists access keys, the oldest first, never with their secrets.
package struct ListKeys: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Parameter appID: the app whose keys are asked for, or `nil` for those of all apps.
    /// - Throws: ``OperatorRefusal``: 8, 11003.
    package func run(appID: String?) throws -> [KeyReply] {
        let directory = platform.directory.current
        let app = try appID.map { text in try directory.app(for: text).id }
        return directory.keys.values
            .filter { app == nil || $0.app == app }
            .sorted { ($0.app.text, $0.createTime, $0.id) < ($1.app.text, $1.createTime, $1.id) }
            .map { KeyReply($0) }
    }
}
