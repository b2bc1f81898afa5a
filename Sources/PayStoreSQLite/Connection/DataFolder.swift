#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The folder of one platform, locked for as long as this object lives, so that one process at a time writes to its database.
final class DataFolder: Sendable {
    let path: String
    private let lock: Int32

    var databasePath: String { Self.databasePath(in: path) }
    /// Where a backup grows until it is whole and becomes the database.
    var unfinishedPath: String { "\(databasePath).restoring" }

    /// Makes the folder, its lock and its database file where they are missing, for this user's eyes only.
    ///
    /// - Throws: `StoreError.folderUnusable`, `StoreError.folderInUse`, `StoreError.restoreUnfinished`.
    convenience init(_ path: String) throws {
        try self.init(locking: path)
        // Whoever wanted what was in the backup does not want a new platform in its place.
        guard UnfinishedFile.exists(databasePath) || !UnfinishedFile.exists(unfinishedPath) else {
            throw StoreError.restoreUnfinished(path: path)
        }
        // SQLite gives its journal and index files the permissions of the database file. The file is closed again before SQLite
        // opens it: closing it later would drop SQLite's own locks on it.
        close(try Self.openPrivate(databasePath, folder: path))
    }

    /// Makes the folder and its lock where they are missing, and no database.
    ///
    /// - Throws: `BackupError.folderTaken`, also for what is left of a database: its log would be taken for the new one's.
    ///   `StoreError.folderUnusable`, `StoreError.folderInUse`.
    convenience init(restoringInto path: String) throws {
        try Self.requireNoDatabase(in: path)
        try self.init(locking: path)
        try Self.requireNoDatabase(in: path)
    }

    private init(locking path: String) throws {
        if mkdir(path, 0o700) == 0 {
            // The process's mask may have taken bits away.
            guard chmod(path, 0o700) == 0 else { throw Self.unusable(path) }
        } else if errno != EEXIST {
            throw Self.unusable(path)
        }
        let lock = try Self.openPrivate("\(path)/lock", folder: path)
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let error = errno == EWOULDBLOCK ? StoreError.folderInUse(path: path) : Self.unusable(path)
            close(lock)
            throw error
        }
        // From here on `deinit` closes the lock, also when this throws: closing it here too would close whatever file has its number by
        // then.
        self.path = path
        self.lock = lock
    }

    deinit { close(lock) }

    /// Gives the folder free before this object's end.
    func unlock() {
        // Closing the file at the end would do the same; only the moment is earlier.
        _ = flock(lock, LOCK_UN)
    }

    static func databasePath(in path: String) -> String { "\(path)/imugi.sqlite" }

    private static func requireNoDatabase(in path: String) throws(BackupError) {
        for suffix in ["", "-wal", "-shm", "-journal"] where UnfinishedFile.exists(databasePath(in: path) + suffix) {
            throw .folderTaken(path: path, file: "imugi.sqlite\(suffix)")
        }
    }

    private static func openPrivate(_ path: String, folder: String) throws -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw unusable(folder) }
        guard fchmod(descriptor, 0o600) == 0 else {
            let error = unusable(folder)
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// The error of the system call that has just failed.
    private static func unusable(_ path: String) -> StoreError {
        .folderUnusable(path: path, reason: String(cString: strerror(errno)))
    }
}
