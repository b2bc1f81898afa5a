import PayCore

extension AuthoriseTexts {
    static let traditionalChinese = AuthoriseTexts(
        title: { app in "登入 \(name: app)" },
        signInFirst: "請使用您在本平台的帳號登入。應用程式不會看到您的密碼。",
        scopesLegend: "這個應用程式要求以下權限：",
        scope: { scope in
            switch scope {
            case .signIn: ScopeText(name: "確認您的身分", detail: "應用程式會取得您的使用者編號，以及專為它產生的名稱。")
            case .withdraw: ScopeText(name: "提領", detail: "應用程式可以要求將資金轉出本平台。")
            case .trade: ScopeText(name: "交易", detail: "應用程式可以將您的幣兌換成其他幣種。")
            case .userToApp: ScopeText(name: "向您請款", detail: "每筆付款都需要您在本平台輸入交易密碼確認。")
            case .appToUser: ScopeText(name: "付款給您", detail: "應用程式付給您的款項會存入您的主帳戶。")
            case .readSpotAssets: ScopeText(name: "查看主帳戶", detail: "應用程式可以查看您主帳戶中各幣種的餘額。")
            case .signInWithoutAsking: ScopeText(name: "下次登入不再詢問", detail: "如果沒有新的權限要求，下次會略過這個頁面。")
            case .rememberTradePassword: ScopeText(name: "記住交易密碼", detail: "付款給這個應用程式時，不必每次輸入。")
            case .readOpenAssets: ScopeText(name: "查看開放帳戶", detail: "應用程式可以查看您開放帳戶中各幣種的餘額。")
            case .openUserToApp: ScopeText(name: "從開放帳戶扣款", detail: "在您登入該應用程式期間，扣款時不會逐次詢問。")
            case .openAppToUser: ScopeText(name: "付款至開放帳戶", detail: "應用程式付給您的款項會存入該帳戶。")
            case .payWithOtherCoin: ScopeText(name: "使用其他幣種付款", detail: "付款可能會以等值的其他幣種完成。")
            }
        },
        allowButton: "允許並登入",
        refuseButton: "不允許",
        revokeHint: { app in "您可以隨時在「我的帳戶 – 已授權應用程式」中撤銷「\(name: app)」的授權。" },
        linkBroken: EndingText(
            heading: "這個登入連結無法使用",
            happened: "應用程式送出的登入要求無法處理。",
            money: "您並未登入該應用程式，也沒有提供任何資訊。",
            next: "請返回應用程式再試一次。如果問題再次發生，請聯絡該應用程式的客服。"
        )
    )
}
