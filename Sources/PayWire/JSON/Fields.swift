import PayCore

/// The parameters of a call, each read by its field's rule (protocol, section 5). What breaks a rule is code 8 with the field's name.
/// Parameters that nobody asks for are ignored.
package struct Fields: Sendable {
    private enum Source: Sendable {
        case body(JSONObject)
        case query(QueryString)
    }

    private let source: Source

    package init(_ body: JSONObject) { source = .body(body) }

    /// Query parameters, as client mode sends them.
    package init(_ query: QueryString) { source = .query(query) }

    /// - Throws: code 8 unless the body is a JSON object as ``JSONObject/init(parsing:)`` reads it.
    package init(parsing body: [UInt8]) throws(PlatformError) {
        do { self.init(try JSONObject(parsing: body)) } catch {
            throw PlatformError(.badParameter, "The body \(error)")
        }
    }

    /// The one place that knows where parameters come from.
    private func value(_ name: String) throws(PlatformError) -> JSONValue? {
        switch source {
        case .body(let body): return body[name]
        case .query(let query):
            let values = query.values(name)
            guard values.count <= 1 else { throw .badParameter(name, "must be given only once") }
            return values.first.map { .string($0) }
        }
    }

    /// A text, without any rule but being one.
    ///
    /// - Returns: `nil` if absent.
    package func string(_ name: String) throws(PlatformError) -> String? {
        switch try value(name) {
        case nil: return nil
        case .string(let text): return text
        case .some(let other): throw .badParameter(name, "must be a string, not \(other.kind)")
        }
    }

    /// A text that must be given and not be empty.
    package func requiredString(_ name: String) throws(PlatformError) -> String {
        guard let text = try string(name), !text.isEmpty else { throw .badParameter(name, "must be given") }
        return text
    }

    /// `true` or `false`.
    ///
    /// - Returns: `nil` if absent.
    package func bool(_ name: String) throws(PlatformError) -> Bool? {
        switch try value(name) {
        case nil: return nil
        case .bool(let value): return value
        case .some(let other): throw .badParameter(name, "must be true or false, not \(other.kind)")
        }
    }

    /// A list of texts.
    ///
    /// - Returns: `nil` if absent.
    package func strings(_ name: String) throws(PlatformError) -> [String]? {
        guard let given = try value(name) else { return nil }
        guard case .array(let items) = given else { throw .badParameter(name, "must be a list of strings, not \(given.kind)") }
        var texts: [String] = []
        for item in items {
            guard case .string(let text) = item else { throw .badParameter(name, "must be a list of strings") }
            texts.append(text)
        }
        return texts
    }

    /// A set of scopes: their numbers in a text with commas between them, such as `"1,5,7"`, or in a list.
    package func scopes(_ name: String) throws(PlatformError) -> ScopeSet {
        let texts: [String]
        switch try value(name) {
        case .string(let text): texts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        case .array(let items):
            texts = items.map { item in
                switch item {
                case .number(let text), .string(let text): text
                default: ""
                }
            }
        default: texts = [""]
        }
        var scopes: [Scope] = []
        for text in texts {
            guard let number = DecimalInteger.parse(text), let scope = Scope(rawValue: Int(clamping: number)) else {
                throw .badParameter(name, "must be numbers of scopes with commas between them, such as \"1,5,7\"")
            }
            scopes.append(scope)
        }
        return ScopeSet(scopes)
    }

    /// One of the texts of a "one of two": absence, `""` and the number `0` all mean absent.
    package func optionalString(_ name: String) throws(PlatformError) -> String? {
        if case .number("0") = try value(name) { return nil }
        guard let text = try string(name), !text.isEmpty else { return nil }
        return text
    }

    /// `trade_no`, or another field under its rule.
    package func tradeNo(_ name: String = "trade_no") throws(PlatformError) -> TradeNo {
        guard let text = try string(name), let tradeNo = TradeNo(text) else {
            throw .badParameter(name, "must be 1 to 64 characters out of 0-9, A-Z, a-z and _")
        }
        return tradeNo
    }

    /// `scene` and `desc`: text for people. Absence is the empty text.
    ///
    /// - Parameter maximumScalars: in Unicode scalars.
    /// - Returns: the text, without the control characters U+0000–001F and U+007F–009F, which are refused.
    package func text(_ name: String, maximumScalars: Int = 100) throws(PlatformError) -> String {
        guard let text = try string(name) else { return "" }
        var count = 0
        for scalar in text.unicodeScalars {
            count += 1
            guard count <= maximumScalars else { throw .badParameter(name, "must have at most \(maximumScalars) characters") }
            switch scalar.value {
            case 0x00...0x1F, 0x7F...0x9F: throw .badParameter(name, "must not contain control characters or line breaks")
            default: continue
            }
        }
        return text
    }

    /// `device` and `state`: 8 to 16 characters of printable ASCII, not all of them spaces.
    package func token8to16(_ name: String) throws(PlatformError) -> String {
        guard let text = try string(name), (8...16).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), text.utf8.contains(where: { $0 != 0x20 })
        else { throw .badParameter(name, "must be 8 to 16 characters of printable ASCII, not only spaces") }
        return text
    }

    /// An integer of 64 bits, as a JSON number or as a decimal string: digits without leading zeros, with at most a minus sign, no `-0`,
    /// no fraction, no exponent.
    ///
    /// - Returns: `nil` if absent.
    package func integer(_ name: String) throws(PlatformError) -> Int64? {
        switch try value(name) {
        case nil: return nil
        case .number(let text), .string(let text):
            guard let number = DecimalInteger.parse(text) else {
                throw .badParameter(name, "must be an integer of at most 64 bits, such as 20 or \"20\"")
            }
            return number
        case .some(let other): throw .badParameter(name, "must be an integer, not \(other.kind)")
        }
    }

    /// An integer for which absence, `""` and `0` all mean absent, as the filters of lists and the numbers of a "one of two" have it.
    ///
    /// - Returns: `nil` if absent, else more than 0.
    package func optionalPositive(_ name: String) throws(PlatformError) -> Int64? {
        if case .string(let text) = try value(name), text.isEmpty { return nil }
        guard let number = try integer(name), number != 0 else { return nil }
        guard number > 0 else { throw .badParameter(name, "must not be negative") }
        return number
    }

    /// An amount of a coin, more than zero, given as a string: a JSON number would have been through floating point.
    package func volume(_ name: String = "volume", scale: Scale) throws(PlatformError) -> Amount {
        let text = try requiredString(name)
        let amount: Amount
        do { amount = try Amount(text, scale: scale) } catch { throw .badParameter(name, error.description) }
        guard amount.isPositive else { throw .badParameter(name, "must be more than zero") }
        return amount
    }
}
