import PayCore
import PayDomain
import PayLedger

/// A payment with its receipt, as its template names it.
struct OwnPaymentContent: PageContent {
    let template = "account_payment"
    let heading: String
    let isError = false
    let paymentTitle: Sentence
    let company: String
    let totalSize: String
    let total: String
    let coin: String
    let flow: String
    let facts: [EndingContent.Fact]
    let scene: String?
    let description: String?
    let refundedTotal: String?
    let refunds: [Refund]
    let originalHref: String?
    let originalNumber: String?
    let receiptCode: String?
    let receiptHref: String
    let receiptURL: String
    let backHref = PaymentsPage.path

    struct Refund: Sendable {
        let refundHref: String
        let refundTime: Sentence
        let refundAmount: String
    }

    /// - Parameter publicURL: where whoever holds the receipt can have it checked.
    init(_ view: OwnPaymentView, publicURL: String, texts: PageTexts) {
        let (order, currency) = (view.payment.order, view.payment.coin)
        let amount = PageAmount(order.volume, of: currency)
        paymentTitle =
            switch (order.direction, order.original) {
            case (.userToApp, _): texts.history.paidTo(view.payment.app)
            case (.appToUser, nil): texts.history.receivedFrom(view.payment.app)
            case (.appToUser, _?): texts.history.refundFrom(view.payment.app)
            }
        heading = paymentTitle.plain
        company = view.payment.company
        total = order.signed(amount)
        totalSize = amount.sizeClass
        coin = amount.coin
        flow = order.flow
        facts = Self.facts(of: order, in: currency, texts: texts)
        scene = order.texts.scene.nonEmpty
        description = order.texts.desc.nonEmpty
        refundedTotal = view.returned.isZero ? nil : PageAmount(view.returned, of: currency).text
        refunds = view.returns.map { refund in
            Refund(
                refundHref: OwnPaymentPage.reference(of: refund.id), refundTime: texts.endings.moment(refund.createTime),
                refundAmount: "+\(PageAmount(refund.volume, of: currency).text)"
            )
        }
        originalHref = view.original.map { OwnPaymentPage.reference(of: $0.id) }
        originalNumber = view.original.map { $0.id.description }
        receiptCode = view.receipt?.text
        receiptHref = ReceiptPage.address(of: view.receipt?.text ?? "").reference
        receiptURL = "\(publicURL)\(ReceiptPage.path)"
    }

    private static func facts(of order: Order, in coin: Coin, texts: PageTexts) -> [EndingContent.Fact] {
        let words = texts.history
        let status =
            switch order.status {
            case .succeeded: words.succeeded
            case .failed: words.failed
            case .transferring: words.underReview
            }
        var facts = [EndingContent.Fact(label: words.statusLabel, value: "\(words: status)")]
        if order.direction == .userToApp {
            facts.append(.init(label: texts.summary.feeLabel, value: fee(of: order, in: coin, texts)))
            if !order.cut.isZero, let net = order.volume.subtracting(order.cut) {
                facts.append(.init(label: texts.summary.payeeReceivesLabel, value: "\(PageAmount(net, of: coin))"))
            }
            facts.append(.init(label: words.fromAccountLabel, value: "\(words: order.type.payerBook.name(texts.money))"))
        } else {
            facts.append(.init(label: words.toAccountLabel, value: "\(words: order.type.payeeBook.name(texts.money))"))
        }
        facts.append(.init(label: words.createdLabel, value: texts.endings.moment(order.createTime)))
        if let arriveTime = order.arriveTime { facts.append(.init(label: words.completedLabel, value: texts.endings.moment(arriveTime))) }
        return facts + [
            .init(label: texts.endings.orderLabel, value: "\(name: order.id.description)"),
            .init(label: texts.endings.tradeNoLabel, value: "\(name: order.key.tradeNo.text)"),
            .init(label: words.holderLabel, value: "\(name: order.user.description)"),
        ]
    }

    private static func fee(of order: Order, in coin: Coin, _ texts: PageTexts) -> Sentence {
        guard !order.cut.isZero else { return "\(words: texts.summary.noFee)" }
        return "\(PageAmount(order.cut, of: coin)) (\(words: texts.summary.feeHint))"
    }
}
