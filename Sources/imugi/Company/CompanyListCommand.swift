import ArgumentParser
import PayDomain

/// `imugi company list`
struct CompanyListCommand: OperatorCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List all companies.")

    @OptionGroup var platform: PlatformOptions

    func request() -> OperatorRequest { .listCompanies }
}
