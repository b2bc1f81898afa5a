import PayCore

private let noMoneyMoved: Sentence = "빠져나간 금액은 없습니다."
private let nothingDone: Sentence = "처리된 내용이 없으며, 빠져나간 금액도 없습니다."

extension EndingTexts {
    static let korean = EndingTexts(
        tradePasswordLocked: { until in
            EndingText(
                heading: "거래 비밀번호가 잠겼습니다",
                happened: "거래 비밀번호를 여러 번 잘못 입력했습니다. \(time: .korean(CivilMinute(startingAt: until)))부터 다시 사용할 수 있습니다.",
                money: noMoneyMoved,
                next: "그때까지 결제가 만료되지 않았다면 다시 열어 진행하거나, 지금 취소해 주세요. 본인이 입력하지 않았다면 비밀번호를 변경해 주세요."
            )
        },
        tradePasswordChanged: { until in
            EndingText(
                heading: "거래 비밀번호 변경으로 결제가 잠시 중지되었습니다",
                happened: "거래 비밀번호가 변경되었습니다. 자산을 보호하기 위해 \(time: .korean(CivilMinute(startingAt: until)))까지 이 계정으로는 결제할 수 없습니다.",
                money: noMoneyMoved,
                next: "그때까지 결제가 만료되지 않았다면 다시 열어 진행하시거나, 지금 취소해 주세요. 본인이 변경하지 않았다면 즉시 고객 지원에 문의해 주세요."
            )
        },
        balanceTooSmall: { available, needed in
            EndingText(
                heading: "잔액이 부족합니다",
                happened: "결제 금액은 \(needed)입니다. 현재 사용 가능한 잔액은 \(available)입니다.",
                money: noMoneyMoved,
                next: "만료되기 전에 잔액을 충전한 뒤 이 결제를 다시 열거나, 결제를 취소해 주세요."
            )
        },
        paymentsFrozen: EndingText(
            heading: "이 계정의 결제가 정지되었습니다",
            happened: "현재 이 계정으로는 결제할 수 없습니다.",
            money: noMoneyMoved,
            next: "고객센터에 사유와 해결 방법을 문의하거나, 이 결제를 취소해 주세요."
        ),
        tradePasswordNotSet: EndingText(
            heading: "거래 비밀번호가 설정되어 있지 않습니다",
            happened: "결제하려면 거래 비밀번호가 필요하지만, 이 계정에는 아직 없습니다.",
            money: noMoneyMoved,
            next: "내 계정에서 거래 비밀번호를 설정한 뒤 이 결제를 다시 열거나, 결제를 취소해 주세요."
        ),
        payerIsPayee: { app in
            EndingText(
                heading: "본인에게는 결제할 수 없습니다",
                happened: "\(name: app)에 결제한 금액은 지금 로그인한 계정으로 들어옵니다.",
                money: noMoneyMoved,
                next: "다른 계정으로 로그인하거나, 이 결제를 취소해 주세요."
            )
        },
        belongsToAnother: { app, payer in
            EndingText(
                heading: "다른 계정에 요청된 결제입니다",
                happened: "\(name: app)에서 지정한 계정만 결제할 수 있으며, \(name: payer) 계정은 여기에 해당하지 않습니다.",
                money: noMoneyMoved,
                next: "결제할 계정으로 로그인하거나, \(name: app) 페이지로 돌아가 주세요."
            )
        },
        paidByAnother: { app, payer in
            EndingText(
                heading: "다른 계정에서 이미 결제했습니다",
                happened: "다른 계정에서 \(name: app)에 이 결제를 이미 완료했습니다.",
                money: "\(name: payer) 계정에서 빠져나간 금액은 없습니다.",
                next: "더 할 일은 없습니다. 그 계정도 본인의 계정이라면 그 계정으로 로그인해 결과를 확인할 수 있습니다."
            )
        },
        alreadyPaid: { amount, app in
            EndingText(
                heading: "결제가 완료되었습니다",
                happened: "\(name: app)에 \(amount) 결제를 완료했습니다.",
                money: "금액은 잔액에서 한 번만 빠져나갔습니다. 이 페이지를 다시 열어도 더 빠져나가지 않습니다.",
                next: "앱으로 돌아가 계속 진행해 주세요."
            )
        },
        cancelled: { app in
            EndingText(
                heading: "결제가 취소되었습니다",
                happened: "\(name: app) 결제가 취소되었습니다.",
                money: noMoneyMoved,
                next: "결제하려면 \(name: app)에서 처음부터 다시 진행해 주세요."
            )
        },
        failed: { app in
            EndingText(
                heading: "결제에 실패했습니다",
                happened: "\(name: app) 결제를 완료하지 못했으며, 이 페이지에서는 다시 시도할 수 없습니다.",
                money: noMoneyMoved,
                next: "잔액을 확인한 뒤 \(name: app)에서 새로 결제해 주세요."
            )
        },
        expired: { app, at in
            EndingText(
                heading: "결제 시간이 만료되었습니다",
                happened: "이 결제는 \(time: .korean(CivilMinute(startedBy: at)))까지 진행할 수 있었습니다.",
                money: noMoneyMoved,
                next: "결제하려면 \(name: app)에서 다시 시작해 주세요."
            )
        },
        linkUnknown: EndingText(
            heading: "사용할 수 없는 결제 링크입니다",
            happened: "링크가 올바르지 않거나, 새 링크로 바뀌었습니다.",
            money: noMoneyMoved,
            next: "이용하던 앱으로 돌아가 결제를 다시 시작해 주세요."
        ),
        appDisabled: { app in
            EndingText(
                heading: "지금은 이 앱에 결제할 수 없습니다",
                happened: "\(name: app) 결제가 중지되어 있습니다.",
                money: noMoneyMoved,
                next: "나중에 다시 시도하거나 앱 고객센터에 문의해 주세요."
            )
        },
        coinNotAllowed: { app, coin in
            EndingText(
                heading: "더 이상 받지 않는 코인입니다",
                happened: "\(name: app)에서는 더 이상 \(name: coin) 결제를 받을 수 없습니다.",
                money: noMoneyMoved,
                next: "\(name: app) 페이지로 돌아가 다른 결제 방법을 선택해 주세요."
            )
        },
        payeeCannotReceive: { app in
            EndingText(
                heading: "받을 수 없는 결제입니다",
                happened: "\(name: app)의 계정이 이 금액을 받을 수 없습니다.",
                money: noMoneyMoved,
                next: "\(name: app)의 고객 지원에 알리거나 더 적은 금액으로 결제해 주세요."
            )
        },
        tooBusy: EndingText(
            heading: "지금 결제가 몰리고 있습니다",
            happened: "요청이 처리되지 않았으며, 비밀번호 입력 횟수도 줄지 않았습니다.",
            money: nothingDone,
            next: "잠시 후 페이지를 다시 열어 결제해 주세요."
        ),
        tooManySignIns: EndingText(
            heading: "로그인 시도가 너무 많습니다",
            happened: "계정을 보호하기 위해 잠시 로그인할 수 없습니다.",
            money: noMoneyMoved,
            next: "몇 분 뒤에 이 결제를 다시 열어 주세요."
        ),
        tooManySignInsUntil: { until in
            EndingText(
                heading: "로그인 시도가 너무 많습니다",
                happened: "계정을 보호하기 위해 \(time: .korean(CivilMinute(startingAt: until)))까지 로그인할 수 없습니다.",
                money: noMoneyMoved,
                next: "그 이후에 이 결제를 다시 열어 주세요."
            )
        },
        formExpired: EndingText(
            heading: "더 이상 유효하지 않은 화면입니다",
            happened: "페이지를 너무 오래 열어 두었거나, 다른 곳에서 다시 로그인했거나, 브라우저에서 쿠키를 사용할 수 없습니다.",
            money: nothingDone,
            next: "페이지를 다시 열어 진행해 주세요. 계속 반복되면 이 사이트의 쿠키를 허용해 주세요."
        ),
        badRequest: EndingText(
            heading: "요청을 읽을 수 없습니다",
            happened: "브라우저가 보낸 내용을 이 페이지에서 처리할 수 없습니다.",
            money: nothingDone,
            next: "페이지를 다시 열어 진행해 주세요."
        ),
        formTooLarge: EndingText(
            heading: "입력한 내용이 너무 깁니다",
            happened: "브라우저가 보낸 내용이 이 페이지에서 받을 수 있는 길이를 넘었습니다.",
            money: nothingDone,
            next: "페이지를 다시 열어 아이디와 비밀번호만 입력해 주세요."
        ),
        unavailable: EndingText(
            heading: "잠시 후 다시 시도해 주세요",
            happened: "지금은 요청을 처리할 수 없습니다.",
            money: nothingDone,
            next: "잠시 기다린 뒤 페이지를 다시 열어 주세요."
        ),
        internalError: EndingText(
            heading: "서비스에 문제가 발생했습니다",
            happened: "서비스 오류로 페이지를 표시하지 못했습니다.",
            money: "이 페이지를 여는 동안 빠져나간 금액은 없습니다.",
            next: "잠시 후 다시 시도해 주세요. 계속 반복되면 고객센터에 문의해 주세요."
        ),
        outcomeUnknown: EndingText(
            heading: "결제 여부를 아직 확인하지 못했습니다",
            happened: "결제를 처리하는 도중 서비스에 오류가 발생했습니다.",
            money: "잔액에서 금액이 빠져나갔을 수도 있고 아닐 수도 있습니다. 두 번 빠져나가는 일은 없습니다.",
            next: "새로 결제하기 전에 이 결제를 다시 열어 결과를 확인해 주세요."
        ),
        notFound: EndingText(
            heading: "페이지를 찾을 수 없습니다",
            happened: "주소가 올바르지 않거나 없어진 페이지입니다.",
            money: noMoneyMoved,
            next: "주소를 확인하거나, 이용하던 앱으로 돌아가 주세요."
        ),
        methodNotAllowed: EndingText(
            heading: "이 방법으로는 열 수 없는 페이지입니다",
            happened: "브라우저가 이 주소에서 지원하지 않는 방식으로 요청을 보냈습니다.",
            money: nothingDone,
            next: "이용하던 앱으로 돌아가 페이지를 다시 열어 주세요."
        ),
        payeeLabel: "받는 곳",
        paidToLabel: "결제한 곳",
        amountLabel: "결제 금액",
        paidAtLabel: "결제 시각",
        orderLabel: "주문 번호",
        tradeNoLabel: "앱 거래 번호",
        moment: { time in "\(time: .korean(CivilMinute(startedBy: time)))" },
        reference: { id in "고객센터 문의 번호: \(name: id)" },
        returnButton: { app in "\(name: app) 페이지로 돌아가기" },
        returning: "{s}초 후 앱으로 돌아갑니다.",
        stayButton: "이 페이지에 머무르기",
        lookingAgain: "결과를 확인하고 있습니다…",
        setTradePasswordButton: "거래 비밀번호 설정",
        openAgainButton: "페이지 다시 열기",
        seeResultButton: "결과 확인하기"
    )
}
