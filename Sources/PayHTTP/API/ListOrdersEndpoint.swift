import PayCore
import PayDomain
import PayLedger
import PayWire

/// `/api/v1/pay/order/history/`: orders (protocol, 5.6).
struct ListOrdersEndpoint: ServerEndpoint, ClientEndpoint {
    static let path = "/api/v1/pay/order/history"
    static let scope: ScopeRule? = nil

    /// Times from this value on are nanoseconds, below it seconds.
    private static let leastNanoseconds: Int64 = 1_000_000_000_000_000

    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func run(_ fields: Fields, by caller: AppCaller) async throws -> AnswerData {
        var filter = try filter(fields, of: caller.app.id)
        if let number = try fields.optionalPositive("uid") {
            guard let user = UserID(number) else { throw PlatformError.badParameter("uid", "names no user of this platform") }
            filter.user = user
        }
        return try await list(filter, fields, of: caller.app, in: .server)
    }

    func run(_ fields: Fields, by caller: UserCaller) async throws -> AnswerData {
        var filter = try filter(fields, of: caller.app.id)
        filter.user = caller.user
        return try await list(filter, fields, of: caller.app, in: .client)
    }

    private func list(_ filter: OrderFilter, _ fields: Fields, of app: App, in mode: CallMode) async throws -> AnswerData {
        let offset = try fields.optionalPositive("offset") ?? 0
        let limit = try fields.optionalPositive("limit") ?? Int64(ListOrders.maximumLimit)
        guard limit <= ListOrders.maximumLimit else {
            throw PlatformError.badParameter("limit", "must be 1 to \(ListOrders.maximumLimit), or 0 for \(ListOrders.maximumLimit)")
        }
        var filter = filter
        filter.coin = try coin(fields, of: app)
        let (total, orders) = try await ListOrders(platform).run(filter, offset: offset, limit: Int(limit))
        return AnswerData { writer in
            writer.beginObject()
            writer.member("total", total)
            writer.beginArray("list")
            for order in orders { order.body(in: mode).write(to: &writer) }
            writer.endArray()
            writer.endObject()
        }
    }

    private func filter(_ fields: Fields, of app: AppID) throws -> OrderFilter {
        var filter = OrderFilter(app: app)
        if let number = try fields.optionalPositive("direction") {
            guard let direction = Direction(rawValue: Int(clamping: number)) else {
                throw PlatformError.badParameter("direction", "must be 1 (user to app), 2 (app to user) or 0 (both)")
            }
            filter.direction = direction
        }
        filter.type = try orderType(fields)
        filter.start = try time(fields, "start_time")
        filter.end = try time(fields, "end_time")
        return filter
    }

    /// Read after every other parameter, whose refusals go before this one's (protocol, section 3).
    private func coin(_ fields: Fields, of app: App) throws -> CoinID? {
        guard let code = try fields.optionalString("coin_code") else { return nil }
        let coin = try platform.directory.current.coin(code: code)
        guard app.coins[coin.id] != nil else { throw LedgerRefusal.coinNotAllowed.platformError }
        return coin.id
    }

    private func orderType(_ fields: Fields) throws -> OrderType? {
        let number = try fields.optionalPositive("order_type")
        let other = try fields.optionalPositive("trans_type")
        if let number, let other, number != other {
            throw PlatformError.badParameter("trans_type", "is another name of order_type and must not differ from it")
        }
        guard let given = number ?? other else { return nil }
        guard let type = OrderType(rawValue: Int(clamping: given)) else {
            throw PlatformError.badParameter("order_type", "must be 1 to 4, or 0 for all")
        }
        return type
    }

    private func time(_ fields: Fields, _ name: String) throws -> Timestamp? {
        guard let number = try fields.optionalPositive(name) else { return nil }
        return number >= Self.leastNanoseconds ? Timestamp(nanoseconds: number) : Timestamp(seconds: number)
    }
}
