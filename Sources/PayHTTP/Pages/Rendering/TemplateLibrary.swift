import Mustache

/// Templates, compiled once at start, that can show a value in no other way than escaped by ``HTMLEscaping``.
package struct TemplateLibrary: Sendable {
    private let library: MustacheLibrary

    /// - Parameter sources: template texts in UTF-8 by the name that other templates know them by.
    /// - Throws: ``PageTemplateError`` if one is broken; the server must not start then.
    package init(_ sources: [String: [UInt8]]) throws {
        // Templates look their content type up while they are compiled; registering it again changes nothing.
        MustacheContentTypes.register(HTMLEscaping(), named: HTMLEscaping.pragma)
        var library = MustacheLibrary()
        for (name, bytes) in sources.sorted(by: { $0.key < $1.key }) {
            guard let source = String(validating: bytes, as: UTF8.self) else {
                throw PageTemplateError(template: name, problem: "is not UTF-8")
            }
            try Self.check(source, of: name, against: sources)
            do {
                // A content type holds for one template and not for its partials, so every template gets it here.
                try library.register("{{% CONTENT_TYPE:\(HTMLEscaping.pragma)}}\n" + source, named: name)
            } catch {
                throw PageTemplateError(template: name, problem: "does not compile: \(error)")
            }
        }
        self.library = library
    }

    /// What a template makes of a value, as UTF-8 HTML. A template names the value's stored properties.
    ///
    /// - Parameter template: one of those given at start.
    package func html(_ content: Any, template: String) -> [UInt8] {
        guard let html = library.render(content, withTemplate: template) else {
            preconditionFailure("template \(template) was there at start")
        }
        return Array(html.utf8)
    }

    /// Refuses what would compile and then render wrongly without a word: a partial that is not there, and any way around escaping.
    private static func check(_ source: String, of name: String, against sources: [String: [UInt8]]) throws {
        for tag in MustacheTag.all(in: source) {
            switch tag.kind {
            case UInt8(ascii: "{"), UInt8(ascii: "&"):
                throw PageTemplateError(template: name, problem: "shows \(tag.name) without escaping")
            case UInt8(ascii: "="), UInt8(ascii: "%"):
                throw PageTemplateError(template: name, problem: "changes delimiters or content type")
            case UInt8(ascii: ">"), UInt8(ascii: "<"):
                if sources[tag.name] == nil { throw PageTemplateError(template: name, problem: "needs \(tag.name), which is missing") }
            default:
                continue
            }
        }
    }
}

/// Why the embedded templates cannot be used: a mistake of this project, never of an operator.
package struct PageTemplateError: Error, Hashable, Sendable, CustomStringConvertible {
    let template: String
    let problem: String

    package var description: String { "page template \(template) \(problem)" }
}

/// A tag of a template's source, for the checks at start and in tests.
struct MustacheTag: Hashable {
    /// The character after the braces, such as `#`, `^`, `>`; 0 for a plain variable.
    let kind: UInt8
    let name: String

    static func all(in source: String) -> [MustacheTag] {
        let bytes = Array(source.utf8)
        let brace = UInt8(ascii: "{")
        var tags: [MustacheTag] = []
        var index = 0
        while index + 2 < bytes.count {
            guard bytes[index] == brace, bytes[index + 1] == brace else {
                index += 1
                continue
            }
            let first = bytes[index + 2]
            let isMarked = "#^/><$&=%!{".utf8.contains(first)
            let name = bytes[(index + (isMarked ? 3 : 2))...].prefix { $0 != UInt8(ascii: "}") }.filter { $0 != UInt8(ascii: " ") }
            tags.append(MustacheTag(kind: isMarked ? first : 0, name: String(decoding: name, as: UTF8.self)))
            index += 2 + name.count
        }
        return tags
    }
}
