import PayCore

/// Finds the addresses of a host.
package protocol HostResolver: Sendable {
    /// Every address of both families, the one to try first in front.
    ///
    /// It may take as long as the system's resolver does; the caller sets the limit.
    ///
    /// - Throws: ``HostUnknown``.
    func addresses(of host: String) async throws -> [IPAddress]

    /// Says that these hosts may not be found, or slowly, so that no others are to wait for them.
    func distrust(_ hosts: [String])

    /// Frees what the resolver holds. No call may follow.
    func shutdown() async
}

/// There is no such host, or the system could not find out.
package struct HostUnknown: Error, Hashable {
    package init() {}
}
