import PayCore

/// An exchange on the shop's page.
struct ExchangeView: Sendable {
    struct Check: Sendable {
        let name: String
        let holds: Bool
    }

    let number: Int
    let isOpen: Bool
    let way: String
    let wayClass: String
    let method: String
    let target: String
    let result: String?
    let resultClass: String
    let time: String
    let duration: String?
    let lesson: String
    let section: String
    let checks: [Check]
    let request: MessageView
    let answer: MessageView?
    let failure: String?
    let stringToSign: String?
    let curl: String?
    let recipe: String?
    /// Whether the recipe is for a callback: then there is room for it.
    let isRecipeOpen: Bool

    init(_ exchange: ShopExchange, number: Int, isOpen: Bool) {
        self.number = number
        self.isOpen = isOpen
        (way, wayClass) = exchange.way.words
        method = exchange.method
        target = exchange.target
        time = exchange.time.timeOfDay
        duration = exchange.milliseconds.map { $0 < 1 ? "under 1 ms" : "\($0) ms" }
        lesson = exchange.lesson.text
        section = exchange.lesson.section
        checks = exchange.checks.map { Check(name: $0.name, holds: $0.holds) }
        stringToSign = exchange.stringToSign
        curl = exchange.curl
        recipe = exchange.recipe
        isRecipeOpen = exchange.stringToSign == nil
        request = MessageView(exchange.request, title: exchange.request.parameters.isEmpty ? "Request" : "Address")
        switch exchange.outcome {
        case .answered(let status, let code, let message):
            result = code.map { "\(status) · code \($0)" } ?? "\(status)"
            resultClass = status != 200 ? "error" : (code ?? 1) == 1 ? "good" : "warn"
            answer = MessageView(message, title: "Answer", without: "date")
            failure = nil
        case .failed(let reason):
            (result, resultClass) = ("no answer", "error")
            (answer, failure) = (nil, reason)
        case .redirected:
            (result, resultClass) = (nil, "plain")
            (answer, failure) = (nil, nil)
        }
    }
}

/// One side of an exchange.
struct MessageView: Sendable {
    struct Field: Sendable {
        let name: String
        let value: String
    }

    struct Body: Sendable {
        let tokens: [PrettyJSON.Token]
        let raw: String
        let bytes: Int
    }

    /// Headers of HTTP itself, which the protocol has nothing to say about.
    private static let transport: Set<String> = [
        "host", "content-length", "connection", "transfer-encoding", "cache-control", "server", "accept-encoding", "accept",
    ]

    let title: String
    let fields: [Field]
    let hasFields: Bool
    let body: Body?

    /// - Parameter omitted: a header that says nothing here: a call's `Date` is signed, an answer's is not.
    init(_ message: ShopExchange.Message, title: String, without omitted: String = "") {
        self.title = title
        fields = (message.headers.filter { !Self.transport.union([omitted]).contains($0.name.lowercased()) } + message.parameters)
            .map { Field(name: $0.name, value: $0.value) }
        hasFields = !fields.isEmpty
        body =
            message.body.isEmpty
            ? nil
            : Body(
                tokens: PrettyJSON.tokens(of: message.body), raw: String(decoding: message.body, as: UTF8.self), bytes: message.body.count
            )
    }
}

extension ShopExchange.Way {
    fileprivate var words: (String, String) {
        switch self {
        case .shopToPlatform: ("Shop → Platform", "out")
        case .platformToShop: ("Platform → Shop", "in")
        case .strangerToShop: ("Stranger → Shop", "stranger")
        case .browserToPlatform: ("Browser → Platform", "browser")
        case .browserToShop: ("Browser → Shop", "browser")
        }
    }
}

extension Timestamp {
    /// `HH:MM:SS`, UTC.
    fileprivate var timeOfDay: String {
        let second = seconds - day * 86_400
        return [second / 3_600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
