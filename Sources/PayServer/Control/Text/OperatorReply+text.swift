import PayCore
import PayDomain

extension OperatorReply {
    /// The reply for people, with what usually comes next. Several lines, without an end of line after the last.
    package var text: String {
        switch self {
        case .company(let company): company.text
        case .companies(let companies): Self.list(companies, header: CompanyReply.header, none: Self.noCompany) { $0.row }
        case .newApp(let app): app.text(isNew: true)
        case .app(let app): app.text(isNew: false)
        case .apps(let apps): Self.list(apps, header: AppReply.header, none: Self.noApp) { $0.row }
        case .newKey(let key), .key(let key): key.text
        case .keys(let keys): Self.list(keys, header: KeyReply.header, none: Self.noKey) { $0.row }
        case .coin(let coin): coin.text
        case .coins(let coins): Self.list(coins, header: CoinReply.header, none: Self.noCoin) { $0.row }
        case .newUser(let user): user.text(isNew: true)
        case .user(let user): user.text(isNew: false)
        case .users(let users, let more):
            Self.list(users, header: UserReply.header, none: Self.noUser) { $0.row } + (more ? Self.more : "")
        case .grant(let grant): grant.text
        case .grants(let grants): Self.list(grants, header: GrantReply.header, none: "The user has authorised no app.") { $0.row }
        case .price(let price): price.text
        case .prices(let prices): Self.list(prices, header: PriceReply.header, none: Self.noPrice) { $0.row }
        case .movement(let movement): movement.text
        case .transfer(let transfer): transfer.text
        case .hold(let hold): hold.text
        case .payOut(let payOut): payOut.text
        case .payOuts(let payOuts, let more):
            Self.list(payOuts, header: PayOutReply.header, none: "No pay-out waits for a review.") { $0.row } + (more ? Self.more : "")
        case .callbacks(let callbacks, let more):
            Self.list(callbacks, header: CallbackReply.header, none: "There is no such callback.") { $0.row } + (more ? Self.more : "")
        case .callback(let history): history.text
        case .redoneCallback(let callback): callback.redoneText
        case .replayedCallbacks(let step): step.text
        case .receipt(let receipt): receipt.text
        case .audit(let audit): audit.text
        }
    }

    private static let noCompany = "There is no company yet. Create one with: imugi company create COMPANY_ID --name NAME"
    private static let noApp = "There is no app yet. Create one with: imugi app create APP_ID --company COMPANY_ID --coin CODE"
    private static let noKey = "There is no access key yet. Create one with: imugi key create APP_ID"
    private static let noCoin = "There is no coin yet. Create one with: imugi coin create CODE --digits N"
    private static let noUser = "There is no user yet. Create one with: imugi user create --name NAME"
    private static let noPrice = "There is no price yet. Set one with: imugi price set BTC_USDT 64000.5"
    private static let more = "\n\nThere are more. See them with a higher --limit."

    private static func list<Item>(_ items: [Item], header: [String], none: String, row: (Item) -> [String]) -> String {
        guard !items.isEmpty else { return none }
        var table = TextTable(header)
        for item in items { table.add(row(item)) }
        return table.text()
    }
}

/// Names and values, one pair a line.
func details(_ pairs: [(String, String)]) -> String {
    var table = TextTable()
    for (name, value) in pairs { table.add([name, value]) }
    return table.text(indent: "  ")
}

func yesNo(_ value: Bool) -> String { value ? "yes" : "no" }
