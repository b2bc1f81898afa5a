/// Lets one task at a time through for each key, in the order of arrival.
package actor KeyedGate<Key: Hashable & Sendable> {
    private var waiting: [Key: [CheckedContinuation<Void, Never>]] = [:]

    package init() {}

    /// Runs `body` while no other body runs for the same key.
    ///
    /// - Parameter limit: how many may wait for the key; `nil` for any number.
    /// - Throws: ``KeyedGateFull``; what `body` throws.
    package func run<Result: Sendable>(
        _ key: Key, waitingAtMost limit: Int? = nil, _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        if let limit, let queue = waiting[key], queue.count >= limit { throw KeyedGateFull() }
        await enter(key)
        defer { leave(key) }
        return try await body()
    }

    private func enter(_ key: Key) async {
        guard waiting[key] != nil else {
            waiting[key] = []
            return
        }
        await withCheckedContinuation { waiting[key, default: []].append($0) }
    }

    private func leave(_ key: Key) {
        guard var queue = waiting[key], !queue.isEmpty else {
            waiting[key] = nil
            return
        }
        let next = queue.removeFirst()
        waiting[key] = queue
        next.resume()
    }
}

/// Too many wait at a ``KeyedGate`` already.
package struct KeyedGateFull: Error {
    package init() {}
}
