import PayCore

/// The keys that an app's present ones replace, and that go on beside them until the app has had its time to change over.
package struct ReplacedKeys: Hashable, Sendable, CustomStringConvertible {
    /// The app's present one if only the other key is being replaced.
    package let checkKey: String
    /// As ``checkKey``.
    package let strongSecret: [UInt8]
    /// From this moment on they are used for nothing any more. A whole second, so that the time stamp under a short tag tells which of the
    /// two check keys it is made with.
    package let end: Timestamp

    package init(checkKey: String, strongSecret: [UInt8], end: Timestamp) {
        self.checkKey = checkKey
        self.strongSecret = strongSecret
        self.end = end
    }

    /// Keeps the keys out of logs.
    package var description: String { "ReplacedKeys(end: \(end))" }
}

/// What an app's answers and callbacks are signed with at one moment.
package struct SigningKeys: Hashable, Sendable {
    /// Of the short tag, which there is one of.
    package let checkKey: String
    /// Of the strong signatures, the newest first: one, or two while one is being replaced.
    package let strongSecrets: [[UInt8]]
}

extension App {
    /// The longest that keys may overlap, in seconds.
    package static let longestOverlap: Int64 = 30 * 24 * 60 * 60

    /// The keys to sign with at `time`.
    ///
    /// A receiver can check a short tag under one key only, so until the overlap's end it is made under the old one. Strong signatures are
    /// made under both: a receiver takes either.
    package func keys(at time: Timestamp) -> SigningKeys {
        guard let replaced = overlap(at: time) else { return SigningKeys(checkKey: checkKey, strongSecrets: [strongSecret]) }
        let secrets = replaced.strongSecret == strongSecret ? [strongSecret] : [strongSecret, replaced.strongSecret]
        return SigningKeys(checkKey: replaced.checkKey, strongSecrets: secrets)
    }

    /// The replaced keys that are still in use at `time`.
    package func overlap(at time: Timestamp) -> ReplacedKeys? { replacedKeys.flatMap { time < $0.end ? $0 : nil } }

    /// Replaces one key or both; those of which no new one is given stay.
    ///
    /// Of each key the newest two live: one that is replaced again during an overlap is the old one from now on, and the one before it
    /// ends at once. Both keys have one end. If the other key is being replaced at the time, its overlap is not cut short: the later of
    /// the two ends holds for both.
    ///
    /// - Parameter overlap: how long the old keys go on, in seconds, rounded up to a whole second of the clock; 0 to end them at once, and
    ///   then an overlap of the other key goes on as it is.
    package mutating func replaceKeys(
        checkKey newCheckKey: String?, strongSecret newSecret: [UInt8]?, overlap seconds: Int64, now: Timestamp
    ) {
        guard newCheckKey != nil || newSecret != nil else { return }
        let earlier = overlap(at: now)
        let overlaps = seconds > 0
        // A key that is not renewed keeps its old one, if it has one; a key that ends at once has none beside the new one.
        let oldCheckKey = newCheckKey.map { overlaps ? checkKey : $0 } ?? earlier?.checkKey ?? checkKey
        let oldSecret = newSecret.map { overlaps ? strongSecret : $0 } ?? earlier?.strongSecret ?? strongSecret
        let othersEnd = earlier.flatMap { $0.concernsAnother(of: self, than: newCheckKey, newSecret) ? $0.end : nil }
        let ends = [othersEnd, overlaps ? Self.end(of: seconds, from: now) : nil].compactMap { $0 }
        replacedKeys = ends.max().map { ReplacedKeys(checkKey: oldCheckKey, strongSecret: oldSecret, end: $0) }
        checkKey = newCheckKey ?? checkKey
        strongSecret = newSecret ?? strongSecret
    }

    /// The app has changed over: only the new keys are used from now on.
    package mutating func endOverlap() { replacedKeys = nil }

    private static func end(of seconds: Int64, from now: Timestamp) -> Timestamp {
        let end = now.advanced(bySeconds: seconds)
        let whole = Timestamp(seconds: end.seconds)
        return whole == end ? end : whole.advanced(bySeconds: 1)
    }
}

extension ReplacedKeys {
    /// Whether a key is being replaced of which there is no new one now.
    fileprivate func concernsAnother(of app: App, than newCheckKey: String?, _ newSecret: [UInt8]?) -> Bool {
        (newCheckKey == nil && checkKey != app.checkKey) || (newSecret == nil && strongSecret != app.strongSecret)
    }
}
