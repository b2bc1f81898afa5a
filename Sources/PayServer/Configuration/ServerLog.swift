import Foundation
import Logging
import PayDomain
import PayWire

extension ServeSettings {
    /// A logger of the chosen level and format that writes to the standard error.
    package var logger: Logger {
        var logger =
            switch logFormat {
            case .plain: Logger(label: "imugi") { StreamLogHandler.standardError(label: $0) }
            case .json: Logger(label: "imugi") { _ in JSONLogHandler() }
            }
        logger.logLevel = logLevel
        return logger
    }
}

/// Writes each log line as one JSON object: `time`, `level`, `message`, `source`, and `metadata` if there is any.
struct JSONLogHandler: LogHandler {
    var logLevel: Logger.Level = .info
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    private let clock = SystemClock()
    private let write: @Sendable ([UInt8]) -> Void

    /// - Parameter write: takes one whole line at a time.
    init(write: @Sendable @escaping ([UInt8]) -> Void = { FileHandle.standardError.write(Data($0)) }) { self.write = write }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var metadata = self.metadata.merging(metadataProvider?.get() ?? [:]) { $1 }
        metadata.merge(event.metadata ?? [:]) { $1 }
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("time", UTCTime.rfc3339(clock.now()))
        writer.member("level", event.level.rawValue)
        writer.member("message", "\(event.message)")
        writer.member("source", event.source)
        if !metadata.isEmpty {
            writer.beginObject("metadata")
            for (key, value) in metadata.sorted(by: { $0.key < $1.key }) { writer.member(key, "\(value)") }
            writer.endObject()
        }
        writer.endObject()
        write(writer.bytes + [UInt8(ascii: "\n")])
    }
}
