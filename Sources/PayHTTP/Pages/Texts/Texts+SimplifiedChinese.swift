import PayCore

extension PageTexts {
    static let simplifiedChinese = PageTexts(
        languagesLabel: "语言",
        errorTitlePrefix: "错误：",
        summary: .simplifiedChinese,
        signIn: .simplifiedChinese,
        pay: .simplifiedChinese,
        authorise: .simplifiedChinese,
        account: .simplifiedChinese,
        access: .simplifiedChinese,
        security: .simplifiedChinese,
        money: .simplifiedChinese,
        history: .simplifiedChinese,
        receipt: .simplifiedChinese,
        endings: .simplifiedChinese
    )
}

// Money is on a 账户, people sign in with a 账号. A name in a sentence stands in “”, amounts and names elsewhere between spaces.

extension SummaryTexts {
    fileprivate static let simplifiedChinese = SummaryTexts(
        amountLabel: "支付金额",
        payeeLabel: "收款商户",
        sceneLabel: "支付项目",
        descriptionLabel: "详细说明",
        feeLabel: "手续费",
        feeHint: "已包含在支付金额中",
        noFee: "无",
        payeeReceivesLabel: "商户实收",
        balanceLabel: "可用余额",
        remainingLabel: "支付后余额",
        title: { amount, app in "向 \(name: app) 支付 \(amount)" },
        confirmBy: { until in "请在 \(time: .chineseClock(until)) 前确认" },
        timeLeft: { minutes in minutes > 0 ? "剩余 \(minutes) 分钟" : "剩余不足 1 分钟" },
        timeLeftTicking: "剩余 {m}:{s}",
        timeWarning: "确认支付的时间还剩 1 分钟。",
        cancelButton: "取消支付",
        signedInAs: { payer in "当前登录账号：\(name: payer)" },
        signOutButton: "使用其他账号"
    )
}

extension SignInTexts {
    fileprivate static let simplifiedChinese = SignInTexts(
        heading: "请登录后支付",
        headingOfResult: "请登录后查看结果",
        loginLabel: "用户名",
        passwordLabel: "登录密码",
        button: "登录",
        busyButton: "正在登录…",
        showPassword: "显示",
        hidePassword: "隐藏",
        wrongNameOrPassword: "用户名或登录密码错误。请核对后重试。",
        nameOrPasswordMissing: "请输入用户名和登录密码。",
        sessionEnded: "登录已失效，未进行任何操作。请重新登录后继续。",
        signedOut: "您已退出登录。请使用要支付的账号登录。",
        answered: "这笔支付已处理，不能再次支付。请使用处理这笔支付的账号登录，查看结果。"
    )
}

extension PayTexts {
    fileprivate static let simplifiedChinese = PayTexts(
        tradePasswordLabel: "交易密码",
        tradePasswordHint: "您为支付设置的密码，不是登录密码。",
        confirmButton: { amount in "确认支付 \(amount)" },
        busyButton: "正在支付…",
        wrongTradePassword: { triesLeft in
            switch triesLeft {
            case ...1: "交易密码错误，未扣款。您还可以再试 1 次，再次输错将暂时锁定。"
            default: "交易密码错误，未扣款。您还可以再试 \(triesLeft) 次。"
            }
        },
        tradePasswordMissing: "请输入交易密码以完成支付。目前尚未扣款。",
        paymentChanged: "页面打开期间，支付内容发生了变更，未扣款。请重新核对后再确认。",
        nothingPaidYet: "经查询，目前尚未扣款。您可以再次确认，款项只会扣除一次。"
    )
}
