import PayCore
import PayDomain
import PayLedger

/// The list of payments, as its template names it.
struct PaymentsContent: PageContent {
    let template = "account_payments"
    let heading: String
    let isError: Bool
    let isWide = true
    let path = PaymentsPage.path
    let search: String
    let isFiltered: Bool
    let directions: [Choice]
    let coins: [Choice]
    let from: DayField
    let to: DayField
    /// Of a list that holds any.
    let hasPayments: Bool
    let payments: [PaymentRow]
    let emptyText: String?
    let cutShortText: String?
    let olderHref: String?
    let olderText: String
    let newestHref: String?
    let allHref: String?

    struct Choice: Sendable {
        let value: String
        let choiceName: String
        let isChosen: Bool
    }

    struct DayField: Sendable {
        let dayValue: String
        let dayProblem: String?
    }

    init(_ page: ListOwnPayments.Page, query: PaymentsQuery, coins: [Coin], texts: PageTexts) {
        let words = texts.history
        heading = texts.account.paymentsSection
        search = query.search
        isFiltered = query.isFiltered
        directions =
            [Choice(value: "", choiceName: words.everyDirection, isChosen: query.direction == nil)]
            + [(Direction.userToApp, words.paid), (.appToUser, words.received)].map { direction, name in
                Choice(value: String(direction.rawValue), choiceName: name, isChosen: query.direction == direction)
            }
        self.coins =
            [Choice(value: "", choiceName: words.everyCoin, isChosen: query.coin == nil)]
            + coins.map { Choice(value: $0.code, choiceName: $0.code.uppercased(), isChosen: query.coin == $0) }
        from = DayField(dayValue: query.from.text, dayProblem: query.from.isWrong ? words.dateWrong : nil)
        to = DayField(dayValue: query.to.text, dayProblem: query.to.isWrong ? words.dateWrong : nil)
        isError = query.from.isWrong || query.to.isWrong
        payments = page.payments.map { PaymentRow($0, texts: texts) }
        hasPayments = !payments.isEmpty
        let isPlain = query.asksForAll && query.place == nil
        // A search that goes on has not found nothing yet.
        emptyText = hasPayments || page.isCutShort ? nil : isPlain ? words.none : words.noneFound
        cutShortText = page.isCutShort ? words.cutShort(ListOwnPayments.searchReach) : nil
        olderHref = page.next.map { query.address(after: $0).reference }
        olderText = page.isCutShort ? words.searchOnLink : words.olderLink
        newestHref = query.place == nil ? nil : query.address(after: nil).reference
        allHref = query.asksForAll ? nil : PaymentsPage.path
    }
}

/// One payment in a list.
struct PaymentRow: Sendable {
    let paymentHref: String
    let appName: String
    let companyName: String
    let rowTime: Sentence
    /// With its sign.
    let rowAmount: String
    let rowSize: String
    let rowCoin: String
    /// `in`, `out` or `void`: what it did to the balance.
    let flow: String
    /// What is to be said of it beside the amount.
    let rowStatus: String?

    init(_ payment: OwnPayment, texts: PageTexts) {
        let order = payment.order
        let amount = PageAmount(order.volume, of: payment.coin)
        paymentHref = OwnPaymentPage.reference(of: order.id)
        appName = payment.app
        companyName = payment.company
        rowTime = texts.endings.moment(order.createTime)
        rowAmount = order.signed(amount)
        rowSize = amount.sizeClass
        rowCoin = amount.coin
        flow = order.flow
        rowStatus =
            switch order.status {
            case .failed: texts.history.failed
            case .transferring: texts.history.underReview
            case .succeeded: order.original == nil ? nil : texts.history.refund
            }
    }
}

extension Order {
    /// What it did to the user's balance.
    var flow: String {
        switch (status, direction) {
        case (.succeeded, .userToApp): "out"
        case (.succeeded, .appToUser): "in"
        case (.failed, _), (.transferring, _): "void"
        }
    }

    /// An amount with the sign of what it does to the user's balance: a minus sign, not a hyphen, for less.
    func signed(_ amount: PageAmount) -> String { (direction == .userToApp ? "\u{2212}" : "+") + amount.digits }
}
