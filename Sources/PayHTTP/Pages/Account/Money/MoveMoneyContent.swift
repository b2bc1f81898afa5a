import PayCore
import PayDomain
import PayLedger

/// The form to move money, as its template names it.
struct MoveMoneyContent: PageContent {
    let template = "account_move"
    let heading: String
    let isError: Bool
    let directions: [DirectionLink]
    /// Whether there is anything to be moved, and it may be.
    let canMove: Bool
    let nothingToMove: String?
    let coins: [CoinChoice]
    let volume: String
    /// `nil` where it depends on the coin.
    let amountHint: String?
    let asksPassword: Bool
    let form: String
    let moveButton: String
    let blockedProblem: Sentence?
    let coinProblem: Sentence?
    let amountProblem: Sentence?
    let passwordProblem: Sentence?

    struct DirectionLink: Sendable {
        let directionHref: String
        let directionName: String
        let isChosen: Bool
    }

    struct CoinChoice: Sendable {
        let code: String
        let coinName: String
        let availableText: Sentence
        let isChecked: Bool
    }

    init(from source: Book, assets: [Asset], entry: MoveEntry, problem: MoveProblem?, form: String, texts: PageTexts) {
        heading = texts.money.moveHeading
        directions = [Book.spot, .open].map { book in
            DirectionLink(
                directionHref: MoveMoneyPage.reference(from: book),
                directionName: book == .spot ? texts.money.toOpen : texts.money.toMain, isChosen: book == source
            )
        }
        let movable = assets.filter { $0.balance.available.isPositive }
        let chosen = movable.first { $0.coin.code == entry.coin } ?? movable.first
        coins = movable.map { asset in
            let amount = PageAmount(asset.balance.available, of: asset.coin)
            return CoinChoice(
                code: asset.coin.code, coinName: amount.coin, availableText: texts.money.available(amount),
                isChecked: asset.coin == chosen?.coin
            )
        }
        volume = entry.volume
        let scales = Set(movable.map(\.coin.scale.digits))
        amountHint = scales.count == 1 ? scales.first.map(texts.money.amountHint) : nil
        asksPassword = source == .spot
        self.form = form
        moveButton = source == .spot ? texts.money.moveToOpenButton : texts.money.moveToMainButton
        let words = problem?.words(texts, available: chosen.map { PageAmount($0.balance.available, of: $0.coin) })
        let field = problem?.field
        coinProblem = field == .coin ? words : nil
        amountProblem = field == .amount ? words : nil
        passwordProblem = field == .tradePassword ? words : nil
        blockedProblem = field == nil ? words : nil
        var isBlocked = false
        if case .blocked = problem { isBlocked = true }
        nothingToMove = movable.isEmpty && !isBlocked ? texts.money.nothingToMove : nil
        canMove = !movable.isEmpty && !isBlocked
        isError = problem != nil
    }
}
