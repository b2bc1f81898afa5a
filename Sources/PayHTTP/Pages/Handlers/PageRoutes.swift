import Hummingbird
import PayDomain

/// The hosted pages' paths.
struct PageRoutes: Sendable {
    private let platform: Platform

    init(_ platform: Platform) throws { self.platform = platform }

    func add(to router: Router<PayContext>) {}
}
