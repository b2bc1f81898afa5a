import PayCore
import PayDomain

extension SecurityTexts {
    static let simplifiedChinese = SecurityTexts(
        passwordPart: "密码",
        passwordIsFor: "用于登录。",
        tradePasswordPart: "交易密码",
        tradePasswordIsSet: "用于确认支付。",
        tradePasswordIsNotSet: "您尚未设置。设置后才能确认支付。",
        sessionsPart: "已登录的设备",
        sessionsLead: "如有不认识的设备，请将其退出登录并修改密码。",
        languageLead: "页面显示语言：",
        thisSession: "本设备",
        signedInLabel: "登录时间：",
        lastUsedLabel: "最近使用：",
        addressLabel: "登录地址：",
        endSession: "退出登录",
        endOtherSessions: "退出其他所有设备",
        browser: { kind in
            switch (kind.program?.rawValue, kind.system?.rawValue) {
            case (let program?, let system?): "\(system) 上的 \(program)"
            case (let program?, nil): program
            case (nil, let system?): "\(system) 上的浏览器"
            case (nil, nil): "其他浏览器"
            }
        },
        changePassword: "修改密码",
        changeTradePassword: "修改交易密码",
        setTradePassword: "设置交易密码",
        passwordLead: "请选择一个未在其他地方使用过的密码。",
        passwordEffect: "您将在其他所有设备和所有应用中退出登录。",
        tradePasswordLead: "交易密码用于确认支付。如果忘记了，请联系客服。",
        firstTradePasswordLead: "交易密码用于确认支付。这样即使登录密码泄露，他人也无法支付。",
        tradePasswordEffect: { time in "为了您的安全，修改后\(words: duration(time))内无法从您的账户支付。" },
        presentPasswordLabel: "当前密码",
        signInPasswordLabel: "登录密码",
        newPasswordLabel: "新密码",
        newPasswordHint: "8 至 128 个字符，不限种类。建议使用几个词语的组合。",
        presentTradePasswordLabel: "当前交易密码",
        newTradePasswordLabel: "新交易密码",
        newTradePasswordHint: "6 至 128 个字符，不限种类，但不能与登录密码相同。",
        againLabel: "再次输入",
        back: "不修改，返回",
        passwordMissing: "请输入登录密码。",
        tradePasswordMissing: "请输入当前交易密码。",
        newMissing: "请输入新密码。",
        entriesDiffer: "两次输入不一致，请重新输入新密码。",
        passwordWrong: "密码不正确，未作任何修改。",
        tradePasswordWrong: { triesLeft in
            switch triesLeft {
            case ...1: "交易密码不正确。再输错一次，将被锁定一段时间。"
            default: "交易密码不正确。您还可以尝试 \(triesLeft) 次。"
            }
        },
        tradePasswordLocked: { until in "交易密码输错次数过多，已锁定至 \(time: moment(until))。" },
        tooOften: "尝试次数过多，未作任何修改。请稍后再试。",
        problem: { problem, kind in
            switch problem {
            case .length(let count, let allowed) where count < allowed.lowerBound:
                "太短：至少需要 \(allowed.lowerBound) 个字符，目前为 \(count) 个。"
            case .length(_, let allowed): "太长：最多 \(allowed.upperBound) 个字符。"
            case .controlCharacter: "其中含有制表符等无法正常输入的字符，请去掉。"
            case .isName: "这是您的用户名，请另选一个。"
            case .isCommon: "这是最容易被猜到的密码之一，请另选一个。"
            case .isOther:
                kind == .password
                    ? "这是您的交易密码。请另选一个，以免其中一个泄露后他人即可支付。"
                    : "这是您的登录密码。请另选一个，以免其中一个泄露后他人即可支付。"
            case .isPresent: "这是您当前使用的密码，请选择一个新的。"
            }
        },
        frozen: { until in "交易密码已修改，在 \(time: moment(until)) 之前无法从您的账户支付。" },
        done: { notice, frozenUntil in
            switch notice {
            case .passwordChanged: "密码已修改。除本设备外，您已在所有地方退出登录。"
            case .tradePasswordSet: "交易密码已设置。现在您可以用它确认支付。"
            case .tradePasswordChanged:
                frozenUntil.map { until in "交易密码已修改。在 \(time: moment(until)) 之前无法从您的账户支付。" } ?? "交易密码已修改。"
            case .sessionEnded: "该设备已退出登录。"
            case .otherSessionsEnded: "除本设备外，您已在所有地方退出登录。"
            case .accessEnded, .allAccessEnded, .capSet, .capRemoved: nil
            }
        }
    )

    private static func duration(_ time: WholeTime) -> String {
        switch time {
        case .days(let days): " \(days) 天"
        case .hours(let hours): " \(hours) 小时"
        case .minutes(let minutes): " \(minutes) 分钟"
        }
    }

    private static func moment(_ time: Timestamp) -> PageTime { .chinese(CivilMinute(startingAt: time)) }
}
