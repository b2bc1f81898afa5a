import PayCore

/// The sign-in page of apps: what an app asks for, in plain words.
struct AuthoriseTexts: Sendable {
    /// What a scope allows: a few words, and a sentence on what that means for the user.
    struct ScopeText: Hashable, Sendable {
        let name: String
        let detail: String
    }

    let title: @Sendable (_ app: String) -> Sentence
    let signInFirst: String
    let scopesLegend: String
    let scope: @Sendable (Scope) -> ScopeText
    let allowButton: String
    let refuseButton: String
    let revokeHint: @Sendable (_ app: String) -> Sentence
    let linkBroken: EndingText
}

extension AuthoriseTexts {
    static let english = AuthoriseTexts(
        title: { app in "Sign in to \(name: app)" },
        signInFirst: "Sign in with your account here. The app never sees your password.",
        scopesLegend: "The app asks to:",
        scope: { scope in
            switch scope {
            case .signIn: ScopeText(name: "Know who you are", detail: "It learns your user number and a name made up for it.")
            case .withdraw: ScopeText(name: "Withdraw", detail: "It may ask for money to leave this platform.")
            case .trade: ScopeText(name: "Trade", detail: "It may exchange your coins for others.")
            case .userToApp: ScopeText(name: "Ask you for payments", detail: "You confirm each one here with your trade password.")
            case .appToUser: ScopeText(name: "Pay you", detail: "Money that it sends you arrives on your main account.")
            case .readSpotAssets: ScopeText(name: "See your main account", detail: "It sees what you hold in each coin.")
            case .signInWithoutAsking:
                ScopeText(name: "Sign you in without asking again", detail: "Next time this page is skipped if nothing new is asked for.")
            case .rememberTradePassword:
                ScopeText(name: "Remember your trade password", detail: "You need not enter it for each payment to this app.")
            case .readOpenAssets: ScopeText(name: "See your open account", detail: "It sees what you hold there in each coin.")
            case .openUserToApp:
                ScopeText(
                    name: "Take payments from your open account",
                    detail: "Without asking you each time, for as long as you are signed in there."
                )
            case .openAppToUser: ScopeText(name: "Pay to your open account", detail: "Money that it sends you arrives there.")
            case .payWithOtherCoin: ScopeText(name: "Take another coin", detail: "A payment may be made in another coin of equal value.")
            }
        },
        allowButton: "Allow and sign in",
        refuseButton: "Do not allow",
        revokeHint: { app in "You can take this back at any time: ask support to end the access of \(name: app)." },
        linkBroken: EndingText(
            heading: "This sign-in link does not work",
            happened: "The app that sent you here asked in a way that we cannot answer.",
            money: "You were not signed in there, and nothing was shared.",
            next: "Go back to the app and try again. If it happens again, tell the app’s support."
        )
    )

    static let korean = AuthoriseTexts(
        title: { app in "\(name: app) 로그인" },
        signInFirst: "이곳의 계정으로 로그인해 주세요. 앱에는 비밀번호가 전달되지 않습니다.",
        scopesLegend: "앱이 요청하는 권한:",
        scope: { scope in
            switch scope {
            case .signIn: ScopeText(name: "회원 확인", detail: "회원 번호와 이 앱 전용 이름이 앱에 전달됩니다.")
            case .withdraw: ScopeText(name: "출금", detail: "앱이 플랫폼 밖으로 출금을 요청할 수 있습니다.")
            case .trade: ScopeText(name: "거래", detail: "앱이 보유한 코인을 다른 코인으로 교환할 수 있습니다.")
            case .userToApp: ScopeText(name: "결제 요청", detail: "결제할 때마다 이곳에서 거래 비밀번호로 직접 확인합니다.")
            case .appToUser: ScopeText(name: "입금", detail: "앱이 보낸 금액이 기본 계정으로 들어옵니다.")
            case .readSpotAssets: ScopeText(name: "기본 계정 잔액 조회", detail: "앱이 코인별 보유량을 볼 수 있습니다.")
            case .signInWithoutAsking: ScopeText(name: "다시 묻지 않고 로그인", detail: "새로운 요청이 없으면 다음부터 이 페이지를 건너뜁니다.")
            case .rememberTradePassword: ScopeText(name: "거래 비밀번호 기억", detail: "이 앱에 결제할 때마다 입력하지 않아도 됩니다.")
            case .readOpenAssets: ScopeText(name: "오픈 계정 잔액 조회", detail: "앱이 오픈 계정의 코인별 보유량을 볼 수 있습니다.")
            case .openUserToApp: ScopeText(name: "오픈 계정에서 결제", detail: "앱에 로그인되어 있는 동안 매번 묻지 않고 결제됩니다.")
            case .openAppToUser: ScopeText(name: "오픈 계정으로 입금", detail: "앱이 보낸 금액이 오픈 계정으로 들어옵니다.")
            case .payWithOtherCoin: ScopeText(name: "다른 코인으로 결제", detail: "같은 가치의 다른 코인으로 결제될 수 있습니다.")
            }
        },
        allowButton: "허용하고 로그인",
        refuseButton: "허용하지 않음",
        revokeHint: { app in "언제든지 취소할 수 있습니다. \(name: app)의 접근을 끝내려면 고객 지원에 문의해 주세요." },
        linkBroken: EndingText(
            heading: "사용할 수 없는 로그인 링크입니다",
            happened: "앱의 요청을 처리할 수 없습니다.",
            money: "앱에 로그인되지 않았으며, 전달된 정보도 없습니다.",
            next: "앱으로 돌아가 다시 시도해 주세요. 같은 문제가 계속되면 앱의 고객 지원에 알려 주세요."
        )
    )
}
