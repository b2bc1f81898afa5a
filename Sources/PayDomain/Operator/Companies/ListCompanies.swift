import PayCore

/// Lists every company, by its id.
package struct ListCompanies: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    package func run() -> [CompanyReply] {
        platform.directory.current.companies.values.sorted { $0.id.text < $1.id.text }.map(CompanyReply.init)
    }
}
