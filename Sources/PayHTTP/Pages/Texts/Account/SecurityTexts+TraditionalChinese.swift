import PayCore
import PayDomain

extension SecurityTexts {
    static let traditionalChinese = SecurityTexts(
        passwordPart: "密碼",
        passwordIsFor: "用來登入。",
        tradePasswordPart: "交易密碼",
        tradePasswordIsSet: "用來確認付款。",
        tradePasswordIsNotSet: "您尚未設定。設定後才能確認付款。",
        sessionsPart: "已登入的裝置",
        sessionsLead: "如果有您不認得的裝置，請將它登出並變更密碼。",
        languageLead: "頁面顯示語言：",
        thisSession: "這部裝置",
        signedInLabel: "登入時間：",
        lastUsedLabel: "上次使用：",
        addressLabel: "登入位址：",
        endSession: "登出",
        endOtherSessions: "登出其他所有裝置",
        browser: { kind in
            switch (kind.program?.rawValue, kind.system?.rawValue) {
            case (let program?, let system?): "\(system) 上的 \(program)"
            case (let program?, nil): program
            case (nil, let system?): "\(system) 上的瀏覽器"
            case (nil, nil): "其他瀏覽器"
            }
        },
        changePassword: "變更密碼",
        changeTradePassword: "變更交易密碼",
        setTradePassword: "設定交易密碼",
        passwordLead: "請選擇沒有在其他地方使用過的密碼。",
        passwordEffect: "您在其他所有裝置和所有應用程式上都會被登出。",
        tradePasswordLead: "交易密碼用來確認付款。如果忘記了，請聯絡客服。",
        firstTradePasswordLead: "交易密碼用來確認付款。這樣就算登入密碼外洩，別人也無法付款。",
        tradePasswordEffect: { time in "為了您的安全，變更後\(words: duration(time))內無法從您的帳戶付款。" },
        presentPasswordLabel: "目前的密碼",
        signInPasswordLabel: "登入密碼",
        newPasswordLabel: "新密碼",
        newPasswordHint: "8 到 128 個字元，不限種類。建議用幾個詞組合起來。",
        presentTradePasswordLabel: "目前的交易密碼",
        newTradePasswordLabel: "新交易密碼",
        newTradePasswordHint: "6 到 128 個字元，不限種類，但不能和登入密碼相同。",
        againLabel: "再輸入一次",
        back: "不變更，返回",
        passwordMissing: "請輸入登入密碼。",
        tradePasswordMissing: "請輸入目前的交易密碼。",
        newMissing: "請輸入新密碼。",
        entriesDiffer: "兩次輸入的內容不同，請重新輸入新密碼。",
        passwordWrong: "密碼不正確，沒有做任何變更。",
        tradePasswordWrong: { triesLeft in
            switch triesLeft {
            case ...1: "交易密碼不正確。再輸錯一次，就會鎖定一段時間。"
            default: "交易密碼不正確。您還可以再試 \(triesLeft) 次。"
            }
        },
        tradePasswordLocked: { until in "交易密碼輸錯太多次，已鎖定到 \(time: moment(until))。" },
        tooOften: "嘗試次數過多，沒有做任何變更。請稍後再試。",
        problem: { problem, kind in
            switch problem {
            case .length(let count, let allowed) where count < allowed.lowerBound:
                "太短：至少需要 \(allowed.lowerBound) 個字元，目前是 \(count) 個。"
            case .length(_, let allowed): "太長：最多 \(allowed.upperBound) 個字元。"
            case .controlCharacter: "其中有定位字元之類無法正常輸入的字元，請拿掉。"
            case .isName: "這是您的使用者名稱，請另選一個。"
            case .isCommon: "這是最容易被猜到的密碼之一，請另選一個。"
            case .isOther:
                kind == .password
                    ? "這是您的交易密碼。請另選一個，以免其中一個外洩後別人就能付款。"
                    : "這是您的登入密碼。請另選一個，以免其中一個外洩後別人就能付款。"
            case .isPresent: "這是您目前使用的密碼，請選擇新的。"
            }
        },
        frozen: { until in "交易密碼已變更，在 \(time: moment(until)) 之前無法從您的帳戶付款。" },
        done: { notice, frozenUntil in
            switch notice {
            case .passwordChanged: "密碼已變更。除了這部裝置，您在其他地方都已登出。"
            case .tradePasswordSet: "交易密碼已設定。現在可以用它確認付款。"
            case .tradePasswordChanged:
                frozenUntil.map { until in "交易密碼已變更。在 \(time: moment(until)) 之前無法從您的帳戶付款。" } ?? "交易密碼已變更。"
            case .sessionEnded: "該裝置已登出。"
            case .otherSessionsEnded: "除了這部裝置，您在其他地方都已登出。"
            case .accessEnded, .allAccessEnded, .capSet, .capRemoved: nil
            }
        }
    )

    private static func duration(_ time: WholeTime) -> String {
        switch time {
        case .days(let days): " \(days) 天"
        case .hours(let hours): " \(hours) 小時"
        case .minutes(let minutes): " \(minutes) 分鐘"
        }
    }

    private static func moment(_ time: Timestamp) -> PageTime { .chinese(CivilMinute(startingAt: time)) }
}
