/// Why a platform was not copied. No platform is in the target when one is thrown, other than one that was there before.
package enum PlatformCopyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is a platform in the target, and it is not a whole copy of the source.
    case targetTaken
    /// Another imugi copies into the target at the same time.
    case targetInUse
    /// The target holds part of a copy of another platform.
    case otherSource
    /// The source is not what it was when the copy began.
    case sourceHasGoneOn
    /// The source's ledger does not hold; the first rows that break it.
    case sourceBroken([String])
    /// The copy's ledger does not hold; the first rows that break it.
    case copyBroken([String])
    /// The copy is not the same as the source; in what.
    case copyDiffers(String)

    package var description: String {
        switch self {
        case .targetTaken: "There is a platform in the target already. Copy into an empty database, or into a new folder."
        case .targetInUse: "Another imugi copies into the target. Wait for it to end; then this command may be repeated."
        case .otherSource:
            "The target holds part of a copy of another platform. Copy into an empty database, or into a new folder, or name the platform "
                + "that the copy was begun with."
        case .sourceHasGoneOn:
            "The source is not what it was when the copy began: an imugi runs on it, or has. Stop every one, remove what was copied (drop the "
                + "database, or remove the folder), and copy again from the start."
        case .sourceBroken(let breaks): Self.text("The ledger of the source does not hold, so it is not copied", breaks)
        case .copyBroken(let breaks):
            Self.text("The ledger of the copy does not hold. Remove what was copied, and copy again from the start", breaks)
        case .copyDiffers(let what):
            "The copy is not the same as the source: it has \(what). Remove what was copied, and copy again from the start."
        }
    }

    private static func text(_ first: String, _ breaks: [String]) -> String {
        (["\(first):"] + breaks.map { "    \($0)" }).joined(separator: "\n")
    }
}
