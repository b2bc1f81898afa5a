import Logging
import PayCallbacks

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The files, sockets among them, that this process may have open.
enum OpenFiles {
    /// Every connection takes one; the store needs some besides, and each attempt to deliver a callback has a connection of its own.
    private static let reserved = 256 + CallbackLimits().attempts

    /// Raises the limit to what the system allows, and says so if that is too little for the connections that are served.
    static func allow(forConnections connections: Int, logger: Logger) {
        var limit = rlimit()
        guard getrlimit(number, &limit) == 0 else { return }
        if limit.rlim_cur < limit.rlim_max {
            limit.rlim_cur = limit.rlim_max
            // If it fails the limit is what it was, and the check below is what counts.
            _ = setrlimit(number, &limit)
            guard getrlimit(number, &limit) == 0 else { return }
        }
        guard limit.rlim_cur < rlim_t(connections + reserved) else { return }
        logger.warning(
            "The limit of open files is too low for the connections that are served; raise it, such as with LimitNOFILE of systemd",
            metadata: ["limit": "\(limit.rlim_cur)", "needed": "\(connections + reserved)"]
        )
    }

    /// How many this process may have open; `nil` if the system does not say or sets no limit, which it writes as a huge one.
    static var limit: Double? {
        var limit = rlimit()
        guard getrlimit(number, &limit) == 0, limit.rlim_cur < rlim_t(Int64.max) else { return nil }
        return Double(limit.rlim_cur)
    }

    #if canImport(Glibc)
    private static let number = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
    private static let number = RLIMIT_NOFILE
    #endif
}
