#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file that grows under a name of its own and gets the name that it is meant for in one step, once all of it is on the disk. Whatever ends
/// the process before that leaves nothing under that name.
///
/// It is for this user's eyes only and locked against other processes that would write the same. What a dead one has left is replaced.
final class UnfinishedFile {
    /// Where it grows.
    let path: String
    private let finalPath: String
    private let descriptor: Int32

    /// - Parameter path: in the same folder as `finalPath`.
    /// - Throws: ``BackupError``: `exists`, `beingMade`, `unusable`.
    init(at path: String, for finalPath: String) throws(BackupError) {
        guard !Self.exists(finalPath) else { throw .exists(path: finalPath) }
        self.path = path
        self.finalPath = finalPath
        try Self.removeLeftover(path, for: finalPath)
        descriptor = try Self.make(path, for: finalPath)
    }

    deinit { close(descriptor) }

    /// How many bytes it has.
    func size() throws(BackupError) -> Int64 {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.unusable(path) }
        return Int64(status.st_size)
    }

    /// Writes all of the bytes to the place in the file.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(BackupError) {
        var done = 0
        while done < bytes.count {
            let count = pwrite(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, off_t(offset) + off_t(done))
            if count > 0 {
                done += count
            } else if count == 0 || errno != EINTR {
                throw Self.unusable(path)
            }
        }
    }

    /// Returns when everything that was written is on the disk.
    func sync() throws(BackupError) {
        while fsync(descriptor) != 0 { guard errno == EINTR else { throw Self.unusable(path) } }
    }

    /// Gives the file its name, durably.
    func finish() throws(BackupError) {
        try sync()
        // The lock keeps other backups away; whatever else has made such a file meanwhile is not replaced.
        guard !Self.exists(finalPath) else { throw .exists(path: finalPath) }
        guard rename(path, finalPath) == 0 else { throw Self.unusable(finalPath) }
        do {
            try Self.syncFolder(of: finalPath)
        } catch {
            // Whoever is told that it failed must not find it.
            unlink(finalPath)
            throw error
        }
    }

    /// Removes the file. Nothing is thrown, since something else has failed already, and what stays is replaced by the next one.
    func discard() { unlink(path) }

    /// Makes sure that a power cut does not take away the entry of `path` in its folder.
    static func syncFolder(of path: String) throws(BackupError) {
        let folder = Self.folder(of: path)
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unusable(folder) }
        defer { close(descriptor) }
        // Some network file systems cannot sync a folder, and have nothing to sync.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw unusable(folder) }
    }

    /// Whether there is anything of that name.
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// The error of the system call that has just failed.
    static func unusable(_ path: String) -> BackupError { .unusable(path: path, reason: String(cString: strerror(errno))) }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Never empties what is there: another name may have been given to it since.
    private static func removeLeftover(_ path: String, for finalPath: String) throws(BackupError) {
        let leftover = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC)
        guard leftover >= 0 else {
            guard errno == ENOENT else { throw unusable(path) }
            return
        }
        defer { close(leftover) }
        guard flock(leftover, LOCK_EX | LOCK_NB) == 0 else { throw .beingMade(path: finalPath) }
        guard unlink(path) == 0 else { throw unusable(path) }
    }

    private static func make(_ path: String, for finalPath: String) throws(BackupError) -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw errno == EEXIST ? .beingMade(path: finalPath) : unusable(path)
        }
        var (ours, there) = (stat(), stat())
        // Between these calls another process may take it for a leftover.
        guard fchmod(descriptor, 0o600) == 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &ours) == 0,
            stat(path, &there) == 0, ours.st_ino == there.st_ino
        else {
            close(descriptor)
            throw .beingMade(path: finalPath)
        }
        return descriptor
    }
}
