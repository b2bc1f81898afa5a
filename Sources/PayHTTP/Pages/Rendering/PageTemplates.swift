import Mustache
import PayCore

/// The pages' templates, compiled once at start. Rendering is a pure function of the page, its language and the site's name.
package struct PageTemplates: Sendable {
    private let library: MustacheLibrary
    /// The name of the platform, as payers know it.
    package let siteName: String

    /// Compiles the templates that are embedded in the binary.
    ///
    /// - Throws: ``PageTemplateError`` if one is broken; the server must not start then.
    package init(siteName: String) throws {
        try self.init(siteName: siteName, sources: PageResources.templates)
    }

    /// - Parameter sources: template texts by name; each of ``PageResources/templates`` must be there.
    init(siteName: String, sources: [String: [UInt8]]) throws {
        // Templates look their content type up while they are compiled; registering it again changes nothing.
        MustacheContentTypes.register(HTMLEscaping(), named: HTMLEscaping.pragma)
        var library = MustacheLibrary()
        for name in PageResources.templates.keys.sorted() {
            guard let bytes = sources[name] else { throw PageTemplateError(template: name, problem: "is missing") }
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
        self.siteName = siteName
    }

    /// The page as UTF-8 HTML.
    package func html(_ page: Page, in frame: PageFrame) -> [UInt8] {
        let texts = frame.language.texts
        let content: any PageContent =
            switch page {
            case .signIn(let view): SignInContent(view, texts: texts)
            case .pay(let view): PayContent(view, texts: texts)
            case .appSignIn(let view): AppSignInContent(view, texts: texts)
            case .authorise(let view): AuthoriseContent(view, texts: texts)
            case .ending(let ending): EndingContent(ending, frame: frame)
            }
        return html(content, head: nil, in: frame)
    }

    /// A page out of its template.
    ///
    /// - Parameter head: what stands above the content of a page of the account; `nil` for any other.
    func html(_ content: some PageContent, head: AccountHead?, in frame: PageFrame) -> [UInt8] {
        let context = PageContext(frame: frame, siteName: siteName, content: content, head: head)
        guard let html = library.render(context, withTemplate: content.template) else {
            preconditionFailure("template \(content.template) was there at start")
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
