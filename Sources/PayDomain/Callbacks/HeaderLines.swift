/// Header fields as the stores keep them: as lines of text. Neither a name nor a value of HTTP has a line break.
package enum HeaderLines {
    package static func text(_ headers: [CallbackHeader]) -> String { headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n") }

    package static func headers(_ text: String) -> [CallbackHeader] {
        text.split(separator: "\n").map { line in
            let name = line.prefix { $0 != ":" }
            return CallbackHeader(name: String(name), value: String(line.dropFirst(name.count + 2)))
        }
    }
}
