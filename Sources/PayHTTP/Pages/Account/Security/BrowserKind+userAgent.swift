import PayDomain

extension BrowserKind {
    /// What is read of a header: browsers say what they are within it.
    private static let maximumBytes = 512

    /// What a `User-Agent` header says of the browser, as far as it is one that people use.
    ///
    /// Browsers name others that they want to be taken for, so that the order of the names decides: each comes before those that it names too.
    init(userAgent: String?) {
        let text = String(decoding: (userAgent ?? "").utf8.prefix(Self.maximumBytes), as: UTF8.self)
        self.init(program: Self.program(text), system: Self.system(text))
    }

    private static func program(_ text: String) -> Program? {
        let names: [(String, Program)] = [
            ("MicroMessenger/", .weChat), ("Edg/", .edge), ("EdgA/", .edge), ("EdgiOS/", .edge), ("OPR/", .opera), ("OPT/", .opera),
            ("SamsungBrowser/", .samsungInternet), ("Whale/", .whale), ("QQBrowser/", .qq), ("FxiOS/", .firefox), ("Firefox/", .firefox),
            ("CriOS/", .chrome), ("Chrome/", .chrome),
        ]
        if let (_, program) = names.first(where: { text.utf8.contains($0.0.utf8) }) { return program }
        // Only Safari itself says its version by this name.
        return text.utf8.contains("Version/".utf8) && text.utf8.contains("Safari/".utf8) ? .safari : nil
    }

    private static func system(_ text: String) -> System? {
        let names: [(String, System)] = [
            ("iPhone", .iPhone), ("iPad", .iPad), ("Android", .android), ("CrOS", .chromeOS), ("Windows", .windows),
            ("Macintosh", .macOS), ("Linux", .linux),
        ]
        return names.first { text.utf8.contains($0.0.utf8) }?.1
    }
}

extension String.UTF8View {
    /// Whether the bytes occur in it.
    fileprivate func contains(_ other: String.UTF8View) -> Bool { firstRange(of: other) != nil }
}
