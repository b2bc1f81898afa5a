import Crypto
import PayCore

/// What a user sees of a session.
package struct ShownSession: Hashable, Sendable {
    /// Names the session to its user. It opens nothing, and nobody can make the name of another one.
    package let name: String
    package let browser: BrowserKind
    package let address: String?
    package let createTime: Timestamp
    /// A few minutes late.
    package let lastUseTime: Timestamp
    /// Whether it is the one that asks.
    package let isPresent: Bool

    package init(name: String, browser: BrowserKind, address: String?, createTime: Timestamp, lastUseTime: Timestamp, isPresent: Bool) {
        self.name = name
        self.browser = browser
        self.address = address
        self.createTime = createTime
        self.lastUseTime = lastUseTime
        self.isPresent = isPresent
    }
}

/// Lists where a user is signed in: the session that asks first, then those that were used last.
package struct ListSessions: Sendable {
    /// The most in one answer. ``EndOtherSessions`` ends all, also those that are not listed.
    package static let maximum = 50

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    package func run(of user: UserID, at present: SessionID) async throws -> [ShownSession] {
        let hash = present.hash
        let sessions = try await platform.store.sessions(of: user, now: platform.clock.now(), limit: Self.maximum).map { session in
            ShownSession(
                name: platform.name(of: session), browser: session.browser, address: session.address, createTime: session.createTime,
                lastUseTime: session.lastUseTime, isPresent: session.idHash == hash
            )
        }
        return sessions.filter(\.isPresent) + sessions.filter { !$0.isPresent }
    }
}

/// Ends one of a user's sessions, on whichever device.
package struct EndSession: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Parameter name: as ``ListSessions`` has told it. One that has ended, or is another user's, names nothing.
    /// - Returns: whether there was such a session.
    package func run(_ name: String, of user: UserID) async throws -> Bool {
        let sessions = try await platform.store.sessions(of: user, now: platform.clock.now(), limit: ListSessions.maximum)
        guard let session = sessions.first(where: { platform.name(of: $0).utf8.elementsEqual(name.utf8) }) else { return false }
        try await platform.store.deleteSession(idHash: session.idHash)
        return true
    }
}

/// Ends all of a user's sessions but one.
package struct EndOtherSessions: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    package func run(of user: UserID, except present: SessionID) async throws {
        try await platform.store.deleteSessions(of: user, except: present.hash)
    }
}

extension Platform {
    /// 128 bits that stand for a session, as 32 hexadecimal digits: from them nobody learns even the hash that is stored.
    fileprivate func name(of session: Session) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array("session name/1/".utf8) + session.idHash, using: formKey)
        return code.prefix(16).hexText
    }
}
