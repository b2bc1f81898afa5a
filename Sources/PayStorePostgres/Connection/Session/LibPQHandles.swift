import CLibPQ

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A result of libpq's, freed with this object.
///
/// Unchecked: once made, a result is only read, and libpq allows that from everywhere.
final class LibPQResult: @unchecked Sendable {
    let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }
    deinit { PQclear(handle) }

    var status: ExecStatusType { PQresultStatus(handle) }

    /// What the command has done, as in `COMMIT` or `INSERT 0 1`.
    var command: String { String(cString: PQcmdStatus(handle)) }

    /// The error that the server reports with this result.
    func failure(of statement: String) -> PostgresFailure {
        // What libpq itself reports has no code.
        let sqlState = field("C") ?? ""
        return PostgresFailure(
            sqlState: sqlState, message: field("M") ?? oneLine(PQresultErrorMessage(handle)), statement: statement,
            endsConnection: sqlState.isEmpty || ["FATAL", "PANIC"].contains(field("V")))
    }

    /// A field of an error by its code in the protocol, which is that of libpq's constants, too.
    func field(_ code: Unicode.Scalar) -> String? {
        PQresultErrorField(handle, Int32(code.value)).map { String(cString: $0) }
    }
}

/// A connection of libpq's, closed with this object.
///
/// Unchecked: one actor uses it at a time.
final class LibPQSession: @unchecked Sendable {
    let handle: OpaquePointer
    /// The last warning that the server sent, until somebody takes it.
    var warning: String?
    /// Whether the server has said, between two batches, that it ends the connection.
    private var isEnding = false

    /// Begins to connect and does not wait for it.
    ///
    /// - Throws: ``PostgresError/addressUnusable``.
    init(_ settings: PostgresSettings) throws(PostgresError) {
        try Self.check(settings.address)
        // What stands first is overridden by the address, and what stands last overrides it. Further values are libpq's business:
        // environment, service file, password file.
        let parameters = [
            ("fallback_application_name", settings.applicationName), ("dbname", settings.address), ("client_encoding", "UTF8"),
        ]
        var names = parameters.map { UnsafePointer<CChar>(strdup($0.0)) }
        var values = parameters.map { UnsafePointer<CChar>(strdup($0.1)) }
        defer { for string in names + values { free(UnsafeMutablePointer(mutating: string)) } }
        names.append(nil)
        values.append(nil)
        guard let handle = PQconnectStartParams(names, values, 1) else { throw .cannotConnect(reason: "no memory is left") }
        self.handle = handle
        // libpq would print notices on the standard error.
        PQsetNoticeReceiver(
            handle,
            { session, notice in
                guard let session, let notice else { return }
                Unmanaged<LibPQSession>.fromOpaque(session).takeUnretainedValue().take(notice: notice)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit { PQfinish(handle) }

    var isBroken: Bool { isEnding || PQstatus(handle) == CONNECTION_BAD }
    var socket: Int32 { PQsocket(handle) }
    /// libpq's last error in one line.
    var message: String { oneLine(PQerrorMessage(handle)) }

    /// Whether bytes that have left the socket wait in OpenSSL, which has a whole record of up to 16 KiB decrypted while libpq
    /// may take 8 KiB at a time: the socket would never become readable for them (ged/ruby-pg#588).
    var hasUnreadBytes: Bool {
        guard let encryption = PQsslStruct(handle, "OpenSSL"), let pending = Self.pendingBytes else { return false }
        return pending(encryption) > 0
    }

    /// OpenSSL's `SSL_pending`, from the copy that libpq has loaded, if it has one.
    private static let pendingBytes: (@convention(c) (UnsafeMutableRawPointer) -> Int32)? = dlsym(nil, "SSL_pending").map {
        unsafeBitCast($0, to: (@convention(c) (UnsafeMutableRawPointer) -> Int32).self)
    }

    /// Takes in what the server has sent unasked, which is next to nothing unless it ends the connection.
    func takeUnasked() {
        // The first reads the server's words, if there are any, and the last what comes after them: the end.
        for _ in 0..<2 where PQconsumeInput(handle) == 1 { _ = PQisBusy(handle) }
    }

    private func take(notice: OpaquePointer) {
        func field(_ code: Unicode.Scalar) -> String { PQresultErrorField(notice, Int32(code.value)).map { String(cString: $0) } ?? "" }
        switch field("V") {
        case "WARNING": warning = field("M")
        // An error that belongs to no statement.
        case "FATAL", "PANIC": isEnding = true
        default: break
        }
    }

    /// libpq's own message would repeat the address with its password.
    private static func check(_ address: String) throws(PostgresError) {
        guard let options = PQconninfoParse(address, nil) else { throw .addressUnusable }
        PQconninfoFree(options)
    }
}

private func oneLine(_ message: UnsafeMutablePointer<CChar>?) -> String {
    guard let message else { return "" }
    return String(cString: message).split(whereSeparator: \.isWhitespace).joined(separator: " ")
}
