import PayCore

extension AuthoriseTexts {
    static let korean = AuthoriseTexts(
        title: { app in "\(name: app) 로그인" },
        signInFirst: "이곳의 계정으로 로그인해 주세요. 앱에는 비밀번호가 전달되지 않습니다.",
        scopesLegend: "앱이 요청하는 권한:",
        scope: { scope in
            switch scope {
            case .signIn: ScopeText(name: "회원 확인", detail: "회원 번호와 이 앱 전용 이름이 앱에 전달됩니다.")
            case .withdraw: ScopeText(name: "출금", detail: "앱이 플랫폼 밖으로 출금을 요청할 수 있습니다.")
            case .trade: ScopeText(name: "거래", detail: "앱이 내 코인을 다른 코인으로 교환할 수 있습니다.")
            case .userToApp: ScopeText(name: "결제 요청", detail: "결제할 때마다 이곳에서 거래 비밀번호로 직접 확인합니다.")
            case .appToUser: ScopeText(name: "입금", detail: "앱이 보낸 금액이 기본 계정으로 들어옵니다.")
            case .readSpotAssets: ScopeText(name: "기본 계정 잔액 조회", detail: "앱이 기본 계정의 코인별 보유량을 볼 수 있습니다.")
            case .signInWithoutAsking:
                ScopeText(name: "다시 묻지 않고 로그인", detail: "새로 요청하는 권한이 없으면 다음부터 이 페이지를 건너뜁니다.")
            case .rememberTradePassword: ScopeText(name: "거래 비밀번호 기억", detail: "이 앱에 결제할 때마다 입력하지 않아도 됩니다.")
            case .readOpenAssets: ScopeText(name: "오픈 계정 잔액 조회", detail: "앱이 오픈 계정의 코인별 보유량을 볼 수 있습니다.")
            case .openUserToApp: ScopeText(name: "오픈 계정에서 결제", detail: "앱에 로그인되어 있는 동안 매번 묻지 않고 결제됩니다.")
            case .openAppToUser: ScopeText(name: "오픈 계정으로 입금", detail: "앱이 보낸 금액이 오픈 계정으로 들어옵니다.")
            case .payWithOtherCoin: ScopeText(name: "다른 코인으로 결제", detail: "같은 가치의 다른 코인으로 결제될 수 있습니다.")
            }
        },
        allowButton: "허용하고 로그인",
        refuseButton: "허용하지 않음",
        revokeHint: { app in "언제든지 철회할 수 있습니다. 내 계정의 ‘연결된 앱’에서 \(name: app) 연결을 끊으면 됩니다." },
        linkBroken: EndingText(
            heading: "사용할 수 없는 로그인 링크입니다",
            happened: "앱이 보낸 요청을 처리할 수 없습니다.",
            money: "앱에 로그인되지 않았으며, 전달된 정보도 없습니다.",
            next: "앱으로 돌아가 다시 시도해 주세요. 같은 문제가 계속되면 앱 고객센터에 알려 주세요."
        )
    )
}
