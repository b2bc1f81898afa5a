/// The pages of the apps that a user has allowed something.
struct AccessTexts: Sendable {
    let heading: String
    let lead: String
    let noApps: String
    let lastUsedLabel: String
    let neverUsed: String
    let mayLabel: String
    let capsHeading: String
    let capsLead: String
    /// The field of one coin's limit.
    let capLabel: @Sendable (_ coin: String) -> Sentence
    let noCap: Sentence
    let takenToday: @Sendable (PageAmount) -> Sentence
    let setCapButton: String
    let removeCapButton: String
    /// What was entered is no amount of a coin with so many fraction digits.
    let capProblem: @Sendable (_ fractionDigits: Int) -> Sentence
    let capSet: @Sendable (_ app: String) -> Sentence
    let capRemoved: @Sendable (_ app: String) -> Sentence
    let revokeLink: String
    let revokeAllLink: String

    let revokeQuestion: @Sendable (_ app: String) -> Sentence
    let revokeEffect: Sentence
    let scopesEndLabel: String
    let revokeButton: String
    let revokeAllQuestion: Sentence
    let revokeAllEffect: Sentence
    let appsEndLabel: String
    let revokeAllButton: String
    let revokeStays: Sentence
    let keepButton: String

    let ended: @Sendable (_ app: String) -> Sentence
    let allEnded: Sentence
}

extension AccessTexts {
    static let english = AccessTexts(
        heading: "Apps with access",
        lead: "You have allowed these apps to do something for you here. You can end that at any time.",
        noApps: "No app has access to your account.",
        lastUsedLabel: "Last used at",
        neverUsed: "Not used yet",
        mayLabel: "It may:",
        capsHeading: "Daily limit",
        capsLead: "The most that it may take from your open account in a day (UTC) without asking you.",
        capLabel: { coin in "Limit in \(name: coin)" },
        noCap: "No limit.",
        takenToday: { amount in "Taken today: \(amount)." },
        setCapButton: "Save",
        removeCapButton: "Remove the limit",
        capProblem: { digits in
            digits == 0
                ? "Enter a whole number in digits, such as 12."
                : "Enter an amount in digits, such as 12.5, with at most \(digits) after the point."
        },
        capSet: { app in "The limit of \(name: app) is set." },
        capRemoved: { app in "The limit of \(name: app) is removed." },
        revokeLink: "End access",
        revokeAllLink: "End the access of all apps",
        revokeQuestion: { app in "End the access of \(name: app)?" },
        revokeEffect: "You are signed out there at once, on every device. If you sign in there again, you are asked anew.",
        scopesEndLabel: "It can then no longer:",
        revokeButton: "End access",
        revokeAllQuestion: "End the access of all apps?",
        revokeAllEffect: "You are signed out of all of them at once, on every device. If you sign in there again, you are asked anew.",
        appsEndLabel: "These apps lose their access:",
        revokeAllButton: "End all access",
        revokeStays: "Payments that were made stay as they are. What an app knows or holds already, it keeps.",
        keepButton: "Keep access",
        ended: { app in "\(name: app) has no access any more." },
        allEnded: "No app has access to your account any more."
    )

    static let korean = AccessTexts(
        heading: "연결된 앱",
        lead: "회원님이 접근을 허용한 앱입니다. 언제든지 연결을 끊을 수 있습니다.",
        noApps: "계정에 연결된 앱이 없습니다.",
        lastUsedLabel: "마지막 사용:",
        neverUsed: "아직 사용하지 않음",
        mayLabel: "허용된 권한:",
        capsHeading: "하루 한도",
        capsLead: "묻지 않고 오픈 계정에서 하루(UTC 기준)에 가져갈 수 있는 최대 금액입니다.",
        capLabel: { coin in "\(name: coin) 한도" },
        noCap: "한도가 없습니다.",
        takenToday: { amount in "오늘 가져간 금액: \(amount)." },
        setCapButton: "저장",
        removeCapButton: "한도 해제",
        capProblem: { digits in
            digits == 0 ? "숫자로만 입력해 주세요. 예: 12." : "금액을 숫자로 입력해 주세요. 예: 12.5. 소수점 아래는 \(digits)자리까지 가능합니다."
        },
        capSet: { app in "\(name: app) 앱의 한도를 저장했습니다." },
        capRemoved: { app in "\(name: app) 앱의 한도를 해제했습니다." },
        revokeLink: "연결 끊기",
        revokeAllLink: "모든 앱의 연결 끊기",
        revokeQuestion: { app in "\(name: app) 앱의 연결을 끊을까요?" },
        revokeEffect: "모든 기기에서 이 앱이 바로 로그아웃됩니다. 다시 로그인하면 권한을 새로 묻습니다.",
        scopesEndLabel: "앱에서 더 이상 할 수 없게 되는 것:",
        revokeButton: "연결 끊기",
        revokeAllQuestion: "모든 앱의 연결을 끊을까요?",
        revokeAllEffect: "모든 기기에서 이 앱들이 바로 로그아웃됩니다. 다시 로그인하면 권한을 새로 묻습니다.",
        appsEndLabel: "연결이 끊어지는 앱:",
        revokeAllButton: "모두 끊기",
        revokeStays: "이미 완료된 결제는 그대로 유지됩니다. 앱이 이미 알고 있거나 보관하고 있는 것은 앱에 남습니다.",
        keepButton: "그대로 두기",
        ended: { app in "\(name: app) 앱의 연결을 끊었습니다." },
        allEnded: "모든 앱의 연결을 끊었습니다."
    )

