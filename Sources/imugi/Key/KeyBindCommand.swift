import ArgumentParser
import PayDomain

/// `imugi key bind`
struct KeyBindCommand: OperatorCommand {
    static let configuration = CommandConfiguration(
        commandName: "bind",
        abstract: "Say which IP addresses an access key may be used from."
    )

    @Argument(help: "The access key, as imugi key list shows it.") var accessKey: String

    @Option(help: "An IP address. Give it once for each; together they are the whole list.")
    var address: [String] = []

    @Flag(help: "Let it be used from any address.")
    var any = false

    @OptionGroup var platform: PlatformOptions

    func request() throws -> OperatorRequest {
        guard any != !address.isEmpty else { throw ValidationError("Give either --address, once for each address, or --any.") }
        return .changeKey(ChangeKey.Request(accessKey: accessKey, boundAddresses: address))
    }
}
