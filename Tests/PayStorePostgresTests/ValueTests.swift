import PayCore
import PayStorePostgres
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct ValueTests {
    private static let largest: Int128 = .max
    private static let nines: Int128 = 99_999_999_999_999_999_999_999_999_999_999_999_999

    /// Whole numbers on all edges of their encoding in groups of four digits.
    private static let numerics: [Int128] =
        [0, 1, 9_999, 10_000, 10_001, 99_990_000, 100_000_000, 10_000_000_000_000_000_000_000_000_000_000_000_000, nines, largest]
        .flatMap { [$0, -$0] } + [.min]

    @Test(arguments: numerics) func aNumericIsExactBothWays(_ number: Int128) async throws {
        let echo = PostgresStatement("echo_numeric", "SELECT $1, $1::text, $2::text::numeric", .numeric, .text)
        let row = try await Self.row(echo(.numeric(number), .text("\(number)")))
        #expect(try row.numeric(0) == number)
        #expect(try row.text(1) == "\(number)")
        #expect(try row.numeric(2) == number)
    }

    @Test func manyNumericsAreExactBothWays() async throws {
        var random = Seeded()
        let numbers = (0..<2_000).map { _ in Int128(truncatingIfNeeded: random.next128()) >> Int128.random(in: 0..<127, using: &random) }
        let echo = PostgresStatement(
            "echo_numerics", "SELECT $1, array(SELECT unnest($1)::text), array(SELECT unnest($2)::numeric)", .numerics, .texts)
        let row = try await Self.row(echo(.numerics(numbers), .texts(numbers.map(\.description))))
        #expect(try row.numerics(0) == numbers, "\(random)")
        #expect(try row.texts(1) == numbers.map(\.description), "\(random)")
        #expect(try row.numerics(2) == numbers, "\(random)")
    }

    @Test func zerosAfterThePointAreNoFraction() async throws {
        #expect(try await Self.row(PostgresStatement("zeros", "SELECT 5.000000")()).numeric(0) == 5)
        #expect(try await Self.row(PostgresStatement("power", "SELECT 1e30")()).numeric(0) == 1_000_000_000_000_000_000_000_000_000_000)
        #expect(try await Self.row(PostgresStatement("minus_zero", "SELECT -0.0")()).numeric(0) == 0)
    }

    @Test(arguments: [
        ("0.5", PostgresUnreadable.fraction), ("-12.000000000000000001", .fraction), ("1e-30", .fraction), ("NaN", .notANumber),
        ("Infinity", .notANumber), ("-Infinity", .notANumber), ("\(Int128.max)0", .outOfRange),
        ("170141183460469231731687303715884105728", .outOfRange), ("-170141183460469231731687303715884105729", .outOfRange),
        ("1e38000", .outOfRange), ("340282366920938463463374607431768211456", .outOfRange),
    ])
    func aNumericThatIsNoWholeNumberOf128BitsIsRefused(_ text: String, _ why: PostgresUnreadable) async throws {
        // As a server before 14 knows no infinity, the cast is part of what is tested.
        let cast = PostgresStatement("cast_numeric", "SELECT $1::numeric AS money", .text)
        let row = try await Self.row(cast(.text(text)))
        #expect(throws: PostgresError.unreadable(column: "money", why)) { try row.numeric(0) }
    }

    @Test func everyOtherTypeComesBackAsItWent() async throws {
        let echo = PostgresStatement("echo_scalars", "SELECT $1, $2, $3, $4, $5, $6", .bool, .bytes, .int64, .int64, .text, .text)
        for (number, text) in [(Int64.min, ""), (0, "이무기 🐉 e\u{301}"), (.max, "a'b\"c\\d\n\u{1}")] {
            let bytes = Array(UInt8.min ... .max) + Array(text.utf8)
            let time = Timestamp(nanoseconds: number)
            let row = try await Self.row(
                echo(.bool(number == 0), .bytes(bytes), .int64(number), .timestamp(time), .text(text), .null))
            #expect(try row.bool(0) == (number == 0))
            #expect(try row.bytes(1) == bytes)
            #expect(try row.int64(2) == number)
            #expect(try row.timestamp(3) == time)
            #expect(try Array(row.text(4).utf8) == Array(text.utf8))
            #expect(try row.isNull(5))
            #expect(try row.optional(5, row.text) == nil)
            #expect(try row.optional(4, row.text) == text)
        }
        #expect(try await Self.row(echo(.null, .bytes([]), .null, .null, .null, .null)).bytes(1) == [])
    }

    @Test func arraysComeBackAsTheyWentNullsAndAll() async throws {
        let echo = PostgresStatement(
            "echo_arrays", "SELECT $1, $2, $3, $4, $5, $6", .bools, .byteArrays, .int64s, .int64s, .texts, .numerics)
        let row = try await Self.row(
            echo(
                .bools([true, nil, false]), .byteArrays([[], nil, [0, 255]]), .int64s([.min, nil, .max]),
                .timestamps([Timestamp(nanoseconds: 1), nil]), .texts(["", nil, "{\"a\",NULL}"]), .numerics([nil, .max, .min, -Self.nines]))
        )
        #expect(try row.bools(0) == [true, nil, false])
        #expect(try row.byteArrays(1) == [[], nil, [0, 255]])
        #expect(try row.int64s(2) == [.min, nil, .max])
        #expect(try row.int64s(3) == [1, nil])
        #expect(try row.texts(4) == ["", nil, "{\"a\",NULL}"])
        #expect(try row.numerics(5) == [nil, .max, .min, -Self.nines])
        let empty = try await Self.row(echo(.bools([]), .byteArrays([nil]), .int64s([]), .null, .texts([]), .numerics([])))
        #expect(try empty.bools(0) == [])
        #expect(try empty.byteArrays(1) == [nil])
        #expect(try empty.isNull(3))
    }

    @Test func columnsOfRowsGoInAsArrays() async throws {
        let unnest = PostgresStatement(
            "unnest", "SELECT id, units, name FROM unnest($1, $2, $3) AS rows (id, units, name) ORDER BY id DESC", .int64s, .numerics,
            .texts)
        let rows = try await PostgresServer.shared.value.withPool { pool in
            try await pool.read([unnest(.int64s([1, 2]), .numerics([.max, nil]), .texts([nil, "b"]))])[0]
        }
        #expect(rows.count == 2)
        #expect(rows.affected == 2)
        #expect(try rows.map { try $0.int64(0) } == [2, 1])
        #expect(try rows.map { row in try row.optional(1, row.numeric) } == [nil, .max])
        #expect(try rows.map { row in try row.optional(2, row.text) } == ["b", nil])
    }

    @Test func aColumnReadAsWhatItIsNotIsRefusedByName() async throws {
        let row = try await Self.row(
            PostgresStatement("odd", "SELECT 1::int4 AS small, NULL::bigint AS nothing, 'x'::text AS word, '{{1,2}}'::bigint[] AS square")()
        )
        #expect(throws: PostgresError.unreadable(column: "small", .otherType(expected: .int64, found: 23))) { try row.int64(0) }
        #expect(throws: PostgresError.unreadable(column: "nothing", .null)) { try row.int64(1) }
        #expect(throws: PostgresError.unreadable(column: "word", .otherType(expected: .bytes, found: 25))) { try row.bytes(2) }
        #expect(throws: PostgresError.unreadable(column: "square", .malformed)) { try row.int64s(3) }
        for column in [-1, 4] {
            #expect(throws: PostgresError.unreadable(column: "column \(column)", .noSuchColumn)) { try row.text(column) }
            #expect(throws: PostgresError.unreadable(column: "column \(column)", .noSuchColumn)) { try row.isNull(column) }
        }
    }

    @Test func valuesThatDoNotFitTheStatementAreRefusedHere() async throws {
        let one = PostgresStatement("one_value", "SELECT $1", .int64)
        try await PostgresServer.shared.value.withPool { (pool) async throws in
            for values in [[], [PostgresValue.text("1")], [.int64(1), .int64(2)]] {
                let error = await #expect(throws: PostgresError.self) {
                    try await pool.read([PostgresCall(statement: one, values: values)])
                }
                guard case .misused = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
            }
            // The connection is as good as before.
            #expect(try await pool.read([one(.int64(7))])[0][0].int64(0) == 7)
        }
    }

    private static func row(_ call: PostgresCall) async throws -> PostgresRow {
        let rows = try await PostgresServer.shared.value.withPool { try await $0.read([call]) }
        return try #require(rows.first?.first)
    }
}

extension Seeded {
    fileprivate mutating func next128() -> UInt128 { UInt128(next()) << 64 | UInt128(next()) }
}