    static let simplifiedChinese = AccessTexts(
        heading: "已授权应用",
        lead: "您已授权以下应用。您可以随时撤销授权。",
        noApps: "没有应用获得您账户的授权。",
        lastUsedLabel: "最近使用：",
        neverUsed: "尚未使用",
        mayLabel: "允许的权限：",
        capsHeading: "每日限额",
        capsLead: "该应用每天（UTC）无需询问即可从您的开放账户扣除的最高金额。",
        capLabel: { coin in "\(name: coin) 限额" },
        noCap: "无限额。",
        takenToday: { amount in "今日已扣除 \(amount)。" },
        setCapButton: "保存",
        removeCapButton: "取消限额",
        capProblem: { digits in digits == 0 ? "请输入整数，例如 12。" : "请输入金额数字，例如 12.5，小数点后最多 \(digits) 位。" },
        capSet: { app in "已保存“\(name: app)”的限额。" },
        capRemoved: { app in "已取消“\(name: app)”的限额。" },
        revokeLink: "撤销授权",
        revokeAllLink: "撤销所有应用的授权",
        revokeQuestion: { app in "撤销对“\(name: app)”的授权？" },
        revokeEffect: "您在所有设备上都会立即退出该应用。再次登录时会重新询问。",
        scopesEndLabel: "撤销后，该应用将不能再：",
        revokeButton: "撤销授权",
        revokeAllQuestion: "撤销所有应用的授权？",
        revokeAllEffect: "您在所有设备上都会立即退出这些应用。再次登录时会重新询问。",
        appsEndLabel: "以下应用将失去授权：",
        revokeAllButton: "全部撤销",
        revokeStays: "已完成的支付不受影响。应用已经知道或持有的内容仍归应用保留。",
        keepButton: "保留授权",
        ended: { app in "已撤销对“\(name: app)”的授权。" },
        allEnded: "已撤销所有应用的授权。"
    )

    static let traditionalChinese = AccessTexts(
        heading: "已授權應用程式",
        lead: "您已授權下列應用程式。您可以隨時撤銷授權。",
        noApps: "沒有應用程式取得您帳戶的授權。",
        lastUsedLabel: "上次使用：",
        neverUsed: "尚未使用",
        mayLabel: "允許的權限：",
        capsHeading: "每日限額",
        capsLead: "該應用程式每天（UTC）不必詢問就能從您的開放帳戶扣除的最高金額。",
        capLabel: { coin in "\(name: coin) 限額" },
        noCap: "沒有限額。",
        takenToday: { amount in "今天已扣除 \(amount)。" },
        setCapButton: "儲存",
        removeCapButton: "取消限額",
        capProblem: { digits in digits == 0 ? "請輸入整數，例如 12。" : "請輸入金額數字，例如 12.5，小數點後最多 \(digits) 位。" },
        capSet: { app in "已儲存「\(name: app)」的限額。" },
        capRemoved: { app in "已取消「\(name: app)」的限額。" },
        revokeLink: "撤銷授權",
        revokeAllLink: "撤銷所有應用程式的授權",
        revokeQuestion: { app in "要撤銷「\(name: app)」的授權嗎？" },
        revokeEffect: "您在所有裝置上都會立即登出該應用程式。再次登入時會重新詢問。",
        scopesEndLabel: "撤銷後，該應用程式不能再：",
        revokeButton: "撤銷授權",
        revokeAllQuestion: "要撤銷所有應用程式的授權嗎？",
        revokeAllEffect: "您在所有裝置上都會立即登出這些應用程式。再次登入時會重新詢問。",
        appsEndLabel: "下列應用程式將失去授權：",
        revokeAllButton: "全部撤銷",
        revokeStays: "已完成的付款不受影響。應用程式已經知道或持有的內容仍由其保留。",
        keepButton: "保留授權",
        ended: { app in "已撤銷「\(name: app)」的授權。" },
        allEnded: "已撤銷所有應用程式的授權。"
    )
}
