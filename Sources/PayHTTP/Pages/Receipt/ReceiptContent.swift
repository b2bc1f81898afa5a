import PayCore
import PayDomain
import PayLedger

/// The page that checks receipts, as its template names it.
struct ReceiptContent: PageContent {
    let template = "receipt"
    let heading: String
    let isError: Bool
    let lead: String
    /// `good` or `warn`: the mark of an answer; `nil` before a question.
    let tone: String?
    let total: String?
    let totalSize: String
    let coin: String
    let hasFacts: Bool
    let facts: [EndingContent.Fact]
    /// As it was entered.
    let code: String
    let isWrong: Bool
    let path = ReceiptPage.path

    /// The form alone.
    init(_ texts: PageTexts) {
        self.init(heading: texts.receipt.checkHeading, lead: texts.receipt.checkLead, tone: nil, code: "")
    }

    /// A code that is none.
    init(refused code: String, _ texts: PageTexts) {
        // A longer one was never looked at.
        let shown = code.utf8.count <= ReceiptCode.maximumBytes ? code : ""
        self.init(heading: texts.receipt.otherHeading, lead: texts.receipt.otherLead, tone: "warn", code: shown)
    }

    /// A genuine one.
    init(_ receipt: Receipt, code: String, now: Timestamp, _ texts: PageTexts) {
        self.init(
            heading: texts.receipt.genuineHeading, lead: texts.receipt.genuineLead, tone: "good", code: ReceiptCode(code)?.text ?? code,
            amount: PageAmount(receipt.payment.order.volume, of: receipt.payment.coin),
            facts: Self.facts(of: receipt, now: now, texts)
        )
    }

    private init(
        heading: String, lead: String, tone: String?, code: String, amount: PageAmount? = nil, facts: [EndingContent.Fact] = []
    ) {
        self.heading = heading
        self.lead = lead
        self.tone = tone
        self.code = code
        self.facts = facts
        hasFacts = !facts.isEmpty
        total = amount?.digits
        totalSize = amount?.sizeClass ?? ""
        coin = amount?.coin ?? ""
        isWrong = tone == "warn"
        isError = isWrong
    }

    private static func facts(of receipt: Receipt, now: Timestamp, _ texts: PageTexts) -> [EndingContent.Fact] {
        let (order, coin, words) = (receipt.payment.order, receipt.payment.coin, texts.receipt)
        let app: Sentence = "\(name: receipt.payment.app) · \(name: receipt.payment.company)"
        let holder = words.holder(order.user.description)
        let isPaid = order.direction == .userToApp
        var facts = [
            EndingContent.Fact(label: words.payerLabel, value: isPaid ? holder : app),
            EndingContent.Fact(label: words.payeeLabel, value: isPaid ? app : holder),
        ]
        if !order.cut.isZero {
            facts.append(
                .init(label: texts.summary.feeLabel, value: "\(PageAmount(order.cut, of: coin)) (\(words: texts.summary.feeHint))"))
        }
        facts.append(.init(label: texts.history.completedLabel, value: texts.endings.moment(order.arriveTime ?? order.createTime)))
        facts.append(.init(label: texts.endings.orderLabel, value: "\(name: order.id.description)"))
        facts.append(.init(label: texts.endings.tradeNoLabel, value: "\(name: order.key.tradeNo.text)"))
        let returned: Sentence =
            receipt.returned.isZero ? "\(words: words.nothingRefunded)" : "\(PageAmount(receipt.returned, of: coin))"
        if isPaid { facts.append(.init(label: texts.history.refundedLabel, value: returned)) }
        facts.append(.init(label: words.checkedAtLabel, value: texts.endings.moment(now)))
        return facts
    }
}
