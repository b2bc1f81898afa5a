import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What the system knows of this process, under the names that every Prometheus exporter gives it. Read from `/proc`; elsewhere than on
/// Linux there is none.
enum ProcessFigures {
    struct Unreadable: Error {
        let file: String
    }

    static func register(with registry: MetricsRegistry) {
        #if os(Linux)
        registry.onScrape("process") { scrape in try collect(&scrape) }
        #endif
    }

    #if os(Linux)
    private static func collect(_ scrape: inout Scrape) throws {
        let status = try fields(ofStatusIn: text("/proc/self/stat"))
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        scrape.gauge("process_start_time_seconds", try bootTime(in: text("/proc/stat")) + status.started / ticks)
        scrape.counter("process_cpu_seconds_total", (status.userTime + status.systemTime) / ticks)
        scrape.gauge("process_resident_memory_bytes", status.residentPages * Double(sysconf(Int32(_SC_PAGESIZE))))
        // The folder is read through a descriptor of its own, which is gone afterwards.
        scrape.gauge("process_open_fds", Double(try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count - 1))
        if let limit = OpenFiles.limit { scrape.gauge("process_max_fds", limit) }
    }

    private static func text(_ file: String) throws -> String {
        // Files under /proc have no length before they are read.
        guard let handle = FileHandle(forReadingAtPath: file) else { throw Unreadable(file: file) }
        defer { handle.closeFile() }
        return String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
    }

    private struct Status {
        /// In clock ticks; `started` since the machine's start.
        let userTime, systemTime, started: Double
        let residentPages: Double
    }

    /// proc(5): the second field is the program's name in parentheses and may hold anything, so that counting begins behind it.
    private static func fields(ofStatusIn text: String) throws -> Status {
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ").dropFirst()
        func field(_ number: Int) throws -> Double {
            let index = fields.startIndex + number - 3
            guard fields.indices.contains(index), let value = Double(fields[index]) else { throw Unreadable(file: "/proc/self/stat") }
            return value
        }
        return Status(userTime: try field(14), systemTime: try field(15), started: try field(22), residentPages: try field(24))
    }

    private static func bootTime(in text: String) throws -> Double {
        for line in text.split(separator: "\n") where line.hasPrefix("btime ") {
            if let seconds = Double(line.dropFirst("btime ".count)) { return seconds }
        }
        throw Unreadable(file: "/proc/stat")
    }
    #endif
}
