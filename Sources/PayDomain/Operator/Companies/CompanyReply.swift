import PayCore

/// A company as an operator sees it.
package struct CompanyReply: Hashable, Codable, Sendable {
    package let companyID: String
    package let name: String

    private enum CodingKeys: String, CodingKey {
        case companyID = "company_id"
        case name
    }

    init(_ company: Company) {
        companyID = company.id.text
        name = company.name
    }
}
