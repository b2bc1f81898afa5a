import Hummingbird
import PayCore
import PayDomain
import PayLedger
import PayWire

/// `GET /sandbox/credentials`: the fixed data that every sandbox starts with, so that a client can be set up from one answer.
struct ShowCredentials: Sendable {
    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func answer() async -> Response {
        SandboxAnswer.json { writer in
            writer.beginObject()
            writer.member("base_url", platform.settings.publicURL)
            writer.member("company_id", SandboxData.company)
            writer.beginArray("apps")
            for app in SandboxData.apps { app.write(to: &writer) }
            writer.endArray()
            writer.beginArray("coins")
            for (id, code, digits) in SandboxData.coins {
                writer.beginObject()
                writer.member("coin_id", Int64(id))
                writer.member("coin_code", code)
                writer.member("fraction_digits", Int64(digits))
                writer.endObject()
            }
            writer.endArray()
            writer.beginArray("users")
            for user in SandboxData.users { user.write(to: &writer) }
            writer.endArray()
            writer.endObject()
        }
    }
}

extension SandboxData.AppSeed {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("app_id", id)
        writer.member("company_id", SandboxData.company)
        writer.member("admin_uid", manager)
        writer.member("access_key", accessKey)
        writer.member("secret_key", secretKey)
        writer.member("resp_check_key", checkKey)
        writer.member("strong_secret", StrongSecret(bytes: strongSecret)?.text ?? "")
        writer.beginArray("scopes")
        for scope in scopes.scopes { writer.value(Int64(scope.rawValue)) }
        writer.endArray()
        writer.beginArray("coins")
        for coin in SandboxData.appCoins { writer.value(coin) }
        writer.endArray()
        writer.member("cut_rate", cutRate)
        writer.endObject()
    }
}

extension SandboxData.UserSeed {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("uid", uid)
        writer.member("name", name)
        if !isManager {
            writer.member("password", password)
            writer.member("trade_password", SandboxData.tradePassword)
            writer.member("payments_frozen", paymentsFrozen)
        }
        if let openID {
            writer.beginArray("authorised")
            writer.beginObject()
            writer.member("app_id", SandboxData.apps[0].id)
            writer.member("open_id", openID)
            writer.member("union_id", unionID)
            writer.endObject()
            writer.endArray()
        }
        writer.beginArray("balances")
        for balance in balances {
            writer.beginObject()
            writer.member("coin_code", balance.coin)
            writer.member("account", balance.book.name)
            writer.member("total", balance.volume)
            writer.member("frozen", balance.frozen ?? "0")
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }
}
