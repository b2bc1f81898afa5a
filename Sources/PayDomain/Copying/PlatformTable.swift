import PayCore

/// One value of a row, whatever a store writes it as.
package enum PlatformValue: Hashable, Sendable {
    case null
    /// A number, or a time in nanoseconds since 1970.
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
    case flag(Bool)
    case amount(Amount)
}

/// The values of a row, in the order of its table's columns.
package typealias PlatformRow = [PlatformValue]

/// A table that every store keeps, with what is in it whatever the store adds to it of its own.
package struct PlatformTable: Hashable, Sendable {
    package enum Kind: Sendable {
        case integer
        /// Nanoseconds since 1970.
        case time
        case text
        case bytes
        case flag
        case amount
    }

    package struct Column: Hashable, Sendable {
        package let name: String
        package let kind: Kind

        static func integer(_ name: String) -> Column { Column(name: name, kind: .integer) }
        static func time(_ name: String) -> Column { Column(name: name, kind: .time) }
        static func text(_ name: String) -> Column { Column(name: name, kind: .text) }
        static func bytes(_ name: String) -> Column { Column(name: name, kind: .bytes) }
        static func flag(_ name: String) -> Column { Column(name: name, kind: .flag) }
        static func amount(_ name: String) -> Column { Column(name: name, kind: .amount) }
    }

    package let name: String
    /// Those by which a row is found, and in whose order rows are read and written. They are never null, and no two rows have the same.
    package let key: [Column]
    /// All columns, those of the key first.
    package let columns: [Column]

    init(_ name: String, key: [Column], _ others: [Column]) {
        self.name = name
        self.key = key
        columns = key + others
    }

    /// The part of a row by which it is found.
    package func key(of row: PlatformRow) -> [PlatformValue] { Array(row.prefix(key.count)) }
}

extension PlatformTable {
    /// Every table, in an order in which their rows may be written: none refers to one that comes later, nor does a row to one of its own
    /// table that comes later.
    ///
    /// What is not here is derived: by SQLite from the rows themselves, by PostgreSQL when a copy ends.
    package static let all = directory + users + orders + ledger + callbacks

    private static let directory = [
        PlatformTable("metadata", key: [.text("name")], [.text("value")]),
        PlatformTable("coin", key: [.integer("id")], [.text("code"), .integer("scale")]),
        PlatformTable("company", key: [.text("id")], [.text("name")]),
        PlatformTable(
            "user", key: [.integer("id")],
            [
                .text("name"), .text("password_hash"), .text("trade_password_hash"), .flag("payments_frozen"), .flag("enabled"),
                .integer("version"), .integer("trade_tries"), .time("trade_locked_until"), .time("payments_frozen_until"),
            ]),
        PlatformTable(
            "app", key: [.text("id")],
            [
                .text("company_id"), .text("name"), .integer("manager"), .flag("enabled"), .integer("scopes"), .integer("cut_millionths"),
                .text("envelope_member"), .text("callback_url"), .flag("allows_loopback"), .bytes("check_key"), .bytes("strong_secret"),
                .bytes("replaced_check_key"), .bytes("replaced_strong_secret"), .time("replaced_until"),
            ]),
        PlatformTable("app_coin", key: [.text("app_id"), .integer("coin")], [.amount("daily_limit"), .amount("review_above")]),
        PlatformTable("app_origin", key: [.text("app_id"), .integer("line")], [.text("origin")]),
        PlatformTable("app_login_url", key: [.text("app_id"), .integer("line")], [.text("url")]),
        PlatformTable(
            "access_key", key: [.text("id")], [.text("app_id"), .bytes("secret"), .flag("enabled"), .time("create_time")]),
        PlatformTable("access_key_address", key: [.text("key_id"), .integer("line")], [.text("address")]),
        PlatformTable("price", key: [.text("symbol")], [.text("close_price"), .time("time")]),
    ]

