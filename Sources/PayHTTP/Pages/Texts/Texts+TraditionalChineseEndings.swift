import PayCore

private let noMoneyMoved: Sentence = "並未扣款。"
private let nothingDone: Sentence = "未執行任何操作，也未扣款。"

extension EndingTexts {
    static let traditionalChinese = EndingTexts(
        tradePasswordLocked: { until in
            EndingText(
                heading: "交易密碼已鎖定",
                happened: "交易密碼輸入錯誤次數過多，將於 \(time: .chinese(CivilMinute(startingAt: until))) 解除鎖定。",
                money: noMoneyMoved,
                next: "屆時如果這筆付款尚未失效，請重新開啟；您也可以現在取消付款。如果不是您本人輸入的，請變更密碼。"
            )
        },
        tradePasswordChanged: { until in
            EndingText(
                heading: "變更交易密碼後，付款暫停",
                happened: "交易密碼已變更。為了保護您的資金，在 \(time: .chinese(CivilMinute(startingAt: until))) 之前無法從這個帳戶付款。",
                money: noMoneyMoved,
                next: "屆時如果這筆付款尚未失效，請重新開啟；您也可以現在取消付款。如果不是您本人變更的，請立即聯絡客服。"
            )
        },
        balanceTooSmall: { available, needed in
            EndingText(
                heading: "餘額不足",
                happened: "您的可用餘額為 \(available)，這筆付款需要 \(needed)。",
                money: noMoneyMoved,
                next: "請在付款失效前儲值並重新開啟這筆付款，或取消付款。"
            )
        },
        paymentsFrozen: EndingText(
            heading: "您的帳戶已凍結付款",
            happened: "這個帳戶目前無法付款。",
            money: noMoneyMoved,
            next: "請聯絡客服了解原因與處理方式，或取消這筆付款。"
        ),
        tradePasswordNotSet: EndingText(
            heading: "您尚未設定交易密碼",
            happened: "付款需要以交易密碼確認，而這個帳戶尚未設定。",
            money: noMoneyMoved,
            next: "請在您的帳戶中設定交易密碼後重新開啟這筆付款，或取消付款。"
        ),
        payerIsPayee: { app in
            EndingText(
                heading: "無法付款給自己",
                happened: "付給「\(name: app)」的款項會存入您目前登入的帳戶。",
                money: noMoneyMoved,
                next: "請使用其他帳號登入，或取消這筆付款。"
            )
        },
        belongsToAnother: { app, payer in
            EndingText(
                heading: "這筆付款屬於其他帳號",
                happened: "「\(name: app)」指定了由哪個帳號付款，而「\(name: payer)」不是該帳號。",
                money: noMoneyMoved,
                next: "請使用指定的帳號登入，或返回「\(name: app)」。"
            )
        },
        paidByAnother: { app, payer in
            EndingText(
                heading: "已由其他帳號付款",
                happened: "其他帳號已完成這筆給「\(name: app)」的付款。",
                money: "並未從「\(name: payer)」扣款。",
                next: "您不需要再做任何事。如果那個帳號也是您的，請使用該帳號登入，即可查看結果。"
            )
        },
        alreadyPaid: { amount, app in
            EndingText(
                heading: "付款完成",
                happened: "您已付款 \(amount) 給「\(name: app)」。",
                money: "款項已從您的餘額扣除一次。再次開啟這個頁面不會重複扣款。",
                next: "請返回應用程式繼續操作。"
            )
        },
        cancelled: { app in
            EndingText(
                heading: "付款已取消",
                happened: "這筆給「\(name: app)」的付款已取消。",
                money: noMoneyMoved,
                next: "如果仍要付款，請在「\(name: app)」重新開始。"
            )
        },
        failed: { app in
            EndingText(
                heading: "付款失敗",
                happened: "這筆給「\(name: app)」的付款未能完成，且無法在這個頁面重試。",
                money: noMoneyMoved,
                next: "請先確認餘額，再到「\(name: app)」重新付款。"
            )
        },
        expired: { app, at in
            EndingText(
                heading: "付款已失效",
                happened: "這筆付款的確認期限為 \(time: .chinese(CivilMinute(startedBy: at)))。",
                money: noMoneyMoved,
                next: "如果仍要付款，請在「\(name: app)」重新開始。"
            )
        },
        linkUnknown: EndingText(
            heading: "這個付款連結無法使用",
            happened: "連結不完整，或已由新的連結取代。",
            money: noMoneyMoved,
            next: "請返回原本的應用程式，重新開始付款。"
        ),
        appDisabled: { app in
            EndingText(
                heading: "這個應用程式暫時無法收款",
                happened: "「\(name: app)」的收款功能已關閉。",
                money: noMoneyMoved,
                next: "請稍後再試，或聯絡該應用程式的客服。"
            )
        },
        coinNotAllowed: { app, coin in
            EndingText(
                heading: "已不接受這個幣別",
                happened: "「\(name: app)」不能再收取 \(name: coin)。",
                money: noMoneyMoved,
                next: "請返回「\(name: app)」，選擇其他付款方式。"
            )
        },
        payeeCannotReceive: { app in
            EndingText(
                heading: "這個金額無法收取",
                happened: "「\(name: app)」的帳戶無法收取這麼大的金額。",
                money: noMoneyMoved,
                next: "請聯絡「\(name: app)」的客服，或支付較小的金額。"
            )
        },
        tooBusy: EndingText(
            heading: "目前付款人數較多",
            happened: "您的確認並未處理，也沒有用掉密碼的嘗試次數。",
            money: nothingDone,
            next: "請稍候幾秒，重新開啟頁面再確認。"
        ),
        tooManySignIns: EndingText(
            heading: "嘗試登入次數過多",
            happened: "為保護帳號安全，登入功能已暫停一段時間。",
            money: noMoneyMoved,
            next: "請過幾分鐘後重新開啟這筆付款。"
        ),
        tooManySignInsUntil: { until in
            EndingText(
                heading: "嘗試登入次數過多",
                happened: "為保護帳號安全，在 \(time: .chinese(CivilMinute(startingAt: until))) 之前無法登入。",
                money: noMoneyMoved,
                next: "請屆時重新開啟這筆付款。"
            )
        },
        formExpired: EndingText(
            heading: "這個頁面已失效",
            happened: "頁面開啟時間過長、您在其他地方重新登入，或瀏覽器未啟用 Cookie。",
            money: nothingDone,
            next: "請重新開啟頁面，再次進行剛才的操作。如果仍出現這個提示，請允許本網站使用 Cookie。"
        ),
        badRequest: EndingText(
            heading: "無法讀取這個要求",
            happened: "您的瀏覽器送出了這個頁面無法辨識的內容。",
            money: nothingDone,
            next: "請重新開啟頁面，再次進行剛才的操作。"
        ),
        formTooLarge: EndingText(
            heading: "輸入的內容過長",
            happened: "您的瀏覽器送出的內容超過這個頁面的限制。",
            money: nothingDone,
            next: "請重新開啟頁面，只輸入使用者名稱和密碼。"
        ),
        unavailable: EndingText(
            heading: "請稍後再試",
            happened: "我們暫時無法處理您的要求。",
            money: nothingDone,
            next: "請稍待片刻，然後重新開啟頁面。"
        ),
        internalError: EndingText(
            heading: "我們的系統發生問題",
            happened: "由於系統故障，頁面無法顯示。",
            money: "開啟這個頁面並未扣款。",
            next: "請稍後再試一次。如果問題再次發生，請聯絡客服。"
        ),
        outcomeUnknown: EndingText(
            heading: "目前無法確認是否已付款",
            happened: "處理這筆付款時，我們的系統發生故障。",
            money: "您的餘額可能已扣款，也可能未扣款，但絕不會重複扣款。",
            next: "在重新付款之前，請先再次開啟這筆付款，查看結果。"
        ),
        notFound: EndingText(
            heading: "找不到頁面",
            happened: "網址有誤，或頁面已移除。",
            money: noMoneyMoved,
            next: "請檢查網址，或返回原本的應用程式。"
        ),
        methodNotAllowed: EndingText(
            heading: "無法以這種方式開啟這個頁面",
            happened: "您的瀏覽器送出了這個網址不支援的要求。",
            money: nothingDone,
            next: "請返回原本的應用程式，從那裡開啟頁面。"
        ),
        payeeLabel: "收款商家",
        paidToLabel: "收款商家",
        amountLabel: "付款金額",
        paidAtLabel: "付款時間",
        orderLabel: "訂單編號",
        tradeNoLabel: "商家訂單編號",
        moment: { time in "\(time: .chinese(CivilMinute(startedBy: time)))" },
        reference: { id in "客服參考編號：\(name: id)" },
        returnButton: { app in "返回 \(name: app)" },
        returning: "{s} 秒後返回應用程式。",
        stayButton: "留在這個頁面",
        lookingAgain: "正在查詢結果…",
        setTradePasswordButton: "設定交易密碼",
        openAgainButton: "重新開啟頁面",
        seeResultButton: "查看結果"
    )
}
