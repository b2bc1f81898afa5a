import PayCore

/// Which passwords are taken. Long ones of any characters, without demands on their mixture, but none that guessing begins with.
enum PasswordRules {
    static let passwordLength = 8...128
    static let tradePasswordLength = 6...128

    /// - Parameter name: the user's, which is no password.
    static func checkPassword(_ password: String, name: String) throws(OperatorRefusal) {
        try check(password, field: "password", length: passwordLength)
        let lowercased = password.lowercased()
        guard lowercased != name.lowercased() else { throw .wrong("password", "must not be the user's name") }
        guard !CommonPasswords.list.contains(lowercased[...]), Set(lowercased.unicodeScalars).count > 1 else {
            throw .wrong("password", "is one of the first that are tried when a password is guessed; choose another one")
        }
    }

    static func checkTradePassword(_ password: String) throws(OperatorRefusal) {
        try check(password, field: "trade_password", length: tradePasswordLength)
    }

    private static func check(_ password: String, field: String, length: ClosedRange<Int>) throws(OperatorRefusal) {
        let scalars = password.unicodeScalars
        guard length.contains(scalars.count) else {
            throw .wrong(field, "must have \(length.lowerBound) to \(length.upperBound) characters; it has \(scalars.count)")
        }
        guard scalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw .wrong(field, "must not contain control characters, such as the end of a line")
        }
    }
}
