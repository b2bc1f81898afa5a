import PayCore
import PayWire

/// One order as the shop keeps it: what it asked for, and what it has been told since.
struct ShopOrder: Sendable {
    enum Kind: Sendable {
        case purchase(of: String)
        /// - Parameter original: the `trade_no` of the purchase.
        case refund(original: String)
        case payOut(to: String)
    }

    /// How far the application, refund or pay-out itself has got.
    enum Progress: Sendable {
        case asked
        /// The platform has said no; no money has moved.
        case refused(String)
        /// No answer that can be believed has come, and the platform could not be asked either.
        case unknown
        /// The answer was lost, and the platform knows of no such order: asking again with the same `trade_no` is safe.
        case neverHappened
        /// The browser says that the payer cancelled.
        case cancelled
    }

    /// What a signed answer or callback says of the order.
    struct Record: Sendable {
        let id: String
        let uid: String
        let status: Int
        let cutVolume: String
    }

    let tradeNo: String
    let kind: Kind
    /// Decimal text, as it was asked for.
    let volume: String
    let coin: String
    /// Comes back unchanged in the redirect, if it is the platform's.
    let state: String
    /// The body that asked for it: what is asked again is the same to the byte.
    let request: [UInt8]
    var progress = Progress.asked
    var payURL: String?
    var record: Record?
    /// How much of a purchase was given back, of the amounts that the shop has seen.
    var returned = Amount.zero
    /// The browser has come back and said something; proof is only what was asked for.
    var hasComeBack = false
    /// `order/detail` was asked and has answered.
    var wasAskedFor = false
    /// Callbacks that verified.
    var callbacks = 0

    var isPaid: Bool { record?.status == 1 }
    var isPurchase: Bool { if case .purchase = kind { true } else { false } }

    /// What can still be given back; zero if nothing was paid.
    var refundable: Amount {
        guard isPurchase, isPaid, let volume = Self.amount(volume) else { return .zero }
        return volume.subtracting(returned) ?? .zero
    }

    /// The shop's coins all have the most digits that there are.
    static let scale = Scale(digits: 18)

    static func amount(_ text: String) -> Amount? {
        guard let scale else { return nil }
        return try? Amount(text, scale: scale)
    }

    static func text(_ amount: Amount) -> String { scale.map { amount.text(scale: $0) } ?? "" }
}

extension ShopOrder.Record {
    /// - Returns: `nil` if it is no order.
    init?(_ data: JSONObject) {
        guard let id = data.text("id"), let uid = data.text("uid"), let status = data.text("status").flatMap({ Int($0) }) else {
            return nil
        }
        self.init(id: id, uid: uid, status: status, cutVolume: data.text("cut_volume") ?? "0")
    }
}

extension JSONObject {
    /// The member as text, whether it is a string or a number.
    func text(_ name: String) -> String? {
        switch self[name] {
        case .string(let text), .number(let text): text
        default: nil
        }
    }

    func object(_ name: String) -> JSONObject? {
        guard case .object(let object)? = self[name] else { return nil }
        return object
    }

    func objects(_ name: String) -> [JSONObject] {
        guard case .array(let items)? = self[name] else { return [] }
        return items.compactMap { if case .object(let object) = $0 { object } else { nil } }
    }
}
