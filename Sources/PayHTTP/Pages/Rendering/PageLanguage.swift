/// A language that the pages speak.
package enum PageLanguage: String, CaseIterable, Sendable {
    case english = "en"
    case korean = "ko"

    /// The one for whoever asks for none that the pages speak.
    package static let fallback = PageLanguage.english

    /// The value of `lang` in HTML, in the query and in the cookie.
    package var code: String { rawValue }

    /// The language's name in itself.
    package var ownName: String {
        switch self {
        case .english: "English"
        case .korean: "한국어"
        }
    }

    package var texts: PageTexts {
        switch self {
        case .english: .english
        case .korean: .korean
        }
    }

    /// The language of a request: what the `lang` field of the query asks for, else the cookie, else the best of `Accept-Language`.
    /// Values that name no language of the pages are passed over.
    package static func chosen(query: String?, cookie: String?, acceptLanguage: String?) -> PageLanguage {
        query.flatMap(matching) ?? cookie.flatMap(matching) ?? acceptLanguage.flatMap(best) ?? fallback
    }

    /// The language that a tag such as `ko`, `KO` or `ko-KR` names.
    static func matching(_ tag: String) -> PageLanguage? {
        guard tag.utf8.count <= AcceptLanguage.maximumTagLength else { return nil }
        let primary = tag.utf8.prefix { $0 != UInt8(ascii: "-") }
        return allCases.first { AcceptLanguage.equalIgnoringCase($0.code.utf8, primary) }
    }

    private static func best(of header: String) -> PageLanguage? {
        let ranges = AcceptLanguage.ranges(header)
        let refused = ranges.filter { $0.weight == 0 }.compactMap { matching($0.tag) }
        for range in ranges where range.weight > 0 {
            if range.tag.utf8.elementsEqual("*".utf8) {
                if let any = ([fallback] + allCases).first(where: { !refused.contains($0) }) { return any }
            } else if let language = matching(range.tag) {
                return language
            }
        }
        return nil
    }
}
