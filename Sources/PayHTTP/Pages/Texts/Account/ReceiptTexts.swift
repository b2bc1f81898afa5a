/// The receipt on a payment's page, and the page on which anybody checks one.
struct ReceiptTexts: Sendable {
    let heading: String
    let hint: String
    let codeLabel: String
    let checkLink: String

    let checkHeading: String
    let checkLead: String
    let codeFieldLabel: String
    let codeFieldHint: String
    let checkButton: String
    let genuineHeading: String
    let genuineLead: String
    let otherHeading: String
    let otherLead: String
    let payerLabel: String
    let payeeLabel: String
    let holder: @Sendable (_ uid: String) -> Sentence
    let nothingRefunded: String
    let checkedAtLabel: String
}

extension ReceiptTexts {
    static let english = ReceiptTexts(
        heading: "Receipt",
        hint: "Print this page to keep it. Whoever has this code can check that the payment was made.",
        codeLabel: "Receipt code",
        checkLink: "Check this receipt",
        checkHeading: "Check a receipt",
        checkLead: "A receipt of this platform carries a code. Enter it to see whether the payment was made.",
        codeFieldLabel: "Receipt code",
        codeFieldHint: "It begins with IMUGI. Capitals and dashes do not matter.",
        checkButton: "Check",
        genuineHeading: "This receipt is genuine",
        genuineLead: "The payment was made as it stands here. Compare it with the receipt that you were given.",
        otherHeading: "This is not a receipt of this platform",
        otherLead: "Nothing here belongs to this code. Check each character, and ask whoever gave it to you if it stays so.",
        payerLabel: "Paid by",
        payeeLabel: "Paid to",
        holder: { uid in "Account number \(name: uid)" },
        nothingRefunded: "Nothing",
        checkedAtLabel: "Checked"
    )

    static let korean = ReceiptTexts(
        heading: "영수증",
        hint: "이 페이지를 인쇄해 보관할 수 있습니다. 이 코드가 있으면 누구나 결제 사실을 확인할 수 있습니다.",
        codeLabel: "영수증 코드",
        checkLink: "영수증 확인하기",
        checkHeading: "영수증 확인",
        checkLead: "이 플랫폼의 영수증에는 코드가 있습니다. 코드를 입력하면 실제로 결제되었는지 확인할 수 있습니다.",
        codeFieldLabel: "영수증 코드",
        codeFieldHint: "IMUGI로 시작합니다. 대소문자와 하이픈은 구분하지 않습니다.",
        checkButton: "확인",
        genuineHeading: "유효한 영수증입니다",
        genuineLead: "아래 내용대로 결제되었습니다. 받은 영수증과 비교해 주세요.",
        otherHeading: "이 플랫폼의 영수증이 아닙니다",
        otherLead: "이 코드에 해당하는 결제가 없습니다. 코드를 다시 확인하고, 문제가 계속되면 영수증을 준 사람에게 문의해 주세요.",
        payerLabel: "보낸 곳",
        payeeLabel: "받은 곳",
        holder: { uid in "회원 번호 \(name: uid)" },
        nothingRefunded: "없음",
        checkedAtLabel: "확인 시각"
    )

    static let simplifiedChinese = ReceiptTexts(
        heading: "收据",
        hint: "打印本页即可留存。持有此代码的人都可以核实这笔付款。",
        codeLabel: "收据代码",
        checkLink: "核实此收据",
        checkHeading: "核实收据",
        checkLead: "本平台的收据都带有代码。输入代码，即可核实付款是否属实。",
        codeFieldLabel: "收据代码",
        codeFieldHint: "以 IMUGI 开头，不区分大小写，连字符可省略。",
        checkButton: "核实",
        genuineHeading: "收据真实有效",
        genuineLead: "这笔付款确已完成，内容如下。请与您收到的收据核对。",
        otherHeading: "这不是本平台的收据",
        otherLead: "没有与此代码对应的付款。请逐字核对代码；如仍有问题，请联系提供收据的人。",
        payerLabel: "付款方",
        payeeLabel: "收款方",
        holder: { uid in "账户编号 \(name: uid)" },
        nothingRefunded: "无",
        checkedAtLabel: "核实时间"
    )

    static let traditionalChinese = ReceiptTexts(
        heading: "收據",
        hint: "列印本頁即可留存。持有這組代碼的人都可以查證這筆付款。",
        codeLabel: "收據代碼",
        checkLink: "查證這張收據",
        checkHeading: "查證收據",
        checkLead: "本平台的收據都附有代碼。輸入代碼，即可查證付款是否屬實。",
        codeFieldLabel: "收據代碼",
        codeFieldHint: "以 IMUGI 開頭，不分大小寫，連字號可省略。",
        checkButton: "查證",
        genuineHeading: "這張收據真實有效",
        genuineLead: "這筆付款確實已完成，內容如下。請與您收到的收據核對。",
        otherHeading: "這不是本平台的收據",
        otherLead: "沒有與這組代碼相符的付款。請逐字核對代碼；如果仍有問題，請聯絡提供收據的人。",
        payerLabel: "付款方",
        payeeLabel: "收款方",
        holder: { uid in "帳戶編號 \(name: uid)" },
        nothingRefunded: "無",
        checkedAtLabel: "查證時間"
    )
}
