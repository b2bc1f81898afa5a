import PayCore

/// An ending, as its template names it.
struct EndingContent: PageContent {
    let template = "ending"
    let heading: String
    let isError = false
    /// `good`, `info`, `warn` or `error`: the mark above the heading.
    let tone: String
    let happened: Sentence
    let money: Sentence
    let next: Sentence
    let hasFacts: Bool
    let facts: [Fact]
    let link: Link?
    let canCancel: Bool
    let canSwitchUser: Bool
    /// Set when a form is shown.
    let csrf: String
    let signedInAs: Sentence?
    let reference: Sentence?
    /// Whether a browser with script looks again by itself, since the outcome is not known yet.
    let looksAgain: Bool

    struct Fact: Hashable, Sendable {
        let label: String
        let value: Sentence
    }

    struct Link: Hashable, Sendable {
        let href: String
        let label: Sentence
        /// Whether it leads back to the app.
        var isReturn = false
        /// Seconds after which a browser with script follows it by itself.
        var inSeconds: Int?
    }

    init(_ ending: PageEnding, frame: PageFrame) {
        let texts = frame.language.texts
        let words = ending.words(texts)
        heading = words.heading
        happened = words.happened
        money = words.money
        next = words.next
        tone = ending.tone
        facts = ending.facts(texts.endings)
        hasFacts = !facts.isEmpty
        link = ending.link(texts.endings, frame: frame)
        canCancel = ending.open != nil
        let session = ending.session
        canSwitchUser = session != nil
        csrf = session?.csrf ?? ""
        signedInAs = session.map { texts.summary.signedInAs($0.payer) }
        if case .internalError(let id?, _) = ending {
            reference = texts.endings.reference(id)
        } else {
            reference = nil
        }
        if case .internalError(_, true) = ending { looksAgain = true } else { looksAgain = false }
    }
}

extension EndingContent.Link {
    fileprivate init(_ back: ReturnLink, _ texts: EndingTexts) {
        self.init(href: back.url, label: texts.returnButton(back.app), isReturn: true, inSeconds: back.inSeconds)
    }
}

extension PageEnding {
    /// The payment that still waits, if it does.
    fileprivate var open: OpenPayment? {
        switch self {
        case .tradePasswordLocked(let open, _), .tradePasswordChanged(let open, _), .balanceTooSmall(let open, _),
            .paymentsFrozen(let open), .tradePasswordNotSet(let open), .payerIsPayee(let open):
            open
        default: nil
        }
    }

    /// Who is signed in, where signing in as somebody else could help.
    fileprivate var session: (payer: String, csrf: String)? {
        switch self {
        case .belongsToAnother(_, let payer, let csrf), .paidByAnother(_, let payer, let csrf): (payer, csrf)
        default: open.map { ($0.payer, $0.csrf) }
        }
    }

    fileprivate func words(_ pageTexts: PageTexts) -> EndingText {
        let texts = pageTexts.endings
        return switch self {
        case .loginLinkBroken: pageTexts.authorise.linkBroken
        case .tradePasswordLocked(_, let until): texts.tradePasswordLocked(until)
        case .balanceTooSmall(let open, let available): texts.balanceTooSmall(available, open.payment.volume)
        case .paymentsFrozen: texts.paymentsFrozen
        case .tradePasswordChanged(_, let until): texts.tradePasswordChanged(until)
        case .tradePasswordNotSet: texts.tradePasswordNotSet
        case .payerIsPayee(let open): texts.payerIsPayee(open.payment.app)
        case .belongsToAnother(let app, let payer, _): texts.belongsToAnother(app, payer)
        case .paidByAnother(let app, let payer, _): texts.paidByAnother(app, payer)
        case .alreadyPaid(let paid): texts.alreadyPaid(paid.payment.volume, paid.payment.app)
        case .cancelled(let app, _): texts.cancelled(app)
        case .failed(let app, _): texts.failed(app)
        case .expired(let app, let at, _): texts.expired(app, at)
        case .linkUnknown: texts.linkUnknown
        case .appDisabled(let app): texts.appDisabled(app)
        case .coinNotAllowed(let app, let coin): texts.coinNotAllowed(app, coin)
        case .payeeCannotReceive(let app): texts.payeeCannotReceive(app)
        case .tooBusy: texts.tooBusy
        case .tooManySignIns(let until): until.map(texts.tooManySignInsUntil) ?? texts.tooManySignIns
        case .formExpired: texts.formExpired
        case .badRequest: texts.badRequest
        case .formTooLarge: texts.formTooLarge
        case .unavailable: texts.unavailable
        case .internalError(_, let moneyMayHaveMoved): moneyMayHaveMoved ? texts.outcomeUnknown : texts.internalError
        case .notFound: texts.notFound
        case .methodNotAllowed: texts.methodNotAllowed
        }
    }

    fileprivate var tone: String {
        switch self {
        case .alreadyPaid: "good"
        case .cancelled, .expired, .belongsToAnother, .paidByAnother, .payerIsPayee, .linkUnknown, .loginLinkBroken, .notFound,
            .methodNotAllowed:
            "info"
        case .tradePasswordLocked, .tradePasswordChanged, .tradePasswordNotSet, .balanceTooSmall, .paymentsFrozen, .appDisabled,
            .coinNotAllowed, .payeeCannotReceive, .tooBusy, .tooManySignIns, .formExpired, .badRequest, .formTooLarge, .unavailable:
            "warn"
        case .failed, .internalError: "error"
        }
    }

    private func facts(_ payment: PaymentSummary, payeeLabel: String, _ texts: EndingTexts) -> [EndingContent.Fact] {
        [
            .init(label: texts.amountLabel, value: "\(payment.volume)"),
            .init(label: payeeLabel, value: "\(name: payment.app)"),
        ]
    }

    fileprivate func facts(_ texts: EndingTexts) -> [EndingContent.Fact] {
        if let open { return facts(open.payment, payeeLabel: texts.payeeLabel, texts) }
        guard case .alreadyPaid(let paid) = self else { return [] }
        return facts(paid.payment, payeeLabel: texts.paidToLabel, texts) + [
            .init(label: texts.paidAtLabel, value: texts.moment(paid.paidAt)),
            .init(label: texts.orderLabel, value: "\(name: paid.order.description)"),
            .init(label: texts.tradeNoLabel, value: "\(name: paid.tradeNo.text)"),
        ]
    }

    fileprivate func link(_ texts: EndingTexts, frame: PageFrame) -> EndingContent.Link? {
        let here = frame.address.reference
        switch self {
        case .alreadyPaid(let paid):
            return paid.back.map { .init($0, texts) }
        case .cancelled(_, let back), .failed(_, let back), .expired(_, _, let back):
            return back.map { .init($0, texts) }
        case .tradePasswordNotSet:
            return .init(href: ChangeTradePasswordPage.path, label: texts.setTradePasswordButton)
        case .internalError(_, true):
            return .init(href: frame.address.setting("looks", to: "1").reference, label: texts.seeResultButton)
        case .formExpired, .badRequest, .formTooLarge, .unavailable, .tooBusy, .internalError(_, false), .tooManySignIns:
            return .init(href: here, label: texts.openAgainButton)
        default:
            return nil
        }
    }
}
