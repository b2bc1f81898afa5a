/// A user's payments: the list, and one of them.
struct HistoryTexts: Sendable {
    let searchLabel: String
    let searchHint: String
    let filtersLabel: String
    let directionLabel: String
    let everyDirection: String
    let paid: String
    let received: String
    let coinLabel: String
    let everyCoin: String
    let fromLabel: String
    let toLabel: String
    let dateWrong: String
    let searchButton: String
    let clearLink: String
    let olderLink: String
    let newestLink: String
    let none: String
    let noneFound: String
    let cutShort: @Sendable (_ looked: Int) -> String
    let searchOnLink: String

    let succeeded: String
    let failed: String
    let underReview: String
    let refund: String

    let paidTo: @Sendable (_ app: String) -> Sentence
    let receivedFrom: @Sendable (_ app: String) -> Sentence
    let refundFrom: @Sendable (_ app: String) -> Sentence
    let statusLabel: String
    let fromAccountLabel: String
    let toAccountLabel: String
    let createdLabel: String
    let completedLabel: String
    let holderLabel: String
    let refundsHeading: String
    let refundedLabel: String
    let refundOfLabel: String
    let backLink: String
}

extension HistoryTexts {
    static let english = HistoryTexts(
        searchLabel: "Search",
        searchHint: "Order number, app, company, or a word of the description",
        filtersLabel: "Filters",
        directionLabel: "Direction",
        everyDirection: "Paid and received",
        paid: "Paid",
        received: "Received",
        coinLabel: "Coin",
        everyCoin: "All coins",
        fromLabel: "From day (UTC)",
        toLabel: "To day (UTC)",
        dateWrong: "Write the day as year-month-day, such as 2026-03-31.",
        searchButton: "Search",
        clearLink: "Show all payments",
        olderLink: "Older payments",
        newestLink: "Newest payments",
        none: "You have no payments yet.",
        noneFound: "No payment matches.",
        cutShort: { looked in "Looked through \(looked) payments so far." },
        searchOnLink: "Search older payments",
        succeeded: "Completed",
        failed: "Failed, nothing was moved",
        underReview: "Under review",
        refund: "Refund",
        paidTo: { app in "Paid to \(name: app)" },
        receivedFrom: { app in "Received from \(name: app)" },
        refundFrom: { app in "Refund from \(name: app)" },
        statusLabel: "Status",
        fromAccountLabel: "From",
        toAccountLabel: "To",
        createdLabel: "Made",
        completedLabel: "Completed",
        holderLabel: "Your account number",
        refundsHeading: "Refunds",
        refundedLabel: "Refunded so far",
        refundOfLabel: "Refund of",
        backLink: "All payments"
    )

    static let korean = HistoryTexts(
        searchLabel: "검색",
        searchHint: "주문 번호, 앱, 회사 또는 설명에 있는 단어",
        filtersLabel: "필터",
        directionLabel: "구분",
        everyDirection: "전체",
        paid: "결제",
        received: "입금",
        coinLabel: "코인",
        everyCoin: "모든 코인",
        fromLabel: "시작일(UTC)",
        toLabel: "종료일(UTC)",
        dateWrong: "날짜는 2026-03-31과 같이 연-월-일로 입력해 주세요.",
        searchButton: "검색",
        clearLink: "전체 내역 보기",
        olderLink: "이전 내역",
        newestLink: "최신 내역",
        none: "아직 결제 내역이 없습니다.",
        noneFound: "조건에 맞는 내역이 없습니다.",
        cutShort: { looked in "지금까지 \(looked)건을 검색했습니다." },
        searchOnLink: "이전 내역에서 계속 검색",
        succeeded: "완료",
        failed: "실패, 금액 이동 없음",
        underReview: "검토 중",
        refund: "환불",
        paidTo: { app in "\(name: app)에 결제" },
        receivedFrom: { app in "\(name: app)에서 입금" },
        refundFrom: { app in "\(name: app)에서 환불" },
        statusLabel: "상태",
        fromAccountLabel: "출금 계정",
        toAccountLabel: "입금 계정",
        createdLabel: "요청 시각",
        completedLabel: "완료 시각",
        holderLabel: "내 회원 번호",
        refundsHeading: "환불 내역",
        refundedLabel: "현재까지 환불된 금액",
        refundOfLabel: "원래 주문",
        backLink: "전체 결제 내역"
    )

    static let simplifiedChinese = HistoryTexts(
        searchLabel: "搜索",
        searchHint: "订单号、应用、公司，或说明中的文字",
        filtersLabel: "筛选",
        directionLabel: "类型",
        everyDirection: "支出和收入",
        paid: "支出",
        received: "收入",
        coinLabel: "币种",
        everyCoin: "所有币种",
        fromLabel: "开始日期 (UTC)",
        toLabel: "结束日期 (UTC)",
        dateWrong: "请按“年-月-日”填写日期，例如 2026-03-31。",
        searchButton: "搜索",
        clearLink: "显示全部记录",
        olderLink: "更早的记录",
        newestLink: "最新的记录",
        none: "您还没有付款记录。",
        noneFound: "没有符合条件的记录。",
        cutShort: { looked in "目前已查找 \(looked) 笔记录。" },
        searchOnLink: "继续查找更早的记录",
        succeeded: "已完成",
        failed: "失败，资金未变动",
        underReview: "审核中",
        refund: "退款",
        paidTo: { app in "支付给 \(name: app)" },
        receivedFrom: { app in "来自 \(name: app) 的收款" },
        refundFrom: { app in "来自 \(name: app) 的退款" },
        statusLabel: "状态",
        fromAccountLabel: "转出账户",
        toAccountLabel: "转入账户",
        createdLabel: "创建时间",
        completedLabel: "完成时间",
        holderLabel: "您的账户编号",
        refundsHeading: "退款",
        refundedLabel: "目前已退款",
        refundOfLabel: "原订单",
        backLink: "全部付款记录"
    )

    static let traditionalChinese = HistoryTexts(
        searchLabel: "搜尋",
        searchHint: "訂單編號、應用程式、公司，或說明中的文字",
        filtersLabel: "篩選",
        directionLabel: "類型",
        everyDirection: "支出與收入",
        paid: "支出",
        received: "收入",
        coinLabel: "幣種",
        everyCoin: "所有幣種",
        fromLabel: "開始日期 (UTC)",
        toLabel: "結束日期 (UTC)",
        dateWrong: "請依「年-月-日」填寫日期，例如 2026-03-31。",
        searchButton: "搜尋",
        clearLink: "顯示全部紀錄",
        olderLink: "更早的紀錄",
        newestLink: "最新的紀錄",
        none: "您還沒有付款紀錄。",
        noneFound: "沒有符合條件的紀錄。",
        cutShort: { looked in "目前已搜尋 \(looked) 筆紀錄。" },
        searchOnLink: "繼續搜尋更早的紀錄",
        succeeded: "已完成",
        failed: "失敗，款項未異動",
        underReview: "審核中",
        refund: "退款",
        paidTo: { app in "付款給 \(name: app)" },
        receivedFrom: { app in "來自 \(name: app) 的款項" },
        refundFrom: { app in "來自 \(name: app) 的退款" },
        statusLabel: "狀態",
        fromAccountLabel: "轉出帳戶",
        toAccountLabel: "轉入帳戶",
        createdLabel: "建立時間",
        completedLabel: "完成時間",
        holderLabel: "您的帳戶編號",
        refundsHeading: "退款",
        refundedLabel: "目前已退款",
        refundOfLabel: "原訂單",
        backLink: "全部付款紀錄"
    )
}
