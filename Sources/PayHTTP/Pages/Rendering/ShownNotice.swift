/// A notice over the fields of a sign-in form.
struct ShownNotice {
    let text: String?
    /// Whether what was entered is wrong, so that the fields are marked.
    let isWrong: Bool

    /// - Parameter isAnswered: whether there is nothing to answer any more, only a result to see.
    init(_ notice: SignInView.Notice?, isAnswered: Bool = false, texts: SignInTexts) {
        text =
            switch notice {
            case nil: isAnswered ? texts.answered : nil
            case .wrongNameOrPassword: texts.wrongNameOrPassword
            case .nameOrPasswordMissing: texts.nameOrPasswordMissing
            case .sessionEnded: isAnswered ? texts.answered : texts.sessionEnded
            case .signedOut: texts.signedOut
            }
        isWrong = notice == .wrongNameOrPassword || notice == .nameOrPasswordMissing
    }

    var tone: String { isWrong ? "error" : "info" }
    var role: String { isWrong ? "alert" : "status" }
}
