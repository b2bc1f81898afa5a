import ArgumentParser
import PayDomain

/// `imugi company create`
struct CompanyCreateCommand: OperatorCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Enter a company.")

    @Argument(help: "1 to 64 characters out of 0-9 A-Z a-z _ -. It never changes.")
    var companyID: String

    @Option(help: "The name that users see on the pay page. Without it the id.")
    var name: String?

    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .createCompany(CreateCompany.Request(companyID: companyID, name: name ?? companyID)) }
}
