/// A request as a command for a terminal. What it signs is good for five minutes.
enum CurlCommand {
    static func text(url: String, headers: [(name: String, value: String)], body: [UInt8]) -> String {
        let lines =
            ["curl \(quoted(url))"] + headers.map { "  -H \(quoted("\($0.name): \($0.value)"))" }
            + ["  --data-binary \(quoted(String(decoding: body, as: UTF8.self)))"]
        return lines.joined(separator: " \\\n")
    }

    /// In single quotes nothing is special to a shell but the quote itself.
    private static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: #"'\''"#))'" }
}
