import PayCore

/// The pages' templates, compiled once at start. Rendering is a pure function of the page, its language and the site's name.
package struct PageTemplates: Sendable {
    private let library: TemplateLibrary
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
        for name in PageResources.templates.keys.sorted() where sources[name] == nil {
            throw PageTemplateError(template: name, problem: "is missing")
        }
        library = try TemplateLibrary(sources)
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
        return library.html(context, template: content.template)
    }
}
