/// Why a store could not do what it was asked, where the caller can do nothing about it but try again.
package protocol StoreFailure: Error {
    var kind: StoreFailureKind { get }
}

/// What a ``StoreFailure`` means to whoever asked.
package enum StoreFailureKind: Hashable, Sendable {
    /// Somebody else held a row for too long. Nothing has changed.
    case locked
    /// Too many others are at it, or it took too long. Nothing has changed.
    case crowded
    /// The database cannot be reached, or fails. Nothing has changed.
    case unavailable
    /// Whether it has happened is not known: as a whole or not at all.
    case unknown
}
