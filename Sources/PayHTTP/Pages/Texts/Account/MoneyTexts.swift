/// A user's balances, and moving money between the own accounts.
struct MoneyTexts: Sendable {
    /// The spot account.
    let mainAccount: String
    let mainAccountHint: String
    let openAccount: String
    let openAccountHint: String
    let availableLabel: String
    let frozenLabel: String
    let totalLabel: String
    let emptyAccount: String
    let moveLink: String

    let moveHeading: String
    let directionsLabel: String
    let toOpen: String
    let toMain: String
    let coinsLegend: String
    let available: @Sendable (PageAmount) -> Sentence
    let amountLabel: String
    let amountHint: @Sendable (_ fractionDigits: Int) -> String
    let tradePasswordHint: String
    let moveToOpenButton: String
    let moveToMainButton: String
    /// While it is being done.
    let movingButton: String
    let nothingToMove: String

    let coinMissing: Sentence
    let amountMissing: Sentence
    let amountMalformed: Sentence
    let amountZero: Sentence
    let amountTooLong: Sentence
    let amountTooFine: @Sendable (_ fractionDigits: Int) -> Sentence
    let amountTooLarge: Sentence
    let notAvailable: @Sendable (_ available: PageAmount) -> Sentence
    let tradePasswordMissing: Sentence
    let tradePasswordWrong: @Sendable (_ triesLeft: Int) -> Sentence
    let formUsed: Sentence

    let movedHeading: String
    let movedFromLabel: String
    let movedToLabel: String
    let movedAtLabel: String
    let balancesHeading: String
    let overviewButton: String
    let moveMoreLink: String
}

extension MoneyTexts {
    static let english = MoneyTexts(
        mainAccount: "Main account",
        mainAccountHint: "You confirm each payment out of it yourself.",
        openAccount: "Open account",
        openAccountHint: "Apps that you have allowed take payments out of it without asking you each time.",
        availableLabel: "Available",
        frozenLabel: "Frozen",
        totalLabel: "Total",
        emptyAccount: "There is no money here yet.",
        moveLink: "Move money between accounts",
        moveHeading: "Move money",
        directionsLabel: "Direction",
        toOpen: "Main to open",
        toMain: "Open to main",
        coinsLegend: "Coin",
        available: { amount in "\(amount) available" },
        amountLabel: "Amount",
        amountHint: { digits in
            switch digits {
            case 0: "Whole numbers only."
            case 1: "Digits and a point, at most 1 digit after it."
            default: "Digits and a point, at most \(digits) digits after it."
            }
        },
        tradePasswordHint: "Apps can take money from your open account without asking, so only you may put it there.",
        moveToOpenButton: "Move to the open account",
        moveToMainButton: "Move to the main account",
        movingButton: "Moving…",
        nothingToMove: "Nothing is available in this account.",
        coinMissing: "Choose a coin.",
        amountMissing: "Enter an amount.",
        amountMalformed: "Write the amount in digits, with a point if it has a fraction, such as 12.5. Leave out spaces and commas.",
        amountZero: "Enter an amount above zero.",
        amountTooLong: "That amount has too many digits.",
        amountTooFine: { digits in
            switch digits {
            case 0: "This coin has no fractions. Enter a whole number."
            case 1: "This coin has at most 1 digit after the point."
            default: "This coin has at most \(digits) digits after the point."
            }
        },
        amountTooLarge: "That amount is too large for the account.",
        notAvailable: { available in "Only \(available) is available. Nothing was moved." },
        tradePasswordMissing: "Enter your trade password. Nothing was moved yet.",
        tradePasswordWrong: { triesLeft in
            switch triesLeft {
            case ...1: "That trade password is wrong, and nothing was moved. You have 1 try left before it is locked for a while."
            default: "That trade password is wrong, and nothing was moved. You have \(triesLeft) tries left."
            }
        },
        formUsed: "This form was sent before with other values, and that one counts. Nothing more was moved. Check your balances first.",
        movedHeading: "Money moved",
        movedFromLabel: "From",
        movedToLabel: "To",
        movedAtLabel: "Time",
        balancesHeading: "Available now",
        overviewButton: "See all balances",
        moveMoreLink: "Move more"
    )

    static let korean = MoneyTexts(
        mainAccount: "기본 계정",
        mainAccountHint: "결제할 때마다 직접 확인합니다.",
        openAccount: "오픈 계정",
        openAccountHint: "허용한 앱이 매번 묻지 않고 결제할 수 있습니다.",
        availableLabel: "사용 가능",
        frozenLabel: "동결",
        totalLabel: "합계",
        emptyAccount: "아직 잔액이 없습니다.",
        moveLink: "계정 간 이체",
        moveHeading: "계정 간 이체",
        directionsLabel: "이체 방향",
        toOpen: "기본 → 오픈",
        toMain: "오픈 → 기본",
        coinsLegend: "코인",
        available: { amount in "사용 가능 \(amount)" },
        amountLabel: "금액",
        amountHint: { digits in digits == 0 ? "정수만 입력할 수 있습니다." : "숫자와 소수점만 입력합니다. 소수점 아래 최대 \(digits)자리." },
        tradePasswordHint: "오픈 계정의 금액은 앱이 묻지 않고 결제할 수 있으므로 본인 확인이 필요합니다.",
        moveToOpenButton: "오픈 계정으로 이체",
        moveToMainButton: "기본 계정으로 이체",
        movingButton: "이체하고 있습니다…",
        nothingToMove: "이 계정에는 사용할 수 있는 잔액이 없습니다.",
        coinMissing: "코인을 선택해 주세요.",
        amountMissing: "금액을 입력해 주세요.",
        amountMalformed: "금액은 숫자와 소수점으로만 입력해 주세요. 예: 12.5. 공백이나 쉼표는 사용할 수 없습니다.",
        amountZero: "0보다 큰 금액을 입력해 주세요.",
        amountTooLong: "금액의 자릿수가 너무 많습니다.",
        amountTooFine: { digits in
            digits == 0 ? "이 코인은 소수점 이하 금액이 없습니다. 정수로 입력해 주세요." : "이 코인은 소수점 아래 \(digits)자리까지 입력할 수 있습니다."
        },
        amountTooLarge: "계정에 담을 수 없는 큰 금액입니다.",
        notAvailable: { available in "사용 가능한 잔액은 \(available)입니다. 이체되지 않았습니다." },
        tradePasswordMissing: "거래 비밀번호를 입력해 주세요. 아직 이체되지 않았습니다.",
        tradePasswordWrong: { triesLeft in
            switch triesLeft {
            case ...1: "거래 비밀번호가 올바르지 않아 이체되지 않았습니다. 한 번 더 틀리면 당분간 잠깁니다."
            default: "거래 비밀번호가 올바르지 않아 이체되지 않았습니다. 앞으로 \(triesLeft)번 더 입력할 수 있습니다."
            }
        },
        formUsed: "이 양식은 다른 내용으로 이미 처리되었습니다. 추가로 이체된 금액은 없습니다. 먼저 잔액을 확인해 주세요.",
        movedHeading: "이체가 완료되었습니다",
        movedFromLabel: "출금 계정",
        movedToLabel: "입금 계정",
        movedAtLabel: "이체 시각",
        balancesHeading: "현재 사용 가능 잔액",
        overviewButton: "전체 잔액 보기",
        moveMoreLink: "추가로 이체하기"
    )
}
