import PayCore
import PayWire

/// An order on the shop's page.
struct OrderView: Sendable {
    struct Step: Sendable {
        let label: String
        let isDone: Bool
    }

    /// A form with one button.
    struct Action: Sendable {
        let action: String
        let label: String
        let buttonID: String
        let tradeNo: String
        var newTradeNo: String?
        var part: String?
    }

    let id: String
    let title: String
    let kind: String
    /// Money that comes in, or that goes out.
    let sign: String
    let amount: String
    let unit: String
    let status: String
    let statusClass: String
    let remark: String?
    let isMarked: Bool
    let steps: [Step]
    let payURL: String?
    let actions: [Action]
    let hasTricks: Bool
    let fakeReturn: String?
    let tricks: [Action]

    init(_ order: ShopOrder, isMarked: Bool) {
        id = order.tradeNo
        switch order.kind {
        case .purchase(let name): (title, kind, sign) = (name, "Purchase", "+")
        case .refund(let original): (title, kind, sign) = ("Refund", "of \(original)", "−")
        case .payOut(let user): (title, kind, sign) = ("Pay-out", "to \(user)", "−")
        }
        amount = order.volume
        unit = order.coin.uppercased()
        (status, statusClass) = order.status
        remark = order.remark
        self.isMarked = isMarked
        let callback = order.callbacks > 1 ? "Callback ×\(order.callbacks)" : "Callback"
        let isKnown = order.record != nil
        steps =
            order.isPurchase
            ? [
                Step(label: "Applied", isDone: order.payURL != nil || isKnown), Step(label: "Came back", isDone: order.hasComeBack),
                Step(label: "Asked", isDone: order.wasAskedFor), Step(label: callback, isDone: order.callbacks > 0),
            ]
            : [Step(label: "Answered", isDone: isKnown), Step(label: callback, isDone: order.callbacks > 0)]
        let waits = order.isPurchase && !isKnown && order.waitsForPayer
        payURL = waits ? order.payURL : nil
        actions = order.actions
        fakeReturn =
            waits
            ? "\(ShopAddress.root)/return?"
                + QueryString([
                    ("id", "1"), ("trade_no", order.tradeNo), ("volume", order.volume), ("coin_code", order.coin), ("status", "1"),
                    ("state", order.state),
                ]).text
            : nil
        tricks = waits ? [order.action("forge", "Forge a callback")] : []
        hasTricks = waits
    }
}

extension ShopOrder {
    fileprivate var waitsForPayer: Bool { if case .asked = progress { payURL != nil } else { false } }

    fileprivate func action(_ path: String, _ label: String, part: String? = nil) -> OrderView.Action {
        OrderView.Action(
            action: "\(ShopAddress.root)/\(path)", label: label, buttonID: "\(path)-\(part ?? "one")-\(tradeNo)", tradeNo: tradeNo,
            newTradeNo: part == nil ? nil : ShopNames.tradeNo("refund"), part: part
        )
    }

    fileprivate var actions: [OrderView.Action] {
        var actions: [OrderView.Action] = []
        let rest = refundable
        if rest.isPositive {
            if Self.amount(volume).map({ $0.units / 2 <= rest.units }) ?? false {
                actions.append(action("refund", "Refund half", part: "half"))
            }
            actions.append(action("refund", returned.isZero ? "Refund all" : "Refund the rest", part: "rest"))
        }
        // A fresh pay_url with the same fields; the one before dies.
        if waitsForPayer, record == nil { actions.append(action("again", "Apply again")) }
        switch progress {
        case .neverHappened where !request.isEmpty: actions.append(action("again", "Try again"))
        case .neverHappened, .refused: break
        case .asked, .unknown, .cancelled: actions.append(action("ask", "Ask order/detail"))
        }
        if record != nil { actions.append(action("callback-again", "Callback again")) }
        return actions
    }

    fileprivate var status: (String, String) {
        if let record {
            switch record.status {
            case 1 where !isPurchase: return ("Done", "good")
            case 1 where returned.isZero: return ("Paid", "good")
            case 1: return (refundable.isPositive ? "Partly refunded" : "Refunded", "info")
            case 2: return ("Failed", "error")
            default: return ("In review", "warn")
            }
        }
        switch progress {
        case .asked: return (isPurchase ? "Waits for payer" : "Asked", "info")
        case .refused: return ("Refused", "error")
        case .unknown: return ("Unknown", "warn")
        case .neverHappened: return ("Did not happen", "warn")
        case .cancelled: return ("Cancelled", "plain")
        }
    }

    fileprivate var remark: String? {
        if case .refused(let reason) = progress { return reason }
        guard isPurchase, isPaid, let cut = record.flatMap({ Self.amount($0.cutVolume) }), cut.isPositive,
            let net = Self.amount(volume)?.subtracting(cut)
        else { return nil }
        return "Fee \(Self.text(cut)), so \(Self.text(net)) arrived"
    }
}
