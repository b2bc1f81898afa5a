import PayCore
import Testing

@testable import PayHTTP

/// That no language lacks a text, has one of another, or is written in another's script and marks.
@Suite struct PageTextsTests {
    /// Texts that are the same in English and in another language, and rightly so: paths, such as `signIn.button`.
    private static let sameAsInEnglish: Set<String> = []
    /// Words in Latin letters that stand in other languages' texts as they are.
    private static let latinWords: Set<Substring> = ["UTC", "Cookie", "IMUGI"]

    private static func walk(_ language: PageLanguage) -> TextsWalk { TextsWalk(language.texts) }
    private static let others = PageLanguage.allCases.filter { $0 != .english }

    @Test(arguments: PageLanguage.allCases)
    func everyTextIsFoundAndSaysSomething(_ language: PageLanguage) {
        let walk = Self.walk(language)
        #expect(walk.unknown.isEmpty, "Each function among the texts needs a line in SpokenTexts: \(walk.unknown)")
        #expect(walk.found.map(\.path) == Self.walk(.english).found.map(\.path) && walk.found.count > 100)
        for text in walk.found {
            #expect(text.own.contains { $0.isLetter }, "\(text)")
            #expect(!text.text.contains("...") && !text.text.contains("  ") && !text.text.hasPrefix(" "), "\(text)")
            #expect(text.path == "errorTitlePrefix" || !text.text.hasSuffix(" "), "\(text)")
        }
    }

    @Test(arguments: others)
    func noTextIsLeftInEnglish(_ language: PageLanguage) {
        for (english, text) in zip(Self.walk(.english).found, Self.walk(language).found) where !Self.sameAsInEnglish.contains(text.path) {
            #expect(text.own != english.own, "\(text)")
            // What script fills in stands in braces.
            let latin = text.own.replacing(/\{[a-z]\}/, with: "").split { !($0.isASCII && $0.isLetter) }
            #expect(latin.allSatisfy { Self.latinWords.contains($0) }, "\(text)")
        }
    }

    @Test(arguments: PageLanguage.allCases)
    func eachLanguageIsWrittenInItsOwnScript(_ language: PageLanguage) {
        for text in Self.walk(language).found {
            let letters = text.own.filter { $0.isLetter && !$0.isASCII }
            #expect(letters.allSatisfy { language.writes($0) }, "\(text)")
            #expect(language == .english || !letters.isEmpty, "\(text)")
        }
    }

    @Test func theScriptsOfChineseAreNotMixed() {
        for text in Self.walk(.simplifiedChinese).found {
            #expect(text.own.filter { ChineseScripts.traditionalOnly.contains($0) } == "", "\(text)")
        }
        for text in Self.walk(.traditionalChinese).found {
            #expect(text.own.filter { ChineseScripts.simplifiedOnly.contains($0) } == "", "\(text)")
            #expect(!ChineseScripts.mainlandWords.contains { text.own.contains($0) }, "\(text)")
        }
    }

    @Test(arguments: PageLanguage.allCases)
    func eachLanguageEndsASentenceInItsOwnWay(_ language: PageLanguage) {
        for (english, text) in zip(Self.walk(.english).found, Self.walk(language).found) {
            #expect(text.text.hasSuffix(language.fullStop) == english.text.hasSuffix("."), "\(text)")
            let foreign = language.isChinese ? ",.;:?!()" : "，。；：？！（）、「」"
            // Digits and Latin words keep their own marks: what counts is a mark beside a letter of the language.
            let characters = Array(text.own)
            for (index, mark) in characters.enumerated() where foreign.contains(mark) {
                let around = [index - 1, index + 1].filter { characters.indices.contains($0) }.map { characters[$0] }
                #expect(!around.contains { $0.isLetter && !$0.isASCII } && language.isChinese, "\(text)")
            }
        }
    }

    @Test func whatTheWalkDoesNotKnowIsNotPassedOver() {
        struct Texts {
            let called: @Sendable (Int) -> Sentence = { "\($0)" }
            let forgotten: @Sendable (Bool) -> String = { _ in "" }
            let inside = [Inner()]
            struct Inner {
                let text = "text"
                let missing: String? = nil
            }
        }
        let texts = Texts()
        let walk = TextsWalk(texts, called: ["called": [texts.called(1), texts.called(2)]])
        #expect(walk.found.map(\.path) == ["called.0", "called.1", "inside.0.text"] && walk.found.map(\.text) == ["1", "2", "text"])
        #expect(walk.unknown.count == 2 && walk.unknown[0].hasPrefix("forgotten: ") && walk.unknown[1].hasPrefix("inside.0.missing: "))
    }
}

extension PageLanguage {
    fileprivate var isChinese: Bool { self == .simplifiedChinese || self == .traditionalChinese }
    fileprivate var fullStop: String { isChinese ? "。" : "." }

    /// Whether a letter beyond ASCII belongs to the language's script.
    fileprivate func writes(_ letter: Character) -> Bool {
        guard let scalar = letter.unicodeScalars.first else { return false }
        return switch self {
        case .english: false
        case .korean: (0xAC00...0xD7A3).contains(scalar.value)
        case .simplifiedChinese, .traditionalChinese: (0x4E00...0x9FFF).contains(scalar.value)
        }
    }
}
