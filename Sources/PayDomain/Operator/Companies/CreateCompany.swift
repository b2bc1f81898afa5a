import PayCore

/// Enters a company, the owner of apps.
package struct CreateCompany: Sendable {
    package struct Request: Hashable, Codable, Sendable {
        package let companyID: String
        package let name: String

        package init(companyID: String, name: String) {
            self.companyID = companyID
            self.name = name
        }
    }

    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// - Throws: ``OperatorRefusal``: 8, 11001.
    package func run(_ request: Request) async throws -> CompanyReply {
        let id = try OperatorInput.companyID(request.companyID)
        let company = Company(id: id, name: try OperatorInput.name(request.name))
        try await platform.change { directory in
            guard directory.companies[id] == nil else {
                throw OperatorRefusal(
                    .companyExists, field: "company_id", "There is a company \(quoted(id.text)) already.",
                    advice: "See all companies with: imugi company list"
                )
            }
            return .addCompany(company)
        }
        return CompanyReply(company)
    }
}
