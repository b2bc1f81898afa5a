/// A sentence of a page, with what it speaks of marked: names are set apart from the text's own direction (`<bdi>`), moments become
/// `<time>`. Written as a string with interpolations, so that each language orders its words as it likes:
///
///     "Signed in as \(name: payer)"
///
/// Nothing in it is HTML: each part is escaped when it is rendered.
package struct Sentence: Hashable, Sendable, ExpressibleByStringInterpolation {
    let parts: [Part]

    /// One stretch of a sentence; exactly one of its members is set.
    ///
    /// A template looks for a member that is not set in whatever surrounds the sentence, so that no other content of a page may have members
    /// of these names.
    struct Part: Hashable, Sendable {
        var partWords: String?
        var partName: String?
        var partAmount: String?
        var partTime: PageTime?
    }

    package init(stringLiteral value: String) { parts = [Part(partWords: value)] }

    package init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }

    /// The sentence without marks, for places that hold text alone, such as a title. Names are isolated by Unicode's own marks.
    package var plain: String {
        parts.map { part in
            part.partWords ?? part.partAmount ?? part.partTime?.shown ?? part.partName.map { "\u{2068}\($0)\u{2069}" } ?? ""
        }.joined()
    }

    package struct StringInterpolation: StringInterpolationProtocol, Sendable {
        fileprivate var parts: [Part] = []

        package init(literalCapacity: Int, interpolationCount: Int) { parts.reserveCapacity(interpolationCount * 2 + 1) }

        package mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { parts.append(Part(partWords: literal)) }
        }

        /// A name that somebody chose: an app's, a company's, a user's.
        package mutating func appendInterpolation(name: String) { parts.append(Part(partName: name)) }

        package mutating func appendInterpolation(_ amount: PageAmount) { parts.append(Part(partAmount: amount.text)) }

        package mutating func appendInterpolation(time: PageTime) { parts.append(Part(partTime: time)) }

        /// A count, or a word that the language chose by it.
        package mutating func appendInterpolation(_ number: Int) { parts.append(Part(partWords: String(number))) }

        /// A count with its noun, for languages that have a plural: "1 minute", "2 minutes".
        package mutating func appendInterpolation(_ number: Int, one: String, other: String) {
            parts.append(Part(partWords: "\(number) \(number == 1 ? one : other)"))
        }

        /// Text of the language itself, never of a user.
        package mutating func appendInterpolation(words: String) { parts.append(Part(partWords: words)) }
    }
}
