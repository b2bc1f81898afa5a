import Foundation

/// Where the master key comes from.
package enum MasterKeySource: Sendable {
    case file(path: String)
    /// The text of the environment variable ``environmentName``.
    case environment(String)
    case key(MasterKey)
    /// The operator has named none.
    case missing

    package static let environmentName = "IMUGI_MASTER_KEY"
    /// A key file longer than this is something else.
    private static let maximumFileBytes = 4_096

    /// Reads the key.
    ///
    /// - Throws: ``MasterKeyError``.
    package func load() throws(MasterKeyError) -> MasterKey {
        switch self {
        case .key(let key): return key
        case .missing: throw .missing
        case .environment(let text):
            guard let key = MasterKey(text: text) else { throw .malformed(source: "The environment variable \(Self.environmentName)") }
            return key
        case .file(let path):
            guard let key = MasterKey(text: try Self.read(path)) else { throw .malformed(source: "The file \(path)") }
            return key
        }
    }

    private static func read(_ path: String) throws(MasterKeyError) -> String {
        // Attributes are those of the link itself, and secrets are often mounted as links.
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            guard let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue else { throw CocoaError(.fileReadUnknown) }
            guard mode & 0o077 == 0 else { throw MasterKeyError.openToOthers(path: path, mode: mode & 0o777) }
            let handle = try FileHandle(forReadingFrom: file)
            defer { try? handle.close() }
            let data = try handle.read(upToCount: maximumFileBytes) ?? Data()
            return String(decoding: data, as: UTF8.self)
        } catch let error as MasterKeyError {
            throw error
        } catch {
            throw .unreadable(path: path, reason: FileProblem.reason(error))
        }
    }
}

/// Why there is no master key to work with. The texts say what to do; none holds any part of a key.
package enum MasterKeyError: Error, Hashable, Sendable, CustomStringConvertible {
    case missing
    case unreadable(path: String, reason: String)
    case openToOthers(path: String, mode: Int)
    case malformed(source: String)

    package var description: String {
        switch self {
        case .missing:
            """
            There is no master key. It protects the secrets in the data folder and is kept outside of it.
            Make one, once, and keep a copy in a safe place (without it the folder's secrets are lost):
                imugi master-key --output master.key
            Then name it with --master-key-file master.key, or set IMUGI_MASTER_KEY_FILE, or put its text into \
            \(MasterKeySource.environmentName).
            """
        case .unreadable(let path, let reason): "The master key file \(path) cannot be read: \(reason)."
        case .openToOthers(let path, let mode):
            "The master key file \(path) may be read by other users (mode 0\(String(mode, radix: 8))). Close it: chmod 600 \(path)"
        case .malformed(let source):
            "\(source) holds no master key: it must be 32 bytes as base64 (44 characters) or as 64 hexadecimal digits. "
                + "Make one with: imugi master-key"
        }
    }
}

extension MasterKeySource {
    /// Where the settings say that it is: for commands that need no other setting.
    ///
    /// - Throws: ``SettingsError``.
    package init(_ sources: SettingSources) throws(SettingsError) {
        var reader = SettingsReader(sources)
        self.init(sources, &reader)
        try reader.finish()
    }

    init(_ sources: SettingSources, _ reader: inout SettingsReader) {
        self = reader.path(.masterKeyFile).map { .file(path: $0) } ?? sources.masterKey.map { .environment($0) } ?? .missing
    }
}
