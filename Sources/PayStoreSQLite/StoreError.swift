/// Why the store cannot be opened, or why a call to it failed. Nothing has changed when one is thrown.
package enum StoreError: Error, Sendable, CustomStringConvertible {
    /// The folder or a file in it cannot be made or opened.
    case folderUnusable(path: String, reason: String)
    /// Another process, or another store of this one, has the folder open.
    case folderInUse(path: String)
    /// A backup was being restored into the folder, and that did not come to its end.
    case restoreUnfinished(path: String)
    /// A platform was being copied into the folder, and that did not come to its end.
    case copyUnfinished(path: String)
    /// No platform was ever made in the folder.
    case noPlatform(path: String)
    /// The folder was made for the other purpose.
    case purposeDiffers(path: String, stored: String, wanted: String)
    /// The folder's secrets were sealed under another master key.
    case wrongMasterKey(path: String)
    /// A newer program has changed the schema.
    case schemaTooNew(path: String)
    /// The SQLite library lacks what the schema needs.
    case libraryTooOld(found: String, needed: String)
    /// SQLite did not take over a setting that durability rests on.
    case settingRefused(name: String, found: String, needed: String)
    /// SQLite reports an error.
    case failed(SQLiteFailure)
    /// A stored value is none that this program writes.
    case unreadable(column: String)

    package var description: String {
        switch self {
        case .folderUnusable(let path, let reason):
            "The data folder \(path) cannot be used: \(reason). Name a folder that this user may write to."
        case .folderInUse(let path):
            "Another imugi runs on the data folder \(path). Stop that one first, or name another folder."
        case .restoreUnfinished(let path):
            "A backup was being restored into \(path), and that was broken off. Restore it again, or remove the folder to begin with none."
        case .copyUnfinished(let path):
            "A platform was being copied into \(path), and that was broken off. Repeat imugi copy, which goes on from there, or remove the folder."
        case .noPlatform(let path): "There is no platform in \(path)."
        case .purposeDiffers(let path, let stored, let wanted):
            "The data folder \(path) was made by imugi \(stored) and does not serve imugi \(wanted). Name another folder."
        case .wrongMasterKey(let path):
            "Wrong master key: the secrets in the data folder \(path) were sealed under another one. Start with the key that made it."
        case .schemaTooNew(let path):
            "The data folder \(path) was changed by a newer imugi than this one. Run that version, or restore a backup from before."
        case .libraryTooOld(let found, let needed): "SQLite \(found) is too old; imugi needs \(needed) or later."
        case .settingRefused(let name, let found, let needed):
            "SQLite runs with \(name) = \(found) where durability needs \(needed). Put the data folder on a local disk."
        case .failed(let failure): failure.description
        case .unreadable(let column): "The stored \(column) is none that imugi writes. Run imugi audit."
        }
    }
}

/// An error that SQLite has reported.
package struct SQLiteFailure: Sendable, CustomStringConvertible {
    /// SQLite's extended result code.
    package let code: Int32
    /// SQLite's own words. They name tables and columns, never values.
    package let message: String

    package init(code: Int32, message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { "SQLite error \(code): \(message)" }
}
