import Logging
import TestSupport

/// What was logged at `notice` and above.
final class RecordedLog: Sendable {
    private let recorded = Locked<[(level: Logger.Level, text: String)]>([])

    var lines: [(level: Logger.Level, text: String)] { recorded.withLock { $0 } }

    var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(recorded: self.recorded) }
        logger.logLevel = .notice
        return logger
    }

    private struct Handler: LogHandler {
        let recorded: Locked<[(level: Logger.Level, text: String)]>
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.notice

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            recorded.withLock { $0.append((event.level, "\(event.message) \(event.metadata ?? [:])")) }
        }
    }
}
