import PayCore
import PayLedger

/// Reads what an operator wrote. Each function throws code 8 with what would be right.
enum OperatorInput {
    /// Written in the place of a value to have none.
    static let none = "none"

    static func companyID(_ text: String) throws(OperatorRefusal) -> CompanyID {
        guard let id = CompanyID(text) else { throw .wrong("company_id", "\(identifierRule); it is \(quoted(text))") }
        return id
    }

    static func appID(_ text: String) throws(OperatorRefusal) -> AppID {
        guard let id = AppID(text) else { throw .wrong("app_id", "\(identifierRule); it is \(quoted(text))") }
        return id
    }

    private static let identifierRule = "must be 1 to 64 characters out of 0-9 A-Z a-z _ -"

    static func tradeNo(_ text: String) throws(OperatorRefusal) -> TradeNo {
        guard let tradeNo = TradeNo(text) else {
            throw .wrong("trade_no", "must be 1 to 64 characters out of 0-9 A-Z a-z _; it is \(quoted(text))")
        }
        return tradeNo
    }

    static func reference(_ text: String) throws(OperatorRefusal) -> LedgerReference {
        guard let reference = LedgerReference(text) else {
            throw .wrong("reference", "must be 1 to 64 characters out of 0-9 A-Z a-z _ . : -; it is \(quoted(text))")
        }
        return reference
    }

    static func uid(_ number: Int64, field: String = "uid") throws(OperatorRefusal) -> UserID {
        guard let uid = UserID(number) else { throw .wrong(field, "must be more than 0 and less than 9007199254740992; it is \(number)") }
        return uid
    }

    static func book(_ text: String) throws(OperatorRefusal) -> Book {
        guard let book = Book(name: text) else { throw .wrong("account", "must be spot or open; it is \(quoted(text))") }
        return book
    }

    /// A volume of a coin, more than zero.
    static func volume(_ text: String, of coin: Coin, field: String = "volume") throws(OperatorRefusal) -> Amount {
        let amount: Amount
        do {
            amount = try Amount(text, scale: coin.scale)
        } catch {
            throw .wrong(field, "\(error); it is \(quoted(text)), in \(coin.code)")
        }
        guard amount.isPositive else { throw .wrong(field, "must be more than 0") }
        return amount
    }

    static func cutRate(_ text: String) throws(OperatorRefusal) -> CutRate {
        guard let rate = CutRate(text) else {
            throw .wrong(
                "cut_rate", "must be 0 or more, less than 1, with at most six digits after the point, such as 0.01; it is \(quoted(text))"
            )
        }
        return rate
    }

    static func scopes(_ numbers: [Int]) throws(OperatorRefusal) -> ScopeSet {
        var scopes: [Scope] = []
        for number in numbers {
            guard let scope = Scope(rawValue: number) else {
                let known = Scope.allCases.map { String($0.rawValue) }.joined(separator: ", ")
                throw .wrong("scopes", "must be numbers out of \(known); one is \(number)")
            }
            scopes.append(scope)
        }
        return ScopeSet(scopes)
    }

    /// A name for people to read: 1 to 64 characters, none of them invisible, no blank at either end.
    static func name(_ text: String) throws(OperatorRefusal) -> String {
        let scalars = text.unicodeScalars
        guard (1...64).contains(scalars.count) else { throw .wrong("name", "must have 1 to 64 characters; it has \(scalars.count)") }
        guard scalars.allSatisfy(isVisible) else {
            throw .wrong("name", "must not contain control characters or other invisible ones; it is \(quoted(text))")
        }
        guard scalars.first?.properties.isWhitespace == false, scalars.last?.properties.isWhitespace == false else {
            throw .wrong("name", "must not begin or end with a blank; it is \(quoted(text))")
        }
        return text
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}
