/// One of a user's two passwords.
package enum PasswordKind: String, Hashable, Sendable, CaseIterable {
    /// What the user signs in with.
    case password
    /// What the user confirms payments with.
    case tradePassword = "trade_password"

    /// How many characters it may have.
    package var length: ClosedRange<Int> {
        switch self {
        case .password: 8...128
        case .tradePassword: 6...128
        }
    }
}

/// Why a password is not taken.
package enum PasswordProblem: Error, Hashable, Sendable {
    /// It has fewer or more characters than it may have.
    case length(Int, allowed: ClosedRange<Int>)
    case controlCharacter
    /// It is the user's name.
    case isName
    /// It is one of those that guessing begins with.
    case isCommon
    /// The user's other password is the same.
    case isOther
    /// It is the one that it should replace.
    case isPresent
}

/// Which passwords are taken. Long ones of any characters, without demands on their mixture, but none that guessing begins with.
enum PasswordRules {
    /// - Parameter name: the user's, which is no password.
    static func check(_ password: String, as kind: PasswordKind, name: String) throws(PasswordProblem) {
        let scalars = password.unicodeScalars
        guard kind.length.contains(scalars.count) else { throw .length(scalars.count, allowed: kind.length) }
        guard scalars.allSatisfy({ $0.properties.generalCategory != .control }) else { throw .controlCharacter }
        // A trade password may be a number, and its tries are few.
        guard kind == .password else { return }
        let lowercased = password.lowercased()
        guard lowercased != name.lowercased() else { throw .isName }
        guard !CommonPasswords.list.contains(lowercased[...]), Set(lowercased.unicodeScalars).count > 1 else { throw .isCommon }
    }
}
