#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Syncs what is written of a large file again and again. All at once at the end it would keep the disk from the commits of a server for
/// seconds.
struct CopySteps {
    private static let bytesBetweenSyncs: Int64 = 4 << 20

    private let file: UnfinishedFile
    private var synced: Int64 = 0

    init(file: UnfinishedFile) { self.file = file }

    mutating func advance(to written: Int64) throws(BackupError) {
        guard written - synced >= Self.bytesBetweenSyncs else { return }
        try file.sync()
        synced = written
    }
}

/// Copies a file's bytes.
struct FileCopy {
    private static let bytesAtOnce = 256 << 10

    private let path: String

    init(from path: String) { self.path = path }

    /// - Parameter progress: told how many bytes of how many are copied.
    /// - Throws: ``BackupError``.
    func run(into file: UnfinishedFile, progress: (CopyProgress) -> Void) throws {
        let source = open(path, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw UnfinishedFile.unusable(path) }
        defer { close(source) }
        var status = stat()
        guard fstat(source, &status) == 0 else { throw UnfinishedFile.unusable(path) }
        var buffer = [UInt8](repeating: 0, count: Self.bytesAtOnce)
        var steps = CopySteps(file: file)
        var done: Int64 = 0
        while true {
            let count = try Self.fill(&buffer, from: source, of: path)
            guard count > 0 else { return }
            try buffer.withUnsafeBytes { try file.write(UnsafeRawBufferPointer(rebasing: $0.prefix(count)), at: done) }
            done += Int64(count)
            try steps.advance(to: done)
            progress(.copied(bytes: done, of: max(done, Int64(status.st_size))))
        }
    }

    private static func fill(_ buffer: inout [UInt8], from source: Int32, of path: String) throws(BackupError) -> Int {
        while true {
            let count = read(source, &buffer, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw UnfinishedFile.unusable(path) }
        }
    }
}
