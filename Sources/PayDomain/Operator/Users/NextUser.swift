import PayCore

/// Enters users under the next free `uid`.
struct NextUser: Sendable {
    private static let metadataName = "operator.last_uid"
    /// The first `uid` that is given out.
    private static let first: Int64 = 1_000_000

    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``DirectoryConflict`` `exists` if the name is taken.
    func add(named name: String, passwordHash: String?, tradePasswordHash: String?) async throws -> User {
        var number = try await last() + 1
        while true {
            guard let id = UserID(number) else { preconditionFailure("the numbers of users are used up") }
            let user = User(
                id: id, name: name, passwordHash: passwordHash, tradePasswordHash: tradePasswordHash, paymentsFrozen: false
            )
            do {
                try await platform.change(.addUser(user))
                try await noteUsed(id)
                return user
            } catch DirectoryConflict.exists {
                // The number may be one that an operator chose; the name may be the reason just as well.
                guard try await platform.store.user(named: name) == nil else { throw DirectoryConflict.exists }
                number += 1
            }
        }
    }

    /// Remembers a number that is in use, so that the next one is found at once.
    func noteUsed(_ id: UserID) async throws {
        guard try await id.number > last() else { return }
        try await platform.store.setMetadata(Self.metadataName, to: String(id.number))
    }

    private func last() async throws -> Int64 {
        try await platform.store.metadata(Self.metadataName).flatMap { Int64($0) } ?? Self.first - 1
    }
}