    private static let users = [
        PlatformTable("union_id", key: [.text("company_id"), .integer("uid")], [.text("union_id")]),
        PlatformTable("user_grant", key: [.text("app_id"), .integer("uid")], [.text("open_id"), .integer("scopes")]),
        PlatformTable(
            "spending_cap", key: [.integer("uid"), .text("app_id"), .integer("coin")],
            [.amount("cap"), .integer("day"), .amount("taken")]),
        PlatformTable(
            "session", key: [.bytes("id_hash")],
            [
                .integer("uid"), .time("create_time"), .time("expire_time"), .time("last_use_time"), .text("program"), .text("system"),
                .text("address"),
            ]),
        PlatformTable("sign_in_try", key: [.bytes("key")], [.integer("tries"), .time("expire_time")]),
        PlatformTable(
            "login", key: [.integer("id")],
            [
                .text("app_id"), .integer("uid"), .text("device"), .integer("scopes"), .time("create_time"), .flag("ended"),
                .time("refresh_time"),
            ]),
        PlatformTable(
            "access_token", key: [.bytes("hash")],
            [.integer("login"), .time("expire_time"), .time("kept_until"), .flag("replaced"), .bytes("pay_token_hash")]),
        PlatformTable("refresh_token", key: [.bytes("hash")], [.integer("login"), .time("expire_time"), .flag("spent")]),
        PlatformTable(
            "login_code", key: [.bytes("hash")],
            [
                .text("app_id"), .integer("uid"), .text("device"), .text("state"), .integer("asked"), .integer("granted"),
                .time("expire_time"), .flag("spent"), .integer("login"),
            ]),
    ]

    private static let orders = [
        PlatformTable(
            "orders", key: [.integer("id")],
            [
                .text("app_id"), .text("trade_no"), .integer("uid"), .integer("coin"), .amount("volume"), .amount("cut"),
                .integer("direction"), .integer("type"), .text("scene"), .text("description"), .text("device"), .time("create_time"),
                .integer("status"), .time("arrive_time"), .integer("original"),
            ]),
        PlatformTable("returned", key: [.integer("original")], [.amount("volume")]),
        PlatformTable(
            "application", key: [.text("app_id"), .text("trade_no")],
            [
                .integer("coin"), .amount("volume"), .amount("cut"), .text("scene"), .text("description"), .text("device"), .text("state"),
                .text("redirect_url"), .text("domain"), .integer("only_user"), .bytes("code_hash"), .time("expire_time"),
                .time("create_time"), .flag("cancelled"),
            ]),
    ]

    private static let ledger = [
        PlatformTable("account", key: [.integer("owner"), .integer("book"), .integer("coin")], [.amount("total"), .amount("frozen")]),
        PlatformTable(
            "ledger_transaction", key: [.integer("sequence")],
            [.integer("kind"), .time("time"), .integer("order_id"), .text("reference"), .bytes("hash")]),
        PlatformTable(
            "posting", key: [.integer("sequence"), .integer("line")],
            [.integer("owner"), .integer("book"), .integer("coin"), .amount("delta"), .amount("frozen_delta")]),
        PlatformTable(
            "hold", key: [.text("reference")],
            [.integer("owner"), .integer("book"), .integer("coin"), .amount("volume"), .flag("open")]),
        PlatformTable("daily_payout", key: [.text("app_id"), .integer("coin"), .integer("day")], [.amount("volume")]),
    ]

    private static let callbacks = [
        PlatformTable(
            "callback", key: [.integer("order_id")],
            [
                .text("app_id"), .time("due_time"), .time("first_attempt_time"), .integer("attempts"), .integer("schedule"),
                .time("delivered_time"), .flag("redone"), .time("leased_until"), .integer("fence"),
            ]),
        PlatformTable(
            "callback_attempt", key: [.integer("id")],
            [
                .integer("order_id"), .text("app_id"), .integer("number"), .integer("schedule"), .time("time"), .text("url"),
                .integer("http_status"), .text("failure"), .integer("duration"), .time("first_attempt_time"), .time("next_time"),
                .text("address"), .text("failure_kind"), .text("request_headers"), .text("answer_headers"), .bytes("answer_start"),
                .flag("superseded"),
            ]),
        PlatformTable("failing_app", key: [.text("app_id")], [.time("since")]),
    ]
}
