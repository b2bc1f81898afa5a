import PayCore

/// Lists every app, by its id.
package struct ListApps: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    package func run() -> [AppReply] {
        let directory = platform.directory.current
        let now = platform.clock.now()
        return directory.apps.values.sorted { $0.id.text < $1.id.text }.map { AppReply($0, in: directory, at: now) }
    }
}
