import PayCore

/// One line of the shop's log: a call with its answer, a callback with the shop's answer, or a browser that is sent from one to the other.
struct ShopExchange: Sendable {
    /// Who speaks to whom.
    enum Way: Sendable {
        case shopToPlatform
        case platformToShop
        /// A callback that the platform has not signed.
        case strangerToShop
        case browserToPlatform
        case browserToShop
    }

    struct Message: Sendable {
        var headers: [(name: String, value: String)] = []
        var body: [UInt8] = []
        /// What a browser brings in its address.
        var parameters: [(name: String, value: String)] = []
    }

    enum Outcome: Sendable {
        /// - Parameter code: the protocol's, if the answer has one.
        case answered(status: Int, code: Int?, Message)
        case failed(reason: String)
        /// A browser that was sent on.
        case redirected
    }

    /// Something that a careful receiver looks at before it believes.
    struct Check: Sendable {
        let name: String
        let holds: Bool

        init(_ name: String, _ holds: Bool) {
            self.name = name
            self.holds = holds
        }
    }

    /// What there is to learn from it, and where the protocol says so.
    struct Lesson: Sendable {
        let text: String
        /// The protocol's section.
        let section: String

        init(_ text: String, section: String) {
            self.text = text
            self.section = section
        }
    }

    /// The time of the platform's clock.
    let time: Timestamp
    let way: Way
    let method: String
    /// The path alone; of a browser that is sent away the whole address up to its query.
    let target: String
    let request: Message
    /// What the signature of a call is made of.
    var stringToSign: String?
    /// The same request for a terminal.
    var curl: String?
    let outcome: Outcome
    var milliseconds: Int64?
    var checks: [Check] = []
    /// How these signatures are made, for those who have to check them as well.
    var recipe: String?
    let lesson: Lesson
}
