/// A language that the pages speak.
package enum PageLanguage: String, CaseIterable, Sendable {
    case english = "en"
    case korean = "ko"
    case simplifiedChinese = "zh-Hans"
    case traditionalChinese = "zh-Hant"

    /// The one for whoever asks for none that the pages speak.
    package static let fallback = PageLanguage.english

    /// The value of `lang` in HTML, in the query and in the cookie.
    package var code: String { rawValue }

    /// The language's name in itself.
    package var ownName: String {
        switch self {
        case .english: "English"
        case .korean: "한국어"
        case .simplifiedChinese: "简体中文"
        case .traditionalChinese: "繁體中文"
        }
    }

    package var texts: PageTexts {
        switch self {
        case .english: .english
        case .korean: .korean
        case .simplifiedChinese: .simplifiedChinese
        case .traditionalChinese: .traditionalChinese
        }
    }

    /// The language of a request: what the `lang` field of the query asks for, else the cookie, else the best of `Accept-Language`.
    /// Values that name no language of the pages are passed over.
    package static func chosen(query: String?, cookie: String?, acceptLanguage: String?) -> PageLanguage {
        query.flatMap(matching) ?? cookie.flatMap(matching) ?? acceptLanguage.flatMap(best) ?? fallback
    }

    /// The language that a tag such as `ko`, `KO-kr` or `zh-Hant-HK` names (BCP 47); `_` passes for `-`, as programs write it.
    static func matching(_ tag: String) -> PageLanguage? {
        guard tag.utf8.count <= AcceptLanguage.maximumTagLength else { return nil }
        let subtags = tag.lowercased().split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }
        return switch subtags.first {
        case "en": .english
        case "ko": .korean
        // A subtag of one letter begins what says nothing of language, script or region.
        case "zh": isTraditional(subtags.dropFirst().prefix { $0.utf8.count > 1 }) ? .traditionalChinese : .simplifiedChinese
        default: nil
        }
    }

    /// Whether Chinese is written in the traditional script: as the tag says, else as is usual in its region.
    private static func isTraditional(_ subtags: some Sequence<Substring>) -> Bool {
        if let script = subtags.first(where: { $0 == "hans" || $0 == "hant" }) { return script == "hant" }
        return subtags.contains { $0 == "tw" || $0 == "hk" || $0 == "mo" }
    }

    /// The languages that a range of `Accept-Language` takes in, the one it names first: `zh` both scripts, `zh-TW` one.
    private static func accepted(by range: String) -> [PageLanguage] {
        guard range != "*" else { return [fallback] + allCases.filter { $0 != fallback } }
        guard let named = matching(range) else { return [] }
        let prefix = "\(range)-"
        let others = allCases.filter {
            $0 != named && AcceptLanguage.equalIgnoringCase($0.code.utf8.prefix(prefix.utf8.count), prefix.utf8)
        }
        return [named] + others
    }

    private static func best(of header: String) -> PageLanguage? {
        let ranges = AcceptLanguage.ranges(header)
        let refused = ranges.filter { $0.weight == 0 && $0.tag != "*" }.flatMap { accepted(by: $0.tag) }
        return ranges.lazy.filter { $0.weight > 0 }.flatMap { accepted(by: $0.tag) }.first { !refused.contains($0) }
    }
}
