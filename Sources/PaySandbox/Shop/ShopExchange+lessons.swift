extension ShopExchange.Lesson {
    static let apply = Self(
        "The shop applies for a payment. The answer holds the address of the pay page; no money moves until the payer confirms there.",
        section: "5.1"
    )
    static let applyAgain = Self(
        "The first answer was lost, so the shop applies again. The same trade_no with the same fields gives a fresh pay_url, and there is "
            + "still at most one payment.",
        section: "5.1"
    )
    static let toPayPage = Self(
        "303: the browser goes to the pay page. The platform reads only app_id and code of this address and shows what it has stored.",
        section: "5.1"
    )
    static let comeBack = Self(
        "The browser comes back with a result in its address. Anyone can type an address, so the shop believes none of it, and asks.",
        section: "5.2"
    )
    static let ask = Self(
        "The shop asks the platform by its own trade_no. This answer is signed, and it is what the shop delivers on.", section: "5.5"
    )
    static let askAfterLoss = Self(
        "The answer was lost, so the shop cannot know whether money moved. It asks before it does anything again.", section: "5.5"
    )
    static let callback = Self(
        "After a success the platform calls the shop's server. The signatures and the times hold over the raw bytes, so it answers 200.",
        section: "5.3"
    )
    static let repeatedCallback = Self(
        "This webhook-id was here before: delivery is at least once. The shop answers 200 again and does nothing twice.", section: "5.3"
    )
    static let forgedCallback = Self(
        "The signatures do not hold, so this is not the platform's word: the shop answers 401 and changes nothing.", section: "2"
    )
    static let refund = Self(
        "Gives back a part of a paid order, or all of it. There may be many returns, together never more than was paid.", section: "7"
    )
    static let payOut = Self(
        "Pays a user from the shop's own account, at once. Asked again with the same trade_no, the platform never pays twice.",
        section: "5.4"
    )
    static let loseAnswer = Self(
        "Asks the sandbox to lose the next answer of this path: the money will move, and the shop will be told HTTP 500.", section: "9"
    )
    static let history = Self("The app's orders, newest first, at most 20 at a time. total counts them all.", section: "5.6")
    static let callAgain = Self("Asks for an order's callback once more, however often it was delivered.", section: "5.7")
    static let toSignIn = Self(
        "303: the browser goes to the sign-in page, which asks the user to allow scopes 1 (sign in) and 7 (see the balance).", section: "6"
    )
    static let signedIn = Self(
        "The browser comes back with a code that works once, for five minutes. Its state must be the one that the shop has sent.",
        section: "6"
    )
    static let redeem = Self("The shop's server redeems the code. Tokens never pass through the browser's address.", section: "6")
    static let user = Self("open_id names the user to this app alone, union_id to all apps of its company.", section: "6")
    static let signOut = Self("Ends the access token on the platform.", section: "6")
}
