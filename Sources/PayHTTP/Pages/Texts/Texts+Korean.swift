import PayCore

extension PageTexts {
    static let korean = PageTexts(
        languagesLabel: "언어",
        errorTitlePrefix: "오류: ",
        summary: .korean,
        signIn: .korean,
        pay: .korean,
        authorise: .korean,
        account: .korean,
        access: .korean,
        security: .korean,
        money: .korean,
        history: .korean,
        receipt: .korean,
        endings: .korean
    )
}

// What is stated ends in 합니다, what is asked in 해 주세요. A particle that depends on the last sound of the word before it (을/를,
// 이/가, 은/는, 로/으로) never follows a name or an amount, since nobody knows how those are pronounced.

extension SummaryTexts {
    fileprivate static let korean = SummaryTexts(
        amountLabel: "결제 금액",
        payeeLabel: "받는 곳",
        sceneLabel: "결제 항목",
        descriptionLabel: "상세 내용",
        feeLabel: "수수료",
        feeHint: "결제 금액에 포함",
        noFee: "없음",
        payeeReceivesLabel: "받는 곳 수령액",
        balanceLabel: "사용 가능 잔액",
        remainingLabel: "결제 후 잔액",
        title: { amount, app in "\(name: app)에 \(amount) 결제" },
        confirmBy: { until in "결제 마감 \(time: .koreanClock(until))" },
        timeLeft: { minutes in minutes > 0 ? "\(minutes)분 남음" : "1분 미만 남음" },
        timeLeftTicking: "{m}:{s} 남음",
        timeWarning: "결제 시간이 1분 남았습니다.",
        cancelButton: "결제 취소",
        signedInAs: { payer in "\(name: payer) 계정으로 로그인했습니다" },
        signOutButton: "다른 계정 사용하기"
    )
}

extension SignInTexts {
    fileprivate static let korean = SignInTexts(
        heading: "결제하려면 로그인해 주세요",
        headingOfResult: "결과를 확인하려면 로그인해 주세요",
        loginLabel: "아이디",
        passwordLabel: "비밀번호",
        button: "로그인",
        busyButton: "로그인 중…",
        showPassword: "표시",
        hidePassword: "숨기기",
        wrongNameOrPassword: "아이디 또는 비밀번호가 올바르지 않습니다. 확인한 뒤 다시 시도해 주세요.",
        nameOrPasswordMissing: "아이디와 비밀번호를 모두 입력해 주세요.",
        sessionEnded: "로그인이 만료되었으며, 처리된 내용은 없습니다. 계속하려면 다시 로그인해 주세요.",
        signedOut: "로그아웃했습니다. 결제할 계정으로 로그인해 주세요.",
        answered: "이미 처리된 결제이므로 다시 결제할 수 없습니다. 결과를 확인하려면 처리한 계정으로 로그인해 주세요."
    )
}

extension PayTexts {
    fileprivate static let korean = PayTexts(
        tradePasswordLabel: "거래 비밀번호",
        tradePasswordHint: "로그인 비밀번호가 아니라 결제용으로 설정한 비밀번호입니다.",
        confirmButton: { amount in "\(amount) 결제하기" },
        busyButton: "결제 중…",
        wrongTradePassword: { triesLeft in
            switch triesLeft {
            case ...1: "거래 비밀번호가 올바르지 않아 결제되지 않았습니다. 한 번 더 틀리면 일정 시간 동안 잠깁니다."
            default: "거래 비밀번호가 올바르지 않아 결제되지 않았습니다. 앞으로 \(triesLeft)번 더 입력할 수 있습니다."
            }
        },
        tradePasswordMissing: "결제하려면 거래 비밀번호를 입력해 주세요. 아직 결제되지 않았습니다.",
        paymentChanged: "페이지가 열려 있는 동안 결제 내용이 바뀌어 결제되지 않았습니다. 내용을 다시 확인한 뒤 결제해 주세요.",
        nothingPaidYet: "확인한 결과 아직 결제되지 않았습니다. 다시 결제하셔도 한 번만 결제됩니다."
    )
}
