import PayDomain

/// Where the database is and how patient this program is with it.
package struct PostgresSettings: Sendable {
    /// A connection URI or a list of `name=value`, as libpq takes them, TLS included (`sslmode`, `sslrootcert` …). What it leaves open
    /// comes from libpq's environment variables (`PGPASSWORD` …) and its password and service files. Secret: it may hold a password.
    package var address: String
    /// What the server's list of sessions shows, unless the address or the environment says otherwise.
    package var applicationName = standardApplicationName
    /// The most connections at a time.
    package var connectionsMax = 8
    /// The most callers that wait for one of them.
    package var waitingMax = 1_024
    /// The longest that a caller waits for one of them.
    package var waitMax: Duration = .seconds(5)
    /// The longest that making a connection may take.
    package var connectMax: Duration = .seconds(5)
    /// The longest that the server works on a statement.
    package var statementMax: Duration = .seconds(10)
    /// The longest that the server lets a statement wait for a lock. Longer than the second after which it looks for a deadlock, which is
    /// retried, while this is not.
    package var lockMax: Duration = .seconds(2)
    /// The longest that the server keeps a transaction in which nothing happens, and its locks.
    package var idleInTransactionMax: Duration = .seconds(5)
    /// The longest that the answers to one batch may take. It is for a server or a network that is silent, so longer than what the server itself
    /// allows a statement.
    package var answerMax: Duration = .seconds(20)
    /// How long to wait before the next attempt to connect.
    package var reconnecting = Backoff(first: .milliseconds(50), longest: .seconds(2))

    static let standardApplicationName = "imugi"

    package init(address: String) { self.address = address }
}

/// What the pool takes from outside, so that tests can hold it in their hands.
package struct PostgresSurroundings: Sendable {
    /// Passes evenly, whatever the time of day is set to.
    package var clock: any Clock<Duration> = SystemClock.steady
    /// 64 random bits. They spread repeated attempts and keep nothing secret.
    package var random: @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) }

    package init() {}
}
