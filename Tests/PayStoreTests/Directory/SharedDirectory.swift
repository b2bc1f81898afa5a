import PayCore
import PayDomain
import TestSupport

/// A directory that "other processes" change: a test does, at once and without telling anybody.
final class SharedDirectory: DirectoryStore {
    struct Failure: Error {}

    private struct State {
        var version: Int64? = 1
        var companies: [Company] = []
        var isReachable = true
        var questions = 0
        var loads = 0
        var whileLoading: @Sendable () -> Void = {}
    }

    private let state = Locked(State())

    /// How often the version was asked for, and the directory loaded.
    var asked: (questions: Int, loads: Int) { state.withLock { ($0.questions, $0.loads) } }

    func set(version: Int64?) { state.withLock { $0.version = version } }
    func set(isReachable: Bool) { state.withLock { $0.isReachable = isReachable } }
    /// Happens each time the directory is loaded, before it is read.
    func whileLoading(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.whileLoading = body } }

    /// What another process does.
    func changeElsewhere() {
        state.withLock { state in
            state.version = (state.version ?? 0) + 1
            state.companies.append(Fixture.company)
        }
    }

    func directoryVersion() async throws -> Int64? {
        try state.withLock { state in
            state.questions += 1
            guard state.isReachable else { throw Failure() }
            return state.version
        }
    }

    func loadDirectory() async throws -> Directory {
        let during = state.withLock { $0.whileLoading }
        during()
        return try state.withLock { state in
            guard state.isReachable else { throw Failure() }
            state.loads += 1
            return Directory(companies: state.companies, apps: [], keys: [], coins: [], version: state.version ?? 0)
        }
    }

    func change(
        deciding decide: @Sendable @escaping (Directory) throws -> DirectoryChange,
        whenDurable apply: @Sendable @escaping (Directory) -> Void
    ) async throws -> Directory {
        changeElsewhere()
        let directory = try await loadDirectory()
        apply(directory)
        return directory
    }

    func metadata(_ name: String) async throws -> String? { nil }
    func setMetadata(_ name: String, to value: String) async throws {}
    func addToMetadata(_ name: String, _ number: Int64) async throws -> Int64 { number }
}
