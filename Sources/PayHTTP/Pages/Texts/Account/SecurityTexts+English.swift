import PayCore
import PayDomain

extension SecurityTexts {
    static let english = SecurityTexts(
        passwordPart: "Password",
        passwordIsFor: "You sign in with it.",
        tradePasswordPart: "Trade password",
        tradePasswordIsSet: "You confirm payments with it.",
        tradePasswordIsNotSet: "You have none yet. Set one to be able to confirm payments.",
        sessionsPart: "Where you are signed in",
        sessionsLead: "If you do not know one of these, end it and change your password.",
        languageLead: "These pages are shown in:",
        thisSession: "This device",
        signedInLabel: "Signed in at",
        lastUsedLabel: "Last used at",
        addressLabel: "From address",
        endSession: "Sign out",
        endOtherSessions: "Sign out everywhere else",
        browser: { kind in
            switch (kind.program?.rawValue, kind.system?.rawValue) {
            case (let program?, let system?): "\(program) on \(system)"
            case (let program?, nil): program
            case (nil, let system?): "A browser on \(system)"
            case (nil, nil): "Another browser"
            }
        },
        changePassword: "Change password",
        changeTradePassword: "Change trade password",
        setTradePassword: "Set a trade password",
        passwordLead: "Choose a password that you use nowhere else.",
        passwordEffect: "You will be signed out on all other devices and in all apps.",
        tradePasswordLead: "You confirm payments with the trade password. If you have forgotten it, ask support.",
        firstTradePasswordLead: "You will confirm payments with the trade password. Nobody who learns your other password can pay then.",
        tradePasswordEffect: { time in
            "For your safety, nothing can be paid from your account for \(words: duration(time)) after the change."
        },
        presentPasswordLabel: "Current password",
        signInPasswordLabel: "Password you sign in with",
        newPasswordLabel: "New password",
        newPasswordHint: "8 to 128 characters of any kind. A few words are good.",
        presentTradePasswordLabel: "Current trade password",
        newTradePasswordLabel: "New trade password",
        newTradePasswordHint: "6 to 128 characters of any kind, and not your other password.",
        againLabel: "The same once more",
        back: "Back without a change",
        passwordMissing: "Enter the password you sign in with.",
        tradePasswordMissing: "Enter your current trade password.",
        newMissing: "Enter the new one.",
        entriesDiffer: "The two entries are not the same. Enter the new one again.",
        passwordWrong: "This password is wrong. Nothing was changed.",
        tradePasswordWrong: { triesLeft in
            switch triesLeft {
            case ...1: "This trade password is wrong. After one more wrong try it will be locked for a while."
            default: "This trade password is wrong. You have \(triesLeft) tries left."
            }
        },
        tradePasswordLocked: { until in
            "The trade password was wrong too often. It is locked until \(time: .english(CivilMinute(startingAt: until)))."
        },
        tooOften: "Too many tries. Nothing was changed. Please try again later.",
        problem: { problem, kind in
            switch problem {
            case .length(let count, let allowed) where count < allowed.lowerBound:
                "This is too short: it has \(count), and at least \(allowed.lowerBound) characters are needed."
            case .length(_, let allowed): "This is too long: it may have at most \(allowed.upperBound) characters."
            case .controlCharacter: "This has a character that cannot be typed on every keyboard, such as a tab. Leave it out."
            case .isName: "This is your user name. Choose something else."
            case .isCommon: "This is one of the first passwords that are tried by whoever guesses. Choose something else."
            case .isOther:
                kind == .password
                    ? "This is your trade password. Choose something else, so that nobody who learns one can pay."
                    : "This is the password you sign in with. Choose something else, so that nobody who learns one can pay."
            case .isPresent: "This is the one you have now. Choose a new one."
            }
        },
        frozen: { until in
            "The trade password was changed. Nothing can be paid from your account until \(time: .english(CivilMinute(startingAt: until)))."
        },
        done: { notice, frozenUntil in
            switch notice {
            case .passwordChanged: "Your password was changed. You are signed out everywhere but here."
            case .tradePasswordSet: "Your trade password is set. You can confirm payments with it now."
            case .tradePasswordChanged:
                frozenUntil.map { until in
                    """
                    Your trade password was changed. Nothing can be paid from your account until \
                    \(time: .english(CivilMinute(startingAt: until))).
                    """
                } ?? "Your trade password was changed."
            case .sessionEnded: "That device is signed out."
            case .otherSessionsEnded: "You are signed out everywhere but here."
            case .accessEnded, .allAccessEnded, .capSet, .capRemoved: nil
            }
        }
    )

    private static func duration(_ time: WholeTime) -> String {
        switch time {
        case .days(let days): days == 1 ? "1 day" : "\(days) days"
        case .hours(let hours): hours == 1 ? "1 hour" : "\(hours) hours"
        case .minutes(let minutes): minutes == 1 ? "1 minute" : "\(minutes) minutes"
        }
    }
}
