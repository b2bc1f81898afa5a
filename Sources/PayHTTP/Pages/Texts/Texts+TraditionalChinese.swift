import PayCore

extension PageTexts {
    static let traditionalChinese = PageTexts(
        languagesLabel: "語言",
        errorTitlePrefix: "錯誤：",
        summary: .traditionalChinese,
        signIn: .traditionalChinese,
        pay: .traditionalChinese,
        authorise: .traditionalChinese,
        account: .traditionalChinese,
        access: .traditionalChinese,
        security: .traditionalChinese,
        money: .traditionalChinese,
        history: .traditionalChinese,
        receipt: .traditionalChinese,
        endings: .traditionalChinese
    )
}

// As in Taiwan. Money is on a 帳戶, people sign in with a 帳號. A name in a sentence stands in 「」, amounts and names elsewhere between
// spaces.

extension SummaryTexts {
    fileprivate static let traditionalChinese = SummaryTexts(
        amountLabel: "付款金額",
        payeeLabel: "收款商家",
        sceneLabel: "付款項目",
        descriptionLabel: "詳細說明",
        feeLabel: "手續費",
        feeHint: "已含於付款金額",
        noFee: "無",
        payeeReceivesLabel: "商家實收",
        balanceLabel: "可用餘額",
        remainingLabel: "付款後餘額",
        title: { amount, app in "付款 \(amount) 給 \(name: app)" },
        confirmBy: { until in "請於 \(time: .chineseClock(until)) 前確認" },
        timeLeft: { minutes in minutes > 0 ? "剩下 \(minutes) 分鐘" : "剩下不到 1 分鐘" },
        timeLeftTicking: "剩下 {m}:{s}",
        timeWarning: "確認付款的時間只剩 1 分鐘。",
        cancelButton: "取消付款",
        signedInAs: { payer in "目前登入的帳號：\(name: payer)" },
        signOutButton: "使用其他帳號"
    )
}

extension SignInTexts {
    fileprivate static let traditionalChinese = SignInTexts(
        heading: "請登入後付款",
        headingOfResult: "請登入後查看結果",
        loginLabel: "使用者名稱",
        passwordLabel: "登入密碼",
        button: "登入",
        busyButton: "正在登入…",
        showPassword: "顯示",
        hidePassword: "隱藏",
        wrongNameOrPassword: "使用者名稱或登入密碼錯誤。請確認後再試一次。",
        nameOrPasswordMissing: "請輸入使用者名稱和登入密碼。",
        sessionEnded: "登入狀態已失效，未執行任何操作。請重新登入後繼續。",
        signedOut: "您已登出。請使用要付款的帳號登入。",
        answered: "這筆付款已處理完畢，無法再次付款。請使用處理這筆付款的帳號登入，即可查看結果。"
    )
}

extension PayTexts {
    fileprivate static let traditionalChinese = PayTexts(
        tradePasswordLabel: "交易密碼",
        tradePasswordHint: "您為付款設定的密碼，不是登入密碼。",
        confirmButton: { amount in "確認付款 \(amount)" },
        busyButton: "正在付款…",
        wrongTradePassword: { triesLeft in
            switch triesLeft {
            case ...1: "交易密碼錯誤，並未扣款。您還可以再試 1 次，再次輸入錯誤將暫時鎖定。"
            default: "交易密碼錯誤，並未扣款。您還可以再試 \(triesLeft) 次。"
            }
        },
        tradePasswordMissing: "請輸入交易密碼以完成付款。目前尚未扣款。",
        paymentChanged: "這筆付款的內容在頁面開啟期間有所變更，並未扣款。請重新核對後再確認。",
        nothingPaidYet: "經查詢，目前尚未扣款。您可以再次確認，款項只會扣除一次。"
    )
}
