/// Why a backup was not made or not restored. Nothing has changed when one is thrown: no backup bears the name that it was to get, and no
/// platform is in the folder that it was to be restored into.
package enum BackupError: Error, Sendable, CustomStringConvertible {
    /// There is a file where the backup was to go.
    case exists(path: String)
    /// Another process is making a backup of that name.
    case beingMade(path: String)
    /// The file cannot be made, read or written.
    case unusable(path: String, reason: String)
    /// The folder that was to be restored into holds the file of a platform.
    case folderTaken(path: String, file: String)
    /// The file is none that imugi makes.
    case notImugi(path: String)
    /// The file is the database of a data folder, which need not hold everything that was written.
    case notABackup(path: String)
    /// SQLite finds the file damaged.
    case damaged(path: String, reason: String)
    /// A newer program has made it.
    case schemaTooNew(path: String)
    /// Its secrets were sealed under another master key.
    case wrongMasterKey(path: String)
    /// The ledger in it does not hold; the first rows that break it.
    case broken(path: String, breaks: [String])
    /// Its chain ends elsewhere than it should.
    case otherHead(path: String, found: [UInt8], expected: [UInt8])

    package var description: String {
        switch self {
        case .exists(let path): "There is a file \(path) already, and a backup replaces none. Name another, or remove that one."
        case .beingMade(let path): "Another imugi is writing a backup to \(path). Wait for it, or name another file."
        case .unusable(let path, let reason): "\(path) cannot be used: \(reason)."
        case .folderTaken(let path, let file):
            "The folder \(path) holds \(file), so there is a platform in it or what is left of one. "
                + "A backup is restored into a folder of its own: name a new or an empty one."
        case .notImugi(let path): "\(path) is no backup of imugi."
        case .notABackup(let path):
            "\(path) is the database of a data folder, not a backup: it need not hold everything that was written. "
                + "Make a backup of the folder with imugi backup."
        case .damaged(let path, let reason): "\(path) is damaged: \(reason). Take another backup."
        case .schemaTooNew(let path): "\(path) was made by a newer imugi than this one. Use that version."
        case .wrongMasterKey(let path):
            "Wrong master key: the secrets in \(path) were sealed under another one. Restore it with the key of the platform it was made of."
        case .broken(let path, let breaks):
            """
            The ledger in \(path) does not hold:
            \(breaks.map { "    \($0)" }.joined(separator: "\n"))
            """
        case .otherHead(let path, let found, let expected):
            """
            The chain in \(path) ends in another head than the one that is expected, so it is an older or another backup:
                found     \(hexadecimal(found))
                expected  \(hexadecimal(expected))
            Name the head that imugi backup printed for this file, or restore the file that the expected one was printed for.
            """
        }
    }
}

private func hexadecimal(_ bytes: [UInt8]) -> String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
