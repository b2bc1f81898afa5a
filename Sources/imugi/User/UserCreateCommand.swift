import ArgumentParser
import PayDomain

/// `imugi user create`
struct UserCreateCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Enter a user.",
        discussion: """
            Asks for the password (8 to 128 characters), with which the user signs in, and for the trade password (6 to 128), with which \
            the user confirms payments, unless an option says where they come from.
            """
    )

    @Option(help: "What the user signs in with: 1 to 64 characters.")
    var name: String

    @Option(help: "The user's number. Without it the next free one.")
    var uid: Int64?

    @Flag(help: "Read the password from the first line of the standard input, and the trade password from the second if there is one.")
    var passwordStdin = false

    @Option(help: ArgumentHelp("Read the password from the first line of a file.", valueName: "file"))
    var passwordFile: String?

    @Option(help: ArgumentHelp("Read the trade password from the first line of a file.", valueName: "file"))
    var tradePasswordFile: String?

    @Flag(help: "Set no password: nobody can sign in, as on an account that only holds an app's money.")
    var noPassword = false

    @OptionGroup var platform: PlatformOptions

    func request() throws -> OperatorRequest {
        let (password, tradePassword) = try passwords()
        return .createUser(CreateUser.Request(uid: uid, name: name, password: password, tradePassword: tradePassword))
    }

    private func passwords() throws -> (String?, String?) {
        let hasFile = passwordFile != nil || tradePasswordFile != nil
        guard [passwordStdin, hasFile, noPassword].count(where: { $0 }) <= 1 else {
            throw ValidationError("Say in one way only where the passwords come from: standard input, files, or --no-password.")
        }
        if noPassword { return (nil, nil) }
        if passwordStdin { return (PasswordInput.line() ?? "", PasswordInput.line()) }
        if hasFile { return (try passwordFile.map(PasswordInput.file), try tradePasswordFile.map(PasswordInput.file)) }
        return (try PasswordInput.ask("Password for \(name)"), try PasswordInput.ask("Trade password", mayBeEmpty: true))
    }
}
