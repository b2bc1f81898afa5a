import Hummingbird

extension Request {
    /// The path as it was sent, which signatures cover, and what follows its first question mark, if there is one.
    package var targetParts: (path: String, query: String?) {
        let target = head.path ?? "/"
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (target, nil) }
        return (String(target[..<mark]), String(target[target.utf8.index(after: mark)...]))
    }
}
