import PayCore
import PayDomain

/// How a table's rows are read and written here. Its name and its columns' names are our own, never anybody's input.
extension PlatformTable {
    /// The rows behind a key, or from the first on.
    func selectRows(afterKey: Bool) -> PostgresStatement {
        let marks = key.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let limit = "LIMIT $\(afterKey ? key.count + 1 : 1)"
        let selected = columns.map { part != nil && $0.kind == .amount ? "sum(\($0.name))" : $0.name }.joined(separator: ", ")
        let sql = [
            "SELECT \(selected) FROM \(storedName)", afterKey ? "WHERE (\(keyNames)) > (\(marks))" : nil,
            part == nil ? nil : "GROUP BY \(keyNames)", "ORDER BY \(keyNames) \(limit)",
        ]
        return PostgresStatement(
            name: "copy_\(afterKey ? "next" : "first")_\(name)", sql: sql.compactMap { $0 }.joined(separator: " "),
            parameters: (afterKey ? key.map(\.kind.type) : []) + [.int64])
    }

    var selectLastKey: PostgresStatement {
        let backwards = key.map { "\($0.name) DESC" }.joined(separator: ", ")
        return PostgresStatement("copy_last_\(name)", "SELECT \(keyNames) FROM \(storedName) ORDER BY \(backwards) LIMIT 1")
    }

    var insertRows: PostgresStatement {
        let marks = columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let names = (columns.map(\.name) + [part].compactMap { $0 }).joined(separator: ", ")
        return PostgresStatement(
            name: "copy_insert_\(name)",
            sql: "INSERT INTO \(storedName) (\(names)) SELECT *\(part == nil ? "" : ", 0") FROM unnest(\(marks))",
            parameters: columns.map(\.kind.arrayType))
    }

    var countRows: PostgresStatement {
        let rows = part == nil ? storedName : "(SELECT FROM \(storedName) GROUP BY \(keyNames)) AS whole"
        return PostgresStatement("copy_count_\(name)", "SELECT count(*) FROM \(rows)")
    }

    /// `user` is a word of SQL's own.
    private var storedName: String { name == "user" ? "users" : name }

    /// The column that tells the parts apart into which a row is split, whose amounts add up to the row's. All of a copied row is in part 0.
    private var part: String? { ["account": "stripe", "daily_payout": "shard"][name] }

    private var keyNames: String { key.map(\.name).joined(separator: ", ") }
}

extension PlatformTable.Kind {
    fileprivate var type: PostgresType {
        switch self {
        case .integer, .time: .int64
        case .text: .text
        case .bytes: .bytes
        case .flag: .bool
        case .amount: .numeric
        }
    }

    fileprivate var arrayType: PostgresType {
        switch self {
        case .integer, .time: .int64s
        case .text: .texts
        case .bytes: .byteArrays
        case .flag: .bools
        case .amount: .numerics
        }
    }
}

extension PostgresRow {
    /// The row's values, of the columns that were selected.
    func values(_ columns: [PlatformTable.Column]) throws(PostgresError) -> PlatformRow {
        var values = PlatformRow()
        values.reserveCapacity(columns.count)
        for column in columns { values.append(try value(values.count, column.kind)) }
        return values
    }

    private func value(_ index: Int, _ kind: PlatformTable.Kind) throws(PostgresError) -> PlatformValue {
        guard try !isNull(index) else { return .null }
        return switch kind {
        case .integer, .time: .integer(try int64(index))
        case .text: .text(try text(index))
        case .bytes: .bytes(try bytes(index))
        case .flag: .flag(try bool(index))
        case .amount: .amount(try amount(index))
        }
    }
}

extension PostgresValue {
    init(_ value: PlatformValue) {
        self =
            switch value {
            case .null: .null
            case .integer(let number): .int64(number)
            case .text(let text): .text(text)
            case .bytes(let bytes): .bytes(bytes)
            case .flag(let flag): .bool(flag)
            case .amount(let amount): .numeric(amount.units)
            }
    }

    /// One column of the rows. A value of another kind becomes a null, which the server refuses where it must not be.
    init(_ rows: [PlatformRow], column: Int, _ kind: PlatformTable.Kind) {
        self =
            switch kind {
            case .integer, .time: .int64s(rows.map { if case .integer(let number) = $0[column] { number } else { nil } })
            case .text: .texts(rows.map { if case .text(let text) = $0[column] { text } else { nil } })
            case .bytes: .byteArrays(rows.map { if case .bytes(let bytes) = $0[column] { bytes } else { nil } })
            case .flag: .bools(rows.map { if case .flag(let flag) = $0[column] { flag } else { nil } })
            case .amount: .numerics(rows.map { if case .amount(let amount) = $0[column] { amount.units } else { nil } })
            }
    }
}
