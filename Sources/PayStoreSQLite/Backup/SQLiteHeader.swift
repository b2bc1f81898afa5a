#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The beginning of a file in SQLite's format, and how long the file is.
struct SQLiteHeader {
    /// Where the numbers of the format stand that it is written and read in.
    static let versions = 18..<20
    /// Their value in a database that keeps no log beside it.
    static let withoutLog: UInt8 = 1

    private static let magic = Array("SQLite format 3\u{0}".utf8)
    private static let pageSize = 16..<18
    private static let pageCount = 28..<32

    private let bytes: [UInt8]
    /// In bytes.
    let fileSize: Int64

    /// - Throws: ``BackupError/unusable(path:reason:)``.
    init(of path: String) throws(BackupError) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw UnfinishedFile.unusable(path) }
        defer { close(file) }
        var status = stat()
        var buffer = [UInt8](repeating: 0, count: Self.pageCount.upperBound)
        let count = pread(file, &buffer, buffer.count, 0)
        guard count >= 0, fstat(file, &status) == 0 else { throw UnfinishedFile.unusable(path) }
        bytes = Array(buffer.prefix(count))
        fileSize = Int64(status.st_size)
    }

    /// The rest is meaningless otherwise.
    var isDatabase: Bool { bytes.count == Self.pageCount.upperBound && bytes.starts(with: Self.magic) }

    /// A part of what was written may be in a log beside the file.
    var hasLog: Bool { bytes[Self.versions].contains { $0 != Self.withoutLog } }

    /// How long the file is if nothing of it is missing. SQLite itself reads a last page that is cut off as if it ended in zeros.
    var wholeSize: Int64 {
        let pageSize = number(Self.pageSize)
        return (pageSize == 1 ? 65_536 : pageSize) * number(Self.pageCount)
    }

    private func number(_ range: Range<Int>) -> Int64 { bytes[range].reduce(0) { $0 << 8 | Int64($1) } }
}
