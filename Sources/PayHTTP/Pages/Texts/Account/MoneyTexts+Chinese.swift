extension MoneyTexts {
    static let simplifiedChinese = MoneyTexts(
        mainAccount: "主账户",
        mainAccountHint: "每笔支付都由您本人确认。",
        openAccount: "开放账户",
        openAccountHint: "您授权的应用可以从中扣款，不会逐次询问。",
        availableLabel: "可用",
        frozenLabel: "冻结",
        totalLabel: "总额",
        emptyAccount: "此账户暂无余额。",
        moveLink: "账户间转账",
        moveHeading: "账户间转账",
        directionsLabel: "转账方向",
        toOpen: "主账户 → 开放账户",
        toMain: "开放账户 → 主账户",
        coinsLegend: "币种",
        available: { amount in "可用 \(amount)" },
        amountLabel: "金额",
        amountHint: { digits in digits == 0 ? "只能输入整数。" : "只输入数字和小数点，小数点后最多 \(digits) 位。" },
        tradePasswordHint: "应用可以不经询问从开放账户扣款，因此转入时需要验证您的交易密码。",
        moveToOpenButton: "转入开放账户",
        moveToMainButton: "转入主账户",
        movingButton: "正在转账…",
        nothingToMove: "此账户没有可用余额。",
        coinMissing: "请选择币种。",
        amountMissing: "请输入金额。",
        amountMalformed: "请只用数字和小数点填写金额，例如 12.5，不要加空格或逗号。",
        amountZero: "请输入大于零的金额。",
        amountTooLong: "金额位数过多。",
        amountTooFine: { digits in digits == 0 ? "该币种没有小数，请输入整数。" : "该币种小数点后最多 \(digits) 位。" },
        amountTooLarge: "金额过大，账户无法容纳。",
        notAvailable: { available in "可用余额只有 \(available)，未转账。" },
        tradePasswordMissing: "请输入交易密码。目前尚未转账。",
        tradePasswordWrong: { triesLeft in
            switch triesLeft {
            case ...1: "交易密码错误，未转账。您还可以再试 1 次，再次输错将暂时锁定。"
            default: "交易密码错误，未转账。您还可以再试 \(triesLeft) 次。"
            }
        },
        formUsed: "这份表单此前已用其他内容提交，并以那次为准。本次没有再转账。请先查看余额。",
        movedHeading: "转账成功",
        movedFromLabel: "转出",
        movedToLabel: "转入",
        movedAtLabel: "时间",
        balancesHeading: "当前可用余额",
        overviewButton: "查看全部余额",
        moveMoreLink: "继续转账"
    )

    static let traditionalChinese = MoneyTexts(
        mainAccount: "主帳戶",
        mainAccountHint: "每筆付款都由您本人確認。",
        openAccount: "開放帳戶",
        openAccountHint: "您授權的應用程式可以從中扣款，不會逐次詢問。",
        availableLabel: "可用",
        frozenLabel: "凍結",
        totalLabel: "總額",
        emptyAccount: "這個帳戶目前沒有餘額。",
        moveLink: "帳戶互轉",
        moveHeading: "帳戶互轉",
        directionsLabel: "轉帳方向",
        toOpen: "主帳戶 → 開放帳戶",
        toMain: "開放帳戶 → 主帳戶",
        coinsLegend: "幣種",
        available: { amount in "可用 \(amount)" },
        amountLabel: "金額",
        amountHint: { digits in digits == 0 ? "只能輸入整數。" : "只輸入數字和小數點，小數點後最多 \(digits) 位。" },
        tradePasswordHint: "應用程式可以直接從開放帳戶扣款，所以轉入時需要驗證您的交易密碼。",
        moveToOpenButton: "轉入開放帳戶",
        moveToMainButton: "轉入主帳戶",
        movingButton: "轉帳處理中…",
        nothingToMove: "這個帳戶沒有可用餘額。",
        coinMissing: "請選擇幣種。",
        amountMissing: "請輸入金額。",
        amountMalformed: "請只用數字和小數點填寫金額，例如 12.5，不要加空格或逗號。",
        amountZero: "請輸入大於零的金額。",
        amountTooLong: "金額的位數太多。",
        amountTooFine: { digits in digits == 0 ? "這個幣種沒有小數，請輸入整數。" : "這個幣種的小數點後最多 \(digits) 位。" },
        amountTooLarge: "金額太大，帳戶無法容納。",
        notAvailable: { available in "可用餘額只有 \(available)，並未轉帳。" },
        tradePasswordMissing: "請輸入交易密碼。目前尚未轉帳。",
        tradePasswordWrong: { triesLeft in
            switch triesLeft {
            case ...1: "交易密碼錯誤，並未轉帳。您還可以再試 1 次，再次輸入錯誤將暫時鎖定。"
            default: "交易密碼錯誤，並未轉帳。您還可以再試 \(triesLeft) 次。"
            }
        },
        formUsed: "這份表單先前已用其他內容送出，並以那次為準。這次沒有再轉帳。請先查看餘額。",
        movedHeading: "轉帳完成",
        movedFromLabel: "轉出",
        movedToLabel: "轉入",
        movedAtLabel: "時間",
        balancesHeading: "目前可用餘額",
        overviewButton: "查看全部餘額",
        moveMoreLink: "繼續轉帳"
    )
}
