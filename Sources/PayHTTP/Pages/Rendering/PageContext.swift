import Mustache
import PayCore

/// What a page's template may name: its own content first, then what stands above it in the account, then what the layout needs.
struct PageContext: MustacheParent {
    let layout: LayoutContext
    let head: AccountHead?
    let content: any PageContent

    init(frame: PageFrame, siteName: String, content: any PageContent, head: AccountHead?) {
        self.content = content
        self.head = head
        layout = LayoutContext(frame: frame, siteName: siteName, content: content)
    }

    func child(named name: String) -> Any? {
        Self.member(name, of: content) ?? head.flatMap { Self.member(name, of: $0) } ?? Self.member(name, of: layout)
    }

    private static func member(_ name: String, of value: Any) -> Any? {
        guard let child = Mirror(reflecting: value).children.first(where: { $0.label == name }) else { return nil }
        let mirror = Mirror(reflecting: child.value)
        return mirror.displayStyle == .optional ? mirror.children.first?.value : child.value
    }
}

/// The part of a page that differs from page to page; its stored properties are what its template names.
protocol PageContent: Sendable {
    /// The template that shows it.
    var template: String { get }
    /// The page's name in the browser's title, without the site's.
    var heading: String { get }
    var isError: Bool { get }
    /// Whether the page needs more room than a form does.
    var isWide: Bool { get }
}

extension PageContent {
    var isWide: Bool { false }
}

/// What the layout and the forms of every page name.
struct LayoutContext: Sendable {
    let language: String
    let title: String
    let siteName: String
    let iconPath: String
    let stylePath: String
    let scriptPath: String
    /// `wide`, or empty.
    let width: String
    let formAction: String
    let languages: [Language]
    let texts: PageTexts

    struct Language: Sendable {
        let code: String
        let name: String
        /// The page in this language; `nil` for the language that it is in.
        let href: String?
    }

    init(frame: PageFrame, siteName: String, content: any PageContent) {
        texts = frame.language.texts
        language = frame.language.code
        title = "\(content.isError ? texts.errorTitlePrefix : "")\(content.heading) – \(siteName)"
        self.siteName = siteName
        iconPath = PageAsset.icon.address
        stylePath = PageAsset.styleSheet.address
        scriptPath = PageAsset.script.address
        width = content.isWide ? "wide" : ""
        formAction = frame.address.reference
        languages = PageLanguage.allCases.map { language in
            Language(
                code: language.code,
                name: language.ownName,
                href: language == frame.language ? nil : frame.address.setting("lang", to: language.code).reference
            )
        }
    }
}
