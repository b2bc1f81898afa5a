import Synchronization

/// The present ``Directory``, readable from anywhere without waiting.
///
/// A store replaces it inside its own write, after the change is durable and before the next write begins, so that no payment which is
/// decided after a change was acknowledged can miss it.
///
/// Where other processes can change the directory too, this one hears of it a moment later. Then what is held may be trusted for
/// ``trust`` after the moment it was last confirmed by the store, and not a moment longer: a process that was cut off or suspended accepts
/// no key that was revoked meanwhile.
package final class DirectoryHolder: Sendable {
    /// How long the directory may be trusted without a confirmation, where other processes can change it.
    package static let trust = Duration.seconds(1)

    private struct State {
        var directory: Directory
        /// The moment at which what is held was the newest there was, or later.
        var confirmed: Duration
    }

    private let state: Mutex<State>
    /// `nil` where no other process can change the directory.
    private let time: SteadyTime?

    /// - Parameter directory: no other process can change it, so that it may be trusted for ever.
    package init(_ directory: Directory) {
        state = Mutex(State(directory: directory, confirmed: .zero))
        time = nil
    }

    private init(_ directory: Directory, _ time: SteadyTime) {
        state = Mutex(State(directory: directory, confirmed: .zero))
        self.time = time
    }

    /// Loads the directory, which counts as its first confirmation where one is needed.
    ///
    /// - Parameter steadyClock: measures how old a confirmation is. It must not jump, and must go on while the process is suspended.
    package static func load(
        from store: some DirectoryStore, steadyClock: any Clock<Duration> = SystemClock.steady
    ) async throws -> DirectoryHolder {
        let time = SteadyTime(steadyClock)
        let isShared = try await store.directoryVersion() != nil
        let directory = try await store.loadDirectory()
        let holder = isShared ? DirectoryHolder(directory, time) : DirectoryHolder(directory)
        store.keepCurrent(holder)
        return holder
    }

    /// Whether other processes can change the directory, so that somebody must ``refresh(from:)`` it again and again.
    package var isShared: Bool { time != nil }

    /// The newest directory that this process knows of: for what may be a second old, or is looked at again before it counts.
    package var current: Directory { state.withLock { $0.directory } }

    /// The present directory, for whatever decides what somebody may do. It costs a lock and, where other processes can change the
    /// directory, a look at the clock.
    ///
    /// - Throws: ``DirectoryUnconfirmed`` if it may not be trusted.
    package func trusted() throws(DirectoryUnconfirmed) -> Directory {
        let (directory, confirmed) = state.withLock { ($0.directory, $0.confirmed) }
        // The clock is read last: a process that is suspended in between finds out.
        if let time, time.now() - confirmed >= Self.trust { throw DirectoryUnconfirmed() }
        return directory
    }

    /// Puts `directory` in place of the present one, unless that is newer: what was read before a change may arrive after it.
    package func replace(with directory: Directory) {
        state.withLock { state in
            if directory.version >= state.directory.version { state.directory = directory }
        }
    }

    /// Asks the store whether somebody has changed the directory, loads it if so, and confirms what is held then. Does nothing where no
    /// other process can change it.
    ///
    /// - Returns: whether it was loaded.
    /// - Throws: errors of the store; ``DirectoryWentBack``. Nothing is confirmed then.
    @discardableResult
    package func refresh(from store: any DirectoryStore) async throws -> Bool {
        guard let time else { return false }
        // What was changed after this moment may be missed, so this is what is confirmed, however long the store takes.
        let asked = time.now()
        let held = current.version
        let stored = try await store.directoryVersion() ?? held
        guard stored >= held else { throw DirectoryWentBack(held: held, stored: stored) }
        if stored > held { replace(with: try await store.loadDirectory()) }
        state.withLock { $0.confirmed = max($0.confirmed, asked) }
        return stored > held
    }
}

/// The directory was not confirmed for longer than it may be trusted, so that nothing is decided on it. Nothing has changed when one is
/// thrown, and it helps to try again, here or on another node.
package struct DirectoryUnconfirmed: Error, CustomStringConvertible {
    package init() {}

    package var description: String { "The store has not confirmed for a second what is known of apps and keys." }
}

/// The store holds an older directory than this process has seen: another database, or an old backup, was put in its place.
package struct DirectoryWentBack: Error, CustomStringConvertible {
    package let held: Int64
    package let stored: Int64

    package var description: String {
        "The store holds version \(stored) of the directory, and this process has seen \(held). "
            + "If the database was restored, start imugi anew; otherwise find out what it is connected to."
    }
}
