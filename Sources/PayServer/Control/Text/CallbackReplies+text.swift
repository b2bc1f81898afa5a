import PayCore
import PayDomain
import PayLedger

extension CallbackReply {
    static let header = ["APP_ID", "TRADE_NO", "ORDER_ID", "STATE", "ATTEMPTS", "SINCE", "NEXT ATTEMPT", "LAST ENDING"]
    var row: [String] {
        [appID, tradeNo, String(orderID), state.rawValue, String(attempts), moment(since), nextText, lastText]
    }

    private static let longestEnding = 60

    private var lastText: String {
        guard let lastEnding else { return "not tried yet" }
        let text = TerminalText.escaped(lastEnding)
        return text.count > Self.longestEnding ? text.prefix(Self.longestEnding) + "…" : text
    }

    fileprivate var nextText: String {
        guard let nextTime else { return "none" }
        guard hasURL else { return "none before the app has a callback URL" }
        return isDue ? "now, due since \(moment(nextTime))" : moment(nextTime)
    }

    fileprivate var pairs: [(String, String)] {
        var pairs: [(String, String)] = [("order_id", String(orderID)), ("state", state.rawValue), ("since", moment(since))]
        if orderStatus != OrderStatus.succeeded.rawValue { pairs.append(("order", "has not succeeded; its callback was asked for")) }
        if let deliveredTime { pairs.append(("delivered", moment(deliveredTime))) }
        return pairs + [("next attempt", nextText), ("attempts", String(attempts))]
    }

    var redoneText: String {
        """
        The callback of order \(tradeNo) of app \(appID) is due now, with a new schedule of 36 hours.
        \(details([("order_id", String(orderID)), ("next attempt", nextText), ("attempts", String(attempts))]))

        See what comes of it with
            imugi callback show \(appID) \(tradeNo)
        """
    }
}

extension CallbackHistoryReply {
    var text: String {
        let head = "Callback of order \(callback.tradeNo) of app \(callback.appID)\n\(details(callback.pairs))"
        let omitted = more ? ["Earlier attempts than these \(attempts.count) are not shown."] : []
        return ([head] + omitted + attempts.map(\.text)).joined(separator: "\n\n")
    }
}

extension CallbackAttemptReply {
    fileprivate var text: String {
        var pairs = [("sent to", TerminalText.escaped(address.map { "\(url) at \($0)" } ?? url)), ("ended", ending)]
        if isSuperseded { pairs.append(("", "too late to count: the callback was given to another, or asked for anew, before")) }
        pairs.append(("next attempt", nextTime.map { moment($0) } ?? "none"))
        var lines = ["Attempt \(number), \(moment(time))", details(pairs)]
        lines += headers(requestHeaders, "request headers") + headers(answerHeaders, "answer headers")
        if !answerStart.isEmpty { lines += ["  the answer's beginning", TerminalText.block(answerStart, indent: "    ")] }
        return lines.joined(separator: "\n")
    }

    private var ending: String {
        let reason = TerminalText.escaped(error ?? "no answer")
        let words = status.map { "HTTP \($0)" } ?? (reason.hasSuffix(".") ? String(reason.dropLast()) : reason)
        return "\(words), after \(durationNanoseconds / 1_000_000) ms\(isDelivered ? "; delivered" : "")"
    }

    private func headers(_ headers: [Header], _ title: String) -> [String] {
        guard !headers.isEmpty else { return [] }
        return ["  \(title)"] + headers.map { TerminalText.block(TerminalText.escaped("\($0.name): \($0.value)"), indent: "    ") }
    }
}

extension ReplayCallbacks.Reply {
    /// One step, or all of them added up.
    package var text: String { summary(isDryRun: false) }

    package func summary(isDryRun: Bool) -> String {
        let first =
            switch (replayed, isDryRun) {
            case (0, _): "No callback is to be sent again."
            case (_, false): "\(callbacks(replayed)) due now, each with a new schedule of 36 hours."
            case (_, true): "\(callbacks(replayed)) to be sent again. Nothing was done: this was a dry run."
            }
        return alreadyDue == 0 ? first : "\(first)\n\(callbacks(alreadyDue)) due already, and stay as they were."
    }

    private func callbacks(_ count: Int) -> String { count == 1 ? "1 callback is" : "\(count) callbacks are" }
}

private func moment(_ nanoseconds: Int64) -> String { UTCTime.text(Timestamp(nanoseconds: nanoseconds)) }
