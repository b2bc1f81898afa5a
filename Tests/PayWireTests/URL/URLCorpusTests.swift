import PayCore
import PayWire
import TestSupport
import Testing

@Suite struct RedirectURLTests {
    private static let others = [
        "005": "paths are compared at sign-in only (protocol, 5.1 and 6)", "006": "as 005", "039": "queries are compared by nobody",
    ]

    /// Rows that are URLs well enough, under an origin that the corpus's app has not registered.
    private static let foreignOrigins: Set = [
        "redirect_url-010", "redirect_url-013", "redirect_url-020", "redirect_url-042", "redirect_url-065", "redirect_url-066",
        "redirect_url-067", "redirect_url-068",
    ]

    @Test(arguments: try corpus("redirect_url", without: others))
    func corpusRow(_ row: CorpusRow) throws {
        switch (row.id, row.expect) {
        case (_, "OK"): #expect(try RedirectURL.parse(row.text).origin == "https://shop.example")
        case ("redirect_url-086", "reject"):
            #expect(refusal { _ = try Fields(parsing: Array("{}".utf8)).requiredString("redirect_url") } == .badParameter)
        case ("redirect_url-087", "reject"):
            let fields = try Fields(parsing: Array("{\"redirect_url\":[\"https://shop.example/cb\"]}".utf8))
            #expect(refusal { _ = try fields.requiredString("redirect_url") } == .badParameter)
        case ("redirect_url-088", "reject"):
            let fields = Fields(QueryString([("redirect_url", "https://shop.example/cb"), ("redirect_url", "https://shop.example/cb")]))
            #expect(refusal { _ = try fields.requiredString("redirect_url") } == .badParameter)
        case (let id, "reject") where Self.foreignOrigins.contains(id):
            #expect(try RedirectURL.parse(row.text).origin != "https://shop.example")
        case (_, "reject"): #expect(throws: WebURLError.self) { try RedirectURL.parse(row.text) }
        default: Issue.record("\(row.id) expects something new: \(row.expect)")
        }
    }

    @Test(arguments: RedirectURL.paymentNames)
    func namesOfTheWayBackAreReserved(name: String) throws {
        let escaped = name.utf8.map { "%" + String($0, radix: 16) }.joined()
        for query in ["\(name)=1", "x=1&\(name)", "\(escaped)=1", "x=1;\(name)=1", "&\(name)=1&"] {
            #expect(throws: WebURLError.reservedName(name)) { try RedirectURL.parse("https://shop.example/cb?\(query)") }
        }
        _ = try RedirectURL.parse("https://shop.example/\(name)?x=\(name)&my_\(name)=1&\(name.uppercased())=1")
    }

    @Test(arguments: ["%FF", "a=%C0%80"])
    func itsQueryIsText(query: String) {
        #expect(throws: WebURLError.query) { try RedirectURL.parse("https://shop.example/cb?\(query)") }
    }
}

/// The part of the rules for callback URLs that is syntax and addresses.
@Suite struct CallbackURLTests {
    private static let others = [
        "008": "ports: PayCallbacks", "009": "ports: PayCallbacks", "010": "ports: PayCallbacks", "011": "ports: PayCallbacks",
        "027": "names are resolved when dialling: PayCallbacks", "034": "as 027", "062": "as 027",
        "065": "answers: PayCallbacks", "068": "answers: PayCallbacks", "070": "TLS: PayCallbacks", "071": "TLS: PayCallbacks",
        "078": "the platform's own hosts: PayCallbacks",
    ]

    @Test(arguments: try corpus("callback_url", without: others))
    func corpusRow(_ row: CorpusRow) throws {
        switch row.expect {
        case "OK": #expect(Self.isPublic(row.text))
        case "11038":
            #expect(!Self.isPublic(row.text))
            // The row that spells its line break as an escape.
            #expect(!Self.isPublic(row.text.split(separator: "\\r\\n").joined(separator: "\r\n")))
        default: Issue.record("\(row.id) expects something new: \(row.expect)")
        }
    }

    private static func isPublic(_ text: String) -> Bool {
        guard let url = try? WebURL(text) else { return false }
        return switch url.host {
        case .name: !url.isLoopback
        case .address(let address): address.isPublicUnicast
        }
    }
}
