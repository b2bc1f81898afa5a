import ArgumentParser
import PayDomain

/// Which user a command is about.
struct UserOptions: ParsableArguments {
    @Option(help: "The user's number.")
    var uid: Int64?

    @Option(help: "The user's name, instead of the number.")
    var name: String?

    var selector: UserSelector { UserSelector(uid: uid, name: name) }

    func validate() throws {
        guard uid != nil || name != nil else { throw ValidationError("Say which user is meant, with --uid or --name.") }
    }
}

/// Which account a command is about.
struct AccountOptions: ParsableArguments {
    @OptionGroup var user: UserOptions

    @Option(help: ArgumentHelp("The coin.", valueName: "code"))
    var coin: String

    @Option(help: "Which of the user's two balances: spot or open.")
    var account = "spot"

    var selector: AccountSelector { AccountSelector(user: user.selector, coinCode: coin, account: account) }
}
