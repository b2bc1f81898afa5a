import PayCore
import PayDomain
import PayLedger

/// What was entered to move money.
struct MoveEntry: Sendable {
    var coin = ""
    var volume = ""

    /// - Throws: ``MoveProblem`` for what names no coin or is no volume of it.
    func read(in directory: Directory) throws(MoveProblem) -> (coin: Coin, volume: Amount) {
        guard let coin = directory.coinsByCode[coin] else { throw .coinMissing }
        // A phone's keyboard leaves blanks at the ends.
        var text = volume.unicodeScalars[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        guard !text.isEmpty else { throw .amountMissing }
        let amount: Amount
        do { amount = try Amount(String(text), scale: coin.scale) } catch { throw .amount(error) }
        guard amount.isPositive else { throw .amountZero }
        return (coin, amount)
    }
}

/// Why money was not moved. Nothing was done, each time.
enum MoveProblem: Error, Sendable {
    case coinMissing
    case amountMissing
    case amount(AmountTextError)
    case amountZero
    case amountTooLarge
    case notAvailable
    case tradePasswordMissing
    case tradePasswordWrong(triesLeft: Int)
    /// It was sent before, for something else.
    case formUsed
    /// Nothing that could be entered helps.
    case blocked(PaymentObstacle)

    /// - Returns: `nil` for what is not about this user or form.
    init?(_ obstacle: PaymentObstacle) {
        switch obstacle {
        case .tradePasswordWrong(let triesLeft): self = .tradePasswordWrong(triesLeft: triesLeft)
        case .paymentsFrozen, .tradePasswordChanged, .tradePasswordNotSet, .tradePasswordLocked: self = .blocked(obstacle)
        default: return nil
        }
    }

    /// - Returns: `nil` for refusals that moving money cannot meet.
    init?(_ refusal: LedgerRefusal) {
        switch refusal {
        case .balanceTooSmall: self = .notAvailable
        case .amountTooLarge: self = .amountTooLarge
        case .referenceUsed: self = .formUsed
        case .paymentsFrozen: self = .blocked(.paymentsFrozen)
        case .tradePasswordChanged(let until): self = .blocked(.tradePasswordChanged(until: until))
        default: return nil
        }
    }

    /// The field that is to be mended.
    enum Field { case coin, amount, tradePassword }

    var field: Field? {
        switch self {
        case .coinMissing: .coin
        case .amountMissing, .amount, .amountZero, .amountTooLarge, .notAvailable: .amount
        case .tradePasswordMissing, .tradePasswordWrong: .tradePassword
        case .formUsed, .blocked: nil
        }
    }

    /// - Parameter available: of the coin that was chosen.
    func words(_ texts: PageTexts, available: PageAmount?) -> Sentence {
        switch self {
        case .coinMissing: texts.money.coinMissing
        case .amountMissing: texts.money.amountMissing
        case .amount(.malformed), .amount(.leadingZero): texts.money.amountMalformed
        case .amount(.tooManyDigits): texts.money.amountTooLong
        case .amount(.tooManyFractionDigits(let scale)): texts.money.amountTooFine(scale.digits)
        case .amountZero: texts.money.amountZero
        case .amountTooLarge: texts.money.amountTooLarge
        case .notAvailable: available.map(texts.money.notAvailable) ?? "\(words: texts.money.nothingToMove)"
        case .tradePasswordMissing: texts.money.tradePasswordMissing
        case .tradePasswordWrong(let triesLeft): texts.money.tradePasswordWrong(triesLeft)
        case .formUsed: texts.money.formUsed
        case .blocked(.tradePasswordLocked(let until)): texts.endings.tradePasswordLocked(until).happened
        case .blocked(.tradePasswordChanged(let until)): texts.endings.tradePasswordChanged(until).happened
        case .blocked(.tradePasswordNotSet): texts.endings.tradePasswordNotSet.happened
        case .blocked: texts.endings.paymentsFrozen.happened
        }
    }
}
