import PayCore

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
        revokeHint: { app in "You can take this back at any time: end the access of \(name: app) under Apps in your account." },
        linkBroken: EndingText(
            heading: "This sign-in link does not work",
            happened: "The app that sent you here asked in a way that we cannot answer.",
            money: "You were not signed in there, and nothing was shared.",
            next: "Go back to the app and try again. If it happens again, tell the app’s support."
        )
    )
}
