import PayCore

/// The sign-in page, as its template names it.
struct SignInContent: PageContent {
    let template = "sign_in"
    let heading: String
    let isError: Bool
    let amountLabel: String
    let totalSize: String
    let total: String
    let coin: String
    let app: String
    let company: String
    let hasPurpose: Bool
    let scene: String?
    let description: String?
    let csrf: String
    let login: String
    let notice: String?
    let noticeTone: String
    let noticeRole: String
    /// Whether what was entered is wrong, so that the fields are marked.
    let isWrong: Bool
    let canCancel: Bool
    let entryHeading: String
    /// `nil` where nothing waits to be confirmed, as are the next two.
    let expiry: Sentence?
    let timeLeft: String?
    let secondsLeft: Int64?

    init(_ view: SignInView, texts: PageTexts) {
        let payment = view.payment
        heading = texts.summary.title(payment.volume, payment.app).plain
        amountLabel = view.isAnswered ? texts.endings.amountLabel : texts.summary.amountLabel
        totalSize = payment.volume.sizeClass
        total = payment.volume.digits
        coin = payment.volume.coin
        app = payment.app
        company = payment.company
        scene = payment.scene.nonEmpty
        description = payment.description.nonEmpty
        hasPurpose = scene != nil || description != nil
        csrf = view.csrf
        login = view.login
        canCancel = view.canCancel
        entryHeading = view.isAnswered ? texts.signIn.headingOfResult : texts.signIn.heading
        let end = payment.expiry(now: view.now, texts: texts.summary)
        (expiry, timeLeft, secondsLeft) = view.isAnswered ? (nil, nil, nil) : end
        let shown = ShownNotice(view.notice, isAnswered: view.isAnswered, texts: texts.signIn)
        (notice, noticeTone, noticeRole, isWrong) = (shown.text, shown.tone, shown.role, shown.isWrong)
        isError = isWrong
    }
}

/// The pay page, as its template names it.
struct PayContent: PageContent {
    let template = "pay"
    let heading: String
    let isError: Bool
    let amountLabel: String
    let totalSize: String
    let total: String
    let coin: String
    let app: String
    let company: String
    let scene: String?
    let description: String?
    let fee: String?
    let payeeReceives: String
    let available: String
    let remaining: String
    let csrf: String
    let shown: String
    let problem: Sentence?
    let confirmButton: Sentence
    let expiry: Sentence
    let timeLeft: String
    let secondsLeft: Int64
    let signedInAs: Sentence

    init(_ view: PayView, texts: PageTexts) {
        let payment = view.open.payment
        heading = texts.summary.title(payment.volume, payment.app).plain
        isError = view.problem != nil
        amountLabel = texts.summary.amountLabel
        totalSize = payment.volume.sizeClass
        total = payment.volume.digits
        coin = payment.volume.coin
        app = payment.app
        company = payment.company
        scene = payment.scene.nonEmpty
        description = payment.description.nonEmpty
        fee = payment.fee?.text
        payeeReceives = payment.payeeReceives.text
        available = view.available.text
        remaining = view.remaining.text
        csrf = view.open.csrf
        shown = view.shown
        confirmButton = texts.pay.confirmButton(payment.volume)
        (expiry, timeLeft, secondsLeft) = payment.expiry(now: view.now, texts: texts.summary)
        signedInAs = texts.summary.signedInAs(view.open.payer)
        problem =
            switch view.problem {
            case nil: nil
            case .wrongTradePassword(let triesLeft): texts.pay.wrongTradePassword(triesLeft)
            case .tradePasswordMissing: texts.pay.tradePasswordMissing
            case .paymentChanged: texts.pay.paymentChanged
            case .nothingPaidYet: texts.pay.nothingPaidYet
            }
    }
}

extension PaymentSummary {
    fileprivate func expiry(now: Timestamp, texts: SummaryTexts) -> (sentence: Sentence, left: String, seconds: Int64) {
        let seconds = max(0, expires.seconds - now.seconds)
        return (texts.confirmBy(expires), texts.timeLeft(Int(seconds / 60)), seconds)
    }
}

extension PageAmount {
    /// The style class that lets the amount keep its line as long as that is readable. Length, not the style sheet, knows: no style
    /// may be written into a page.
    var sizeClass: String {
        switch digits.utf8.count {
        case ...10: "total-short"
        case ...17: "total-long"
        default: "total-very-long"
        }
    }
}

extension String {
    var nonEmpty: String? { isEmpty ? nil : self }
}
