import Crypto
import PayWire
import Testing

@Suite struct RequestSignatureTests {
    private static let secret = Array("ThisIsSecretKey".utf8)

    private static func request(
        method: String = "POST", contentSHA1: String = "123abc", contentType: String = "application/json",
        date: String = "Mon, 01 Jan 2018 08:08:08 GMT",
        headers: [(name: String, value: String)] = [("dragonex-btruth", "DragonExIsTheBest2"), ("dragonex-atruth", "DragonExIsTheBest")],
        path: String = "/api/v1/token/new/"
    ) -> RequestSignature {
        RequestSignature(method: method, contentSHA1: contentSHA1, contentType: contentType, date: date, headers: headers, path: path)
    }

    /// The protocol's vector, section 3.
    private static let vector = "vJFxG+J716C7xbTLOM6vI7HPVP4="

    @Test func vectorOfTheProtocol() {
        #expect(Self.request().sign(secret: Self.secret) == Self.vector)
        #expect(Self.request().isValid(Self.vector, secret: Self.secret))
        #expect(
            String(decoding: Self.request().stringToSign(.byName), as: UTF8.self)
                == """
                POST
                123abc
                application/json
                Mon, 01 Jan 2018 08:08:08 GMT
                dragonex-atruth:DragonExIsTheBest
                dragonex-btruth:DragonExIsTheBest2
                /api/v1/token/new/
                """
        )
    }

    @Test func withoutDragonexHeadersThereIsNoEmptyLine() {
        let text = String(decoding: Self.request(contentSHA1: "", headers: []).stringToSign(.byName), as: UTF8.self)
        #expect(text == "POST\n\napplication/json\nMon, 01 Jan 2018 08:08:08 GMT\n/api/v1/token/new/")
    }

    /// The published value beside the vector, which is wrong.
    @Test func wrongVectorOfTheSourcesIsRefused() {
        #expect(!Self.request().isValid("uoKejDFZuoKejDFZuoKejDFZuoI=", secret: Self.secret))
    }

    @Test func everyPartIsSigned() {
        let changed = [
            Self.request(method: "GET"), Self.request(contentSHA1: "123ABC"), Self.request(contentSHA1: ""),
            Self.request(contentType: "application/json;charset=utf-8"), Self.request(date: "Mon, 01 Jan 2018 08:08:09 GMT"),
            Self.request(headers: []), Self.request(headers: [("dragonex-atruth", "DragonExIsTheBest")]),
            Self.request(path: "/api/v1/token/new"), Self.request(path: "/api/v1/token/old/"),
        ]
        for request in changed { #expect(!request.isValid(Self.vector, secret: Self.secret)) }
        #expect(!Self.request().isValid(Self.vector, secret: Array("ThisIsSecretKez".utf8)))
    }

    @Test func eachFlippedBitIsRefused() throws {
        let code = try #require(Base64.decode(Self.vector))
        for bit in 0..<160 {
            var flipped = code
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!Self.request().isValid(Base64.encode(flipped), secret: Self.secret))
        }
    }

    /// `5` and `4` differ in spare bits only.
    @Test(arguments: [
        "", "vJFxG+J716C7xbTLOM6vI7HPVP4", "vJFxG+J716C7xbTLOM6vI7HPVP5=", " vJFxG+J716C7xbTLOM6vI7HPVP4=", "vJFxG-J716C7xbTLOM6vI7HPVP4=",
        "vJFxG+J716C7xbTLOM6vI7HPVP4=\n", "vJFxG+J716C7xbTLOM6vI7HPVA==", "vJFxG+J716C7xbTLOM6vI7HPVP4AAAA=",
    ])
    func otherTextsAreRefused(signature: String) { #expect(!Self.request().isValid(signature, secret: Self.secret)) }

    /// Published clients sort the lines where the text says to sort the names.
    @Test func bothSortOrdersAreRight() {
        let headers: [(name: String, value: String)] = [("dragonex-a-b", "2"), ("dragonex-a", "1")]
        let start = "POST\n123abc\napplication/json\nMon, 01 Jan 2018 08:08:08 GMT\n"
        let byName = start + "dragonex-a:1\ndragonex-a-b:2\n/api/v1/token/new/"
        let byLine = start + "dragonex-a-b:2\ndragonex-a:1\n/api/v1/token/new/"
        for (text, isRight) in [(byName, true), (byLine, true), (start + "/api/v1/token/new/", false)] {
            let code = HMAC<Insecure.SHA1>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: Self.secret))
            #expect(Self.request(headers: headers).isValid(Base64.encode(Array(code)), secret: Self.secret) == isRight)
        }
        #expect(Self.request(headers: headers).stringToSign(.byName) == Array(byName.utf8))
        #expect(Self.request(headers: headers).stringToSign(.byLine) == Array(byLine.utf8))
    }

    /// A line break would let bytes move from one part to the next under the same signature.
    @Test func lineBreaksAndRepeatsHaveNoRightSignature() {
        let ambiguous = [
            Self.request(contentSHA1: "a\nb"), Self.request(contentType: "a\nb"), Self.request(date: "a\r\nb"), Self.request(path: "/a\nb"),
            Self.request(method: "POST\n"), Self.request(headers: [("dragonex-a", "1\n2")]), Self.request(headers: [("dragonex-a\n", "1")]),
            Self.request(headers: [("dragonex-a", "1"), ("dragonex-a", "1")]),
        ]
        for request in ambiguous { #expect(!request.isValid(request.sign(secret: Self.secret), secret: Self.secret)) }
    }

    @Test func contentSHA1ComesInEitherCase() {
        let body = Array("{}".utf8)
        let digest = Hex.encode(Insecure.SHA1.hash(data: body))
        #expect(digest == "bf21a9e8fbc5a3846fb05b4fa0859e0917b2202f")
        #expect(RequestSignature.contentSHA1(digest, matches: body))
        #expect(RequestSignature.contentSHA1(digest.uppercased(), matches: body))
        #expect(!RequestSignature.contentSHA1(digest, matches: Array("{ }".utf8)))
        for wrong in ["", "bf21", digest + "00", String(digest.dropLast()) + "g", " " + digest.dropFirst()] {
            #expect(!RequestSignature.contentSHA1(wrong, matches: body))
        }
    }
}
