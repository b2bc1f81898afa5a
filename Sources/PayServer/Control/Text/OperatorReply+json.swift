import Foundation
import PayDomain

extension OperatorReply {
    /// The reply for programs: one JSON object, its members in alphabetical order under the protocol's names.
    package func json() throws -> String {
        switch self {
        case .company(let reply): try Self.json(reply)
        case .companies(let replies): try Self.json(["companies": replies])
        case .newApp(let reply), .app(let reply): try Self.json(reply)
        case .apps(let replies): try Self.json(["apps": replies])
        case .newKey(let reply), .key(let reply): try Self.json(reply)
        case .keys(let replies): try Self.json(["keys": replies])
        case .coin(let reply): try Self.json(reply)
        case .coins(let replies): try Self.json(["coins": replies])
        case .newUser(let reply), .user(let reply): try Self.json(reply)
        case .users(let replies, let more): try Self.json(UserPage(users: replies, more: more))
        case .grant(let reply): try Self.json(reply)
        case .grants(let replies): try Self.json(["grants": replies])
        case .price(let reply): try Self.json(reply)
        case .prices(let replies): try Self.json(["prices": replies])
        case .movement(let reply): try Self.json(reply)
        case .transfer(let reply): try Self.json(reply)
        case .hold(let reply): try Self.json(reply)
        case .payOut(let reply): try Self.json(reply)
        case .payOuts(let replies, let more): try Self.json(PayOutPage(payOuts: replies, more: more))
        case .callbacks(let replies, let more): try Self.json(CallbackPage(callbacks: replies, more: more))
        case .callback(let reply): try Self.json(reply)
        case .redoneCallback(let reply): try Self.json(reply)
        case .replayedCallbacks(let reply): try Self.json(reply)
        case .receipt(let reply): try Self.json(reply)
        case .audit(let reply): try Self.json(reply)
        }
    }

    private struct UserPage: Encodable {
        let users: [UserReply]
        let more: Bool
    }

    private struct PayOutPage: Encodable {
        let payOuts: [PayOutReply]
        let more: Bool

        private enum CodingKeys: String, CodingKey {
            case payOuts = "pay_outs"
            case more
        }
    }

    private struct CallbackPage: Encodable {
        let callbacks: [CallbackReply]
        let more: Bool
    }

    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(value), as: UTF8.self)
        // JSON leaves these as they are, and a terminal may act upon them. They can only stand inside of strings.
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            if (0x7F...0x9F).contains(scalar.value) {
                result += "\\u00\(String(scalar.value, radix: 16))"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }
}

extension OperatorRefusal {
    /// The refusal for programs: `{"error":{"code","field","message","advice"}}`.
    package func json() throws -> String { try OperatorReply.json(["error": self]) }
}
