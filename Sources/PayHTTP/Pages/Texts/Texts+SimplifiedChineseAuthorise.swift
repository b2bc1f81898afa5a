import PayCore

extension AuthoriseTexts {
    static let simplifiedChinese = AuthoriseTexts(
        title: { app in "登录 \(name: app)" },
        signInFirst: "请使用您在本平台的账号登录。应用不会看到您的密码。",
        scopesLegend: "该应用请求以下权限：",
        scope: { scope in
            switch scope {
            case .signIn: ScopeText(name: "确认您的身份", detail: "应用会获得您的用户编号，以及专为它生成的名称。")
            case .withdraw: ScopeText(name: "提现", detail: "应用可以请求将资金转出本平台。")
            case .trade: ScopeText(name: "交易", detail: "应用可以将您的币兑换成其他币种。")
            case .userToApp: ScopeText(name: "请求您支付", detail: "每笔支付都需要您在本平台输入交易密码确认。")
            case .appToUser: ScopeText(name: "向您付款", detail: "应用付给您的款项将转入您的主账户。")
            case .readSpotAssets: ScopeText(name: "查看主账户", detail: "应用可以查看您主账户中各币种的余额。")
            case .signInWithoutAsking: ScopeText(name: "下次登录不再询问", detail: "如果没有新的权限请求，下次将跳过此页面。")
            case .rememberTradePassword: ScopeText(name: "记住交易密码", detail: "向该应用支付时，无需每次输入。")
            case .readOpenAssets: ScopeText(name: "查看开放账户", detail: "应用可以查看您开放账户中各币种的余额。")
            case .openUserToApp: ScopeText(name: "从开放账户扣款", detail: "在您登录该应用期间，扣款时不再逐次询问。")
            case .openAppToUser: ScopeText(name: "向开放账户付款", detail: "应用付给您的款项将转入该账户。")
            case .payWithOtherCoin: ScopeText(name: "使用其他币种支付", detail: "支付可能会以等值的其他币种完成。")
            }
        },
        allowButton: "允许并登录",
        refuseButton: "不允许",
        revokeHint: { app in "您可以随时在“我的账户 – 已授权应用”中撤销对“\(name: app)”的授权。" },
        linkBroken: EndingText(
            heading: "此登录链接无法使用",
            happened: "应用发来的登录请求无法处理。",
            money: "您没有登录该应用，也没有共享任何信息。",
            next: "请返回应用后重试。如果问题再次出现，请联系该应用的客服。"
        )
    )
}
