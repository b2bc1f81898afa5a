import Synchronization

/// The present ``Directory``, readable from anywhere without waiting.
///
/// A store replaces it inside its own write, after the change is durable and before the next write begins, so that no payment which is
/// decided after a change was acknowledged can miss it.
package final class DirectoryHolder: Sendable {
    private let directory: Mutex<Directory>

    package init(_ directory: Directory) { self.directory = Mutex(directory) }

    package var current: Directory { directory.withLock { $0 } }

    package func replace(with directory: Directory) { self.directory.withLock { $0 = directory } }
}
