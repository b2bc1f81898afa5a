import Hummingbird
import PayCore
import PayDomain
import PayLedger
import PayWire

/// `/account/move/done`: money was moved, and what is where now. Loading it again moves nothing.
struct MovedMoneyPage: Sendable {
    static let path = "/account/move/done"

    private let platform: Platform
    private let account: AccountServer
    private let tokens: FormTokens

    init(_ platform: Platform, on account: AccountServer) {
        self.platform = platform
        self.account = account
        tokens = FormTokens(key: platform.formKey)
    }

    func show(_ request: Request, _ context: PayContext) async -> Response {
        await account.show(request, context, at: MovedMoney.address) { holder, page in
            guard let moved = MovedMoney(page.query, of: holder.user.id, in: platform.directory.current, tokens) else {
                return account.server.answers.page(.ending(.notFound), for: page)
            }
            let find = FindAsset(platform)
            let content = MovedMoneyContent(
                moved, spot: try await find.run(of: holder.user.id, in: .spot, coin: moved.coin),
                open: try await find.run(of: holder.user.id, in: .open, coin: moved.coin), texts: page.language.texts
            )
            return account.page(content, in: .overview, of: holder, for: page)
        }
    }

    func submit(_ request: Request, _ context: PayContext) async -> Response {
        await account.submit(request, context, at: MovedMoney.address) { _, _, _ in throw PageForm.Unreadable() }
    }
}

/// What was moved, as the address of its result says it. The address is good only with the platform's own token: nobody else can make a
/// page here that says that money was moved.
struct MovedMoney: Sendable {
    static let address = PageAddress.Form(MovedMoneyPage.path, fields: ["from", "coin", "volume", "time", "proof"])

    let coin: Coin
    let volume: Amount
    let source: Book
    let time: Timestamp

    init(coin: Coin, volume: Amount, source: Book, time: Timestamp) {
        self.coin = coin
        self.volume = volume
        self.source = source
        self.time = time
    }

    /// - Returns: `nil` unless the token belongs to the rest and to the user.
    init?(_ query: QueryString, of user: UserID, in directory: Directory, _ tokens: FormTokens) {
        guard let source = query.once("from").flatMap({ Book(name: $0) }),
            let coin = query.once("coin").flatMap({ directory.coinsByCode[$0] }),
            let time = query.once("time").flatMap({ Int64($0) }), let text = query.once("volume"),
            let volume = try? Amount(text, scale: coin.scale)
        else { return nil }
        self.init(coin: coin, volume: volume, source: source, time: Timestamp(nanoseconds: time))
        guard let proof = query.once("proof"), tokens.isValid(proof, .moved, message(of: user)) else { return nil }
    }

    func address(of user: UserID, _ tokens: FormTokens) -> PageAddress {
        PageAddress(path: MovedMoneyPage.path, query: fields + [PageAddress.Field("proof", tokens.token(.moved, message(of: user)))])
    }

    private var fields: [PageAddress.Field] {
        [
            PageAddress.Field("from", source.name), PageAddress.Field("coin", coin.code),
            PageAddress.Field("volume", volume.text(scale: coin.scale)), PageAddress.Field("time", String(time.nanoseconds)),
        ]
    }

    private func message(of user: UserID) -> String { (["\(user)"] + fields.map(\.value)).joined(separator: "/") }
}

/// The result of moving money, as its template names it.
struct MovedMoneyContent: PageContent {
    let template = "account_moved"
    let heading: String
    let isError = false
    let totalSize: String
    let total: String
    let coin: String
    let source: String
    let target: String
    let movedAt: Sentence
    let balances: [EndingContent.Fact]
    let overviewPath = AccountOverviewPage.path
    let movePath: String

    init(_ moved: MovedMoney, spot: Asset, open: Asset, texts: PageTexts) {
        heading = texts.money.movedHeading
        let amount = PageAmount(moved.volume, of: moved.coin)
        totalSize = amount.sizeClass
        total = amount.digits
        coin = amount.coin
        source = moved.source.name(texts.money)
        target = moved.source.other.name(texts.money)
        movedAt = texts.endings.moment(moved.time)
        balances = [(Book.spot, spot), (.open, open)].map { book, asset in
            EndingContent.Fact(label: book.name(texts.money), value: "\(PageAmount(asset.balance.available, of: asset.coin))")
        }
        movePath = MoveMoneyPage.reference(from: moved.source)
    }
}
