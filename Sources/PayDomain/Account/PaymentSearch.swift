import PayCore
import PayLedger

/// What a user looks for among the own payments: the platform's number of one, the beginning of an app's number, the name or `app_id` of an
/// app, the name of its company, or a part of the app's texts.
package struct PaymentSearch: Hashable, Sendable {
    /// The longest text, in Unicode scalars. An app's texts are no longer either.
    package static let maximumLength = 100

    package let text: String

    /// - Returns: `nil` for a text of blanks alone. A text that is too long is cut.
    package init?(_ text: String) {
        var scalars = text.unicodeScalars.drop { $0.properties.isWhitespace }.prefix(Self.maximumLength)
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        guard !scalars.isEmpty else { return nil }
        self.text = String(scalars)
    }

    /// The number, if it may be that of an order.
    var orderID: OrderID? {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int64(text).map { OrderID($0) }
    }

    func matcher(in directory: Directory) -> Matcher {
        let text = text.lowercased()
        let apps = directory.apps.values.filter { app in
            app.id.text.lowercased() == text || app.name.lowercased().contains(text)
                || directory.companies[app.company]?.name.lowercased().contains(text) == true
        }
        return Matcher(text: text, apps: Set(apps.map(\.id)))
    }

    /// Tells which orders are meant.
    struct Matcher: Sendable {
        fileprivate let text: String
        fileprivate let apps: Set<AppID>

        func matches(_ order: Order) -> Bool {
            // By characters: whether an accent was typed as a letter of its own is nothing that people see.
            apps.contains(order.key.app) || order.key.tradeNo.text.lowercased().hasPrefix(text)
                || order.texts.scene.lowercased().contains(text) || order.texts.desc.lowercased().contains(text)
        }
    }
}
