import PayCore

/// A signed-in browser. Only the hash of its cookie is stored.
package struct Session: Sendable {
    /// SHA-256 of the session id: 32 bytes.
    package let idHash: [UInt8]
    package let user: UserID
    package let createTime: Timestamp
    /// When it was last used, a few minutes late: it is not written with each request.
    package let lastUseTime: Timestamp
    /// It works before this moment, which moves on while it is used.
    package let expireTime: Timestamp
    package let browser: BrowserKind
    /// The address that the user signed in from, if it tells anything.
    package let address: String?

    /// - Parameter lastUseTime: `nil` for when it was made.
    package init(
        idHash: [UInt8], user: UserID, createTime: Timestamp, lastUseTime: Timestamp? = nil, expireTime: Timestamp,
        browser: BrowserKind = BrowserKind(), address: String? = nil
    ) {
        self.idHash = idHash
        self.user = user
        self.createTime = createTime
        self.lastUseTime = max(lastUseTime ?? createTime, createTime)
        self.expireTime = expireTime
        self.browser = browser
        self.address = address
    }
}

/// What kind of browser somebody has signed in with, as far as it says so itself. It helps a user to tell sessions apart, and nothing is
/// decided on it. Out of a list, so that nothing which a browser sends is ever stored or shown.
package struct BrowserKind: Hashable, Sendable {
    /// The raw value is its name, as its maker writes it.
    package enum Program: String, Sendable, CaseIterable {
        case chrome = "Chrome"
        case edge = "Edge"
        case firefox = "Firefox"
        case opera = "Opera"
        case qq = "QQ"
        case safari = "Safari"
        case samsungInternet = "Samsung Internet"
        case weChat = "WeChat"
        case whale = "Whale"
    }

    /// The raw value is its name, as its maker writes it.
    package enum System: String, Sendable, CaseIterable {
        case android = "Android"
        case chromeOS = "ChromeOS"
        case iPad
        case iPhone
        case linux = "Linux"
        case macOS
        case windows = "Windows"
    }

    package let program: Program?
    package let system: System?

    package init(program: Program? = nil, system: System? = nil) {
        self.program = program
        self.system = system
    }

    /// As it was stored. A name that this program does not know counts as none.
    package init(programName: String?, systemName: String?) {
        self.init(program: programName.flatMap { Program(rawValue: $0) }, system: systemName.flatMap { System(rawValue: $0) })
    }
}
