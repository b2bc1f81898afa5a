import Crypto
import PayCore
import PayLedger

/// Makes the codes of receipts, and tells whether one is genuine.
struct ReceiptSeal: Sendable {
    private let key: SymmetricKey

    /// - Parameter key: the same on every node and for as long as receipts are to be genuine.
    init(key: SymmetricKey) { self.key = key }

    /// The code of an order's receipt.
    ///
    /// - Returns: `nil` unless the order has succeeded: then nothing of it ever changes, and neither does its code.
    func code(for order: Order, in coin: Coin) -> ReceiptCode? {
        guard order.status == .succeeded else { return nil }
        return ReceiptCode(order: order.id, tag: tag(for: order, in: coin))
    }

    /// Whether the code is that of the order as it is. It takes the same time whichever part of it is wrong.
    func isGenuine(_ code: ReceiptCode, for order: Order, in coin: Coin) -> Bool {
        guard order.status == .succeeded, code.order == order.id else { return false }
        return zip(code.tag, tag(for: order, in: coin)).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private func tag(for order: Order, in coin: Coin) -> [UInt8] {
        let authentication = HMAC<SHA256>.authenticationCode(for: Array(Self.facts(of: order, in: coin).utf8), using: key)
        return Array(authentication.prefix(ReceiptCode.tagBytes))
    }

    /// Everything about an order that a receipt states, a line each. No value holds the end of a line.
    private static func facts(of order: Order, in coin: Coin) -> String {
        [
            "receipt 1", "\(order.id)", order.key.app.text, order.key.tradeNo.text, "\(order.user)", coin.code,
            order.volume.text(scale: coin.scale), order.cut.text(scale: coin.scale), "\(order.direction.rawValue)",
            "\(order.type.rawValue)", "\(order.createTime.nanoseconds)", "\(order.arriveTime?.nanoseconds ?? 0)",
            "\(order.status.rawValue)",
        ].joined(separator: "\n")
    }
}
