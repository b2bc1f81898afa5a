import PayCore
import PayDomain

extension UserReply {
    static let header = ["UID", "NAME", "SIGNS IN", "TRADE PASSWORD", "PAYMENTS"]
    var row: [String] { [String(uid), name, yesNo(canSignIn), yesNo(hasTradePassword), paymentsText] }

    private var paymentsText: String {
        guard !paymentsFrozen else { return "frozen" }
        return paymentsFrozenUntilText.map { "frozen until \($0)" } ?? "open"
    }

    private var paymentsFrozenUntilText: String? { paymentsFrozenUntil.map { UTCTime.text(Timestamp(nanoseconds: $0)) } }

    func text(isNew: Bool) -> String {
        let lines = [
            isNew ? "Created user \(name)." : "User \(name)",
            details([
                ("uid", String(uid)), ("can sign in", signInText),
                ("can pay", payText), ("payments", paymentsText),
            ]),
        ]
        return (lines + (isNew ? next : holdings)).joined(separator: "\n")
    }

    private var signInText: String {
        guard isEnabled else { return "no, the user is disabled" }
        return canSignIn ? "yes" : "no, no password is set"
    }

    private var payText: String {
        guard isEnabled else { return "no, the user is disabled" }
        guard !paymentsFrozen else { return "no, payments are frozen" }
        if let until = paymentsFrozenUntilText { return "no, payments are frozen until \(until) since the trade password was changed" }
        guard hasTradePassword else { return "no, no trade password is set" }
        guard let tradePasswordLockEnd else { return "yes" }
        return "no, wrong trade passwords have locked it until \(UTCTime.text(Timestamp(nanoseconds: tradePasswordLockEnd)))"
    }

    private var next: [String] {
        [
            "", "Next: put money on the account with",
            "    imugi deposit --uid \(uid) --coin CODE --volume AMOUNT --reference YOUR_NUMBER",
        ]
    }

    private var holdings: [String] {
        guard let balances else { return [] }
        guard !balances.isEmpty else { return ["", "Holds nothing."] }
        var table = TextTable(["COIN", "ACCOUNT", "AVAILABLE", "FROZEN", "TOTAL"])
        for balance in balances {
            table.add([balance.coinCode, balance.account, balance.available, balance.frozen, balance.total])
        }
        return ["", table.text(indent: "  ")]
    }
}
