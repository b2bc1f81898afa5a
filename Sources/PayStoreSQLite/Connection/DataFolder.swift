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

    var databasePath: String { "\(path)/imugi.sqlite" }

    /// Makes the folder, its lock and its database file where they are missing, for this user's eyes only.
    ///
    /// - Throws: `StoreError.folderUnusable`, `StoreError.folderInUse`.
    init(_ path: String) throws {
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
        // SQLite gives its journal and index files the permissions of the database file. The file is closed again before SQLite
        // opens it: closing it later would drop SQLite's own locks on it.
        close(try Self.openPrivate(databasePath, folder: path))
    }

    deinit { close(lock) }

    /// Gives the folder free before this object's end.
    func unlock() {
        // Closing the file at the end would do the same; only the moment is earlier.
        _ = flock(lock, LOCK_UN)
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
