import PayCore

/// The sign-in page of apps: what an app asks for, in plain words.
struct AuthoriseTexts: Sendable {
    /// What a scope allows: a few words, and a sentence on what that means for the user.
    struct ScopeText: Hashable, Sendable {
        let name: String
        let detail: String
    }

    let title: @Sendable (_ app: String) -> Sentence
    let signInFirst: String
    let scopesLegend: String
    let scope: @Sendable (Scope) -> ScopeText
    let allowButton: String
    let refuseButton: String
    let revokeHint: @Sendable (_ app: String) -> Sentence
    let linkBroken: EndingText
}
