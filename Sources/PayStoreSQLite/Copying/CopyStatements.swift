import PayDomain

/// How a table's rows are read and written here. Its name and its columns' names are our own, never anybody's input.
extension PlatformTable {
    func selectRows(afterKey: Bool) -> String {
        let marks = key.map { _ in "?" }.joined(separator: ", ")
        let condition = afterKey ? " WHERE (\(keyNames)) > (\(marks))" : ""
        return "SELECT \(columnNames) FROM \(name)\(condition) ORDER BY \(keyNames) LIMIT ?"
    }

    var selectLastKey: String {
        let backwards = key.map { "\($0.name) DESC" }.joined(separator: ", ")
        return "SELECT \(keyNames) FROM \(name) ORDER BY \(backwards) LIMIT 1"
    }

    var insertRow: String {
        "INSERT INTO \(name) (\(columnNames)) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"
    }

    private var keyNames: String { key.map(\.name).joined(separator: ", ") }
    private var columnNames: String { columns.map(\.name).joined(separator: ", ") }
}

extension Row {
    /// The row's values, of the columns that were selected.
    func values(_ columns: [PlatformTable.Column]) throws -> PlatformRow {
        var values = PlatformRow()
        values.reserveCapacity(columns.count)
        for column in columns { values.append(try value(Int32(values.count), column.kind)) }
        return values
    }

    private func value(_ index: Int32, _ kind: PlatformTable.Kind) throws -> PlatformValue {
        guard !isNull(index) else { return .null }
        return switch kind {
        case .integer, .time: .integer(integer(index))
        case .text: .text(text(index))
        case .bytes: .bytes(bytes(index))
        case .flag: .flag(flag(index))
        case .amount: .amount(try amount(index))
        }
    }
}

extension SQLValue {
    init(_ value: PlatformValue) {
        self =
            switch value {
            case .null: .null
            case .integer(let number): .integer(number)
            case .text(let text): .text(text)
            case .bytes(let bytes): .bytes(bytes)
            case .flag(let flag): .flag(flag)
            case .amount(let amount): .amount(amount)
            }
    }
}
