import PayCore
import PayDomain

extension SecurityTexts {
    static let korean = SecurityTexts(
        passwordPart: "비밀번호",
        passwordIsFor: "로그인할 때 사용합니다.",
        tradePasswordPart: "거래 비밀번호",
        tradePasswordIsSet: "결제를 확인할 때 사용합니다.",
        tradePasswordIsNotSet: "아직 설정하지 않았습니다. 결제하려면 먼저 설정해 주세요.",
        sessionsPart: "로그인된 기기",
        sessionsLead: "모르는 기기가 있으면 로그아웃시키고 비밀번호를 변경해 주세요.",
        languageLead: "페이지에 표시할 언어:",
        thisSession: "현재 기기",
        signedInLabel: "로그인:",
        lastUsedLabel: "마지막 사용:",
        addressLabel: "접속 주소:",
        endSession: "로그아웃",
        endOtherSessions: "다른 모든 기기에서 로그아웃",
        browser: { kind in
            switch (kind.program?.rawValue, kind.system?.rawValue) {
            case (let program?, let system?): "\(program) · \(system)"
            case (let program?, nil): program
            case (nil, let system?): "\(system) 브라우저"
            case (nil, nil): "다른 브라우저"
            }
        },
        changePassword: "비밀번호 변경",
        changeTradePassword: "거래 비밀번호 변경",
        setTradePassword: "거래 비밀번호 설정",
        passwordLead: "다른 곳에서 사용하지 않는 비밀번호를 선택해 주세요.",
        passwordEffect: "다른 모든 기기와 앱에서 로그아웃됩니다.",
        tradePasswordLead: "결제를 확인할 때 사용하는 비밀번호입니다. 잊어버렸다면 고객 지원에 문의해 주세요.",
        firstTradePasswordLead: "결제를 확인할 때 사용할 비밀번호입니다. 로그인 비밀번호가 알려지더라도 다른 사람이 결제할 수 없습니다.",
        tradePasswordEffect: { time in "안전을 위해 변경 후 \(words: duration(time)) 동안 계정에서 결제할 수 없습니다." },
        presentPasswordLabel: "현재 비밀번호",
        signInPasswordLabel: "로그인 비밀번호",
        newPasswordLabel: "새 비밀번호",
        newPasswordHint: "8~128자. 모든 문자를 사용할 수 있으며, 단어를 여러 개 이어 쓰면 좋습니다.",
        presentTradePasswordLabel: "현재 거래 비밀번호",
        newTradePasswordLabel: "새 거래 비밀번호",
        newTradePasswordHint: "6~128자. 모든 문자를 사용할 수 있지만, 로그인 비밀번호와 달라야 합니다.",
        againLabel: "한 번 더 입력",
        back: "변경하지 않고 돌아가기",
        passwordMissing: "로그인 비밀번호를 입력해 주세요.",
        tradePasswordMissing: "현재 거래 비밀번호를 입력해 주세요.",
        newMissing: "새 비밀번호를 입력해 주세요.",
        entriesDiffer: "두 입력이 서로 다릅니다. 새 비밀번호를 다시 입력해 주세요.",
        passwordWrong: "비밀번호가 올바르지 않아 변경되지 않았습니다.",
        tradePasswordWrong: { triesLeft in
            switch triesLeft {
            case ...1: "거래 비밀번호가 올바르지 않습니다. 한 번 더 틀리면 일정 시간 동안 잠깁니다."
            default: "거래 비밀번호가 올바르지 않습니다. 앞으로 \(triesLeft)번 더 입력할 수 있습니다."
            }
        },
        tradePasswordLocked: { until in
            "거래 비밀번호를 여러 번 잘못 입력하여 \(time: .korean(CivilMinute(startingAt: until)))까지 잠겨 있습니다."
        },
        tooOften: "시도 횟수가 너무 많아 변경되지 않았습니다. 나중에 다시 시도해 주세요.",
        problem: { problem, kind in
            switch problem {
            case .length(let count, let allowed) where count < allowed.lowerBound:
                "너무 짧습니다. \(allowed.lowerBound)자 이상이어야 하며, 지금은 \(count)자입니다."
            case .length(_, let allowed): "너무 깁니다. \(allowed.upperBound)자까지 사용할 수 있습니다."
            case .controlCharacter: "탭처럼 입력할 수 없는 문자가 들어 있습니다. 빼고 입력해 주세요."
            case .isName: "아이디와 같습니다. 다른 비밀번호를 선택해 주세요."
            case .isCommon: "추측하기 쉬운 비밀번호입니다. 다른 비밀번호를 선택해 주세요."
            case .isOther:
                kind == .password
                    ? "거래 비밀번호와 같습니다. 하나가 알려져도 안전하도록 다른 비밀번호를 선택해 주세요."
                    : "로그인 비밀번호와 같습니다. 하나가 알려져도 안전하도록 다른 비밀번호를 선택해 주세요."
            case .isPresent: "현재 비밀번호와 같습니다. 새로운 비밀번호를 선택해 주세요."
            }
        },
        frozen: { until in
            "거래 비밀번호가 변경되어 \(time: .korean(CivilMinute(startingAt: until)))까지 계정에서 결제할 수 없습니다."
        },
        done: { notice, frozenUntil in
            switch notice {
            case .passwordChanged: "비밀번호를 변경했습니다. 현재 기기를 제외한 모든 곳에서 로그아웃되었습니다."
            case .tradePasswordSet: "거래 비밀번호를 설정했습니다. 이제 결제를 확인할 수 있습니다."
            case .tradePasswordChanged:
                frozenUntil.map { until in
                    "거래 비밀번호를 변경했습니다. \(time: .korean(CivilMinute(startingAt: until)))까지 계정에서 결제할 수 없습니다."
                } ?? "거래 비밀번호를 변경했습니다."
            case .sessionEnded: "해당 기기에서 로그아웃했습니다."
            case .otherSessionsEnded: "현재 기기를 제외한 모든 곳에서 로그아웃했습니다."
            case .accessEnded, .allAccessEnded, .capSet, .capRemoved: nil
            }
        }
    )

    private static func duration(_ time: WholeTime) -> String {
        switch time {
        case .days(let days): "\(days)일"
        case .hours(let hours): "\(hours)시간"
        case .minutes(let minutes): "\(minutes)분"
        }
    }
}
