import PayCore

private let noMoneyMoved: Sentence = "未发生任何扣款。"
private let nothingDone: Sentence = "未进行任何操作，也未扣款。"

extension EndingTexts {
    static let simplifiedChinese = EndingTexts(
        tradePasswordLocked: { until in
            EndingText(
                heading: "交易密码已锁定",
                happened: "交易密码输错次数过多，将于 \(time: .chinese(CivilMinute(startingAt: until))) 解除锁定。",
                money: noMoneyMoved,
                next: "届时如果这笔支付尚未过期，请重新打开；您也可以现在取消支付。如果不是您本人输入的，请修改密码。"
            )
        },
        tradePasswordChanged: { until in
            EndingText(
                heading: "修改交易密码后，支付暂停",
                happened: "交易密码已修改。为了保护您的资金，在 \(time: .chinese(CivilMinute(startingAt: until))) 之前无法从此账户支付。",
                money: noMoneyMoved,
                next: "届时如果这笔支付尚未过期，请重新打开；您也可以现在取消支付。如果不是您本人修改的，请立即联系客服。"
            )
        },
        balanceTooSmall: { available, needed in
            EndingText(
                heading: "余额不足",
                happened: "您的可用余额为 \(available)，这笔支付需要 \(needed)。",
                money: noMoneyMoved,
                next: "请在支付过期前充值并重新打开这笔支付，或取消支付。"
            )
        },
        paymentsFrozen: EndingText(
            heading: "您的账户已冻结支付",
            happened: "此账户目前无法支付。",
            money: noMoneyMoved,
            next: "请联系客服了解原因和处理方法，或取消这笔支付。"
        ),
        tradePasswordNotSet: EndingText(
            heading: "您尚未设置交易密码",
            happened: "支付需要使用交易密码确认，而此账户尚未设置。",
            money: noMoneyMoved,
            next: "请在您的账户中设置交易密码后重新打开这笔支付，或取消支付。"
        ),
        payerIsPayee: { app in
            EndingText(
                heading: "不能向自己支付",
                happened: "支付给“\(name: app)”的款项会进入您当前登录的账户。",
                money: noMoneyMoved,
                next: "请使用其他账号登录，或取消这笔支付。"
            )
        },
        belongsToAnother: { app, payer in
            EndingText(
                heading: "这笔支付属于其他账号",
                happened: "“\(name: app)”指定了由哪个账号支付，而“\(name: payer)”不是该账号。",
                money: noMoneyMoved,
                next: "请使用指定的账号登录，或返回“\(name: app)”。"
            )
        },
        paidByAnother: { app, payer in
            EndingText(
                heading: "已由其他账号支付",
                happened: "其他账号已向“\(name: app)”完成这笔支付。",
                money: "未从“\(name: payer)”扣款。",
                next: "您无需再做任何操作。如果那个账号也是您的，请使用该账号登录，查看结果。"
            )
        },
        alreadyPaid: { amount, app in
            EndingText(
                heading: "支付成功",
                happened: "您已向“\(name: app)”支付 \(amount)。",
                money: "款项已从您的余额中扣除一次。再次打开此页面不会重复扣款。",
                next: "请返回应用继续操作。"
            )
        },
        cancelled: { app in
            EndingText(
                heading: "支付已取消",
                happened: "向“\(name: app)”的这笔支付已取消。",
                money: noMoneyMoved,
                next: "如果仍要支付，请在“\(name: app)”中重新发起。"
            )
        },
        failed: { app in
            EndingText(
                heading: "支付失败",
                happened: "向“\(name: app)”的这笔支付未能完成，且无法在此页面重试。",
                money: noMoneyMoved,
                next: "请先确认余额，再到“\(name: app)”中重新发起支付。"
            )
        },
        expired: { app, at in
            EndingText(
                heading: "支付已过期",
                happened: "这笔支付的确认截止时间为 \(time: .chinese(CivilMinute(startedBy: at)))。",
                money: noMoneyMoved,
                next: "如果仍要支付，请在“\(name: app)”中重新发起。"
            )
        },
        linkUnknown: EndingText(
            heading: "此支付链接无法使用",
            happened: "链接不完整，或已被新的链接取代。",
            money: noMoneyMoved,
            next: "请返回原来的应用，重新发起支付。"
        ),
        appDisabled: { app in
            EndingText(
                heading: "此应用暂时无法收款",
                happened: "“\(name: app)”的收款功能已关闭。",
                money: noMoneyMoved,
                next: "请稍后再试，或联系该应用的客服。"
            )
        },
        coinNotAllowed: { app, coin in
            EndingText(
                heading: "已不支持此币种",
                happened: "“\(name: app)”不能再收取 \(name: coin)。",
                money: noMoneyMoved,
                next: "请返回“\(name: app)”，选择其他支付方式。"
            )
        },
        payeeCannotReceive: { app in
            EndingText(
                heading: "此金额无法收取",
                happened: "“\(name: app)”的账户无法收取如此大的金额。",
                money: noMoneyMoved,
                next: "请联系“\(name: app)”的客服，或支付较小的金额。"
            )
        },
        tooBusy: EndingText(
            heading: "当前支付人数较多",
            happened: "您的确认未被处理，也未占用密码尝试次数。",
            money: nothingDone,
            next: "请稍等几秒，重新打开页面再确认。"
        ),
        tooManySignIns: EndingText(
            heading: "登录尝试次数过多",
            happened: "为保护账号安全，登录功能已暂停一段时间。",
            money: noMoneyMoved,
            next: "请几分钟后重新打开这笔支付。"
        ),
        tooManySignInsUntil: { until in
            EndingText(
                heading: "登录尝试次数过多",
                happened: "为保护账号安全，在 \(time: .chinese(CivilMinute(startingAt: until))) 之前无法登录。",
                money: noMoneyMoved,
                next: "请届时重新打开这笔支付。"
            )
        },
        formExpired: EndingText(
            heading: "此页面已失效",
            happened: "页面打开时间过长、您在别处重新登录，或浏览器未启用 Cookie。",
            money: nothingDone,
            next: "请重新打开页面，再次进行刚才的操作。如果仍出现此提示，请允许本网站使用 Cookie。"
        ),
        badRequest: EndingText(
            heading: "无法读取此请求",
            happened: "您的浏览器发送了此页面无法识别的内容。",
            money: nothingDone,
            next: "请重新打开页面，再次进行刚才的操作。"
        ),
        formTooLarge: EndingText(
            heading: "输入的内容过长",
            happened: "您的浏览器发送的内容超出了此页面的限制。",
            money: nothingDone,
            next: "请重新打开页面，只输入用户名和密码。"
        ),
        unavailable: EndingText(
            heading: "请稍后再试",
            happened: "我们暂时无法处理您的请求。",
            money: nothingDone,
            next: "请稍等片刻，然后重新打开页面。"
        ),
        internalError: EndingText(
            heading: "我们的系统出现了问题",
            happened: "由于系统故障，页面无法显示。",
            money: "打开此页面没有产生扣款。",
            next: "请稍后重试。如果问题再次出现，请联系客服。"
        ),
        outcomeUnknown: EndingText(
            heading: "暂时无法确认是否已支付",
            happened: "在处理这笔支付时，我们的系统发生了故障。",
            money: "您的余额可能已扣款，也可能未扣款，但绝不会重复扣款。",
            next: "在发起新的支付之前，请先重新打开这笔支付，查看结果。"
        ),
        notFound: EndingText(
            heading: "页面不存在",
            happened: "地址输入有误，或页面已被移除。",
            money: noMoneyMoved,
            next: "请检查地址，或返回原来的应用。"
        ),
        methodNotAllowed: EndingText(
            heading: "无法以这种方式打开此页面",
            happened: "您的浏览器发送了此地址不支持的请求。",
            money: nothingDone,
            next: "请返回原来的应用，从那里打开页面。"
        ),
        payeeLabel: "收款商户",
        paidToLabel: "收款商户",
        amountLabel: "支付金额",
        paidAtLabel: "支付时间",
        orderLabel: "订单号",
        tradeNoLabel: "商户订单号",
        moment: { time in "\(time: .chinese(CivilMinute(startedBy: time)))" },
        reference: { id in "客服参考编号：\(name: id)" },
        returnButton: { app in "返回 \(name: app)" },
        returning: "{s} 秒后返回应用。",
        stayButton: "留在此页面",
        lookingAgain: "正在查询结果…",
        setTradePasswordButton: "设置交易密码",
        openAgainButton: "重新打开页面",
        seeResultButton: "查看结果"
    )
}
