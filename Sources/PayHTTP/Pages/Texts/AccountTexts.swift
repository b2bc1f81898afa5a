/// What all pages of the account share.
struct AccountTexts: Sendable {
    let sectionsLabel: String
    let overviewSection: String
    let paymentsSection: String
    let appsSection: String
    let securitySection: String
    let signInHeading: String
    let signInLead: String
    let signOutButton: String
}

extension AccountTexts {
    static let english = AccountTexts(
        sectionsLabel: "Account",
        overviewSection: "Overview",
        paymentsSection: "Payments",
        appsSection: "Apps",
        securitySection: "Security",
        signInHeading: "Sign in to your account",
        signInLead: "See your balances, your payments, and the apps that you have allowed.",
        signOutButton: "Sign out"
    )

    static let korean = AccountTexts(
        sectionsLabel: "내 계정",
        overviewSection: "잔액",
        paymentsSection: "결제 내역",
        appsSection: "연결된 앱",
        securitySection: "보안",
        signInHeading: "내 계정에 로그인",
        signInLead: "잔액과 결제 내역, 접근을 허용한 앱을 확인할 수 있습니다.",
        signOutButton: "로그아웃"
    )

    static let simplifiedChinese = AccountTexts(
        sectionsLabel: "我的账户",
        overviewSection: "余额",
        paymentsSection: "付款记录",
        appsSection: "已授权应用",
        securitySection: "安全",
        signInHeading: "登录我的账户",
        signInLead: "查看余额、付款记录以及您授权的应用。",
        signOutButton: "退出登录"
    )

    static let traditionalChinese = AccountTexts(
        sectionsLabel: "我的帳戶",
        overviewSection: "餘額",
        paymentsSection: "付款紀錄",
        appsSection: "已授權應用程式",
        securitySection: "安全",
        signInHeading: "登入我的帳戶",
        signInLead: "查看餘額、付款紀錄以及您授權的應用程式。",
        signOutButton: "登出"
    )
}
