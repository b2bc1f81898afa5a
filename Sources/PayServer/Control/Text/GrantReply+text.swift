import PayCore
import PayDomain

extension GrantReply {
    static let header = ["APP_ID", "OPEN_ID", "SCOPES"]
    var row: [String] { [appID, openID, scopes.isEmpty ? "taken back" : scopes.map(String.init).joined(separator: ",")] }

    /// What is left after a grant was taken back.
    var text: String {
        """
        \(name) (uid \(uid)) allows the app \(appID) nothing any more. Every login there has ended.
        \(details([("open_id", "\(openID), which stays the user's name to this app")]))
        """
    }
}

extension PriceReply {
    static let header = ["SYMBOL", "CLOSE_PRICE", "SET"]
    var row: [String] { [symbol, closePrice, UTCTime.text(Timestamp(nanoseconds: time))] }

    var text: String { "\(symbol) is at \(closePrice) now." }
}
