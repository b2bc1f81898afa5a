import PayDomain
import PayHTTP
import PayWire

extension DirectoryHolder {
    /// Whether what is known of apps and keys may be trusted; `nil` where that is never in question. While it may not, every call is refused.
    package var readiness: ReadinessDetail? {
        guard isShared else { return nil }
        return ReadinessDetail("directory", .decides) {
            let isTrusted = (try? self.trusted()) != nil
            return ReadinessReport(isGood: isTrusted) { $0.value(isTrusted ? "confirmed" : "unconfirmed") }
        }
    }
}
