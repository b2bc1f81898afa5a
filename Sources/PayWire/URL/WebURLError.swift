/// Why a text is not an address that the platform sends a browser or a callback to. Each case reads as the rest of a sentence that begins
/// with the field's name.
package enum WebURLError: Error, Hashable, Sendable, CustomStringConvertible {
    case tooLong
    case forbiddenCharacter
    case scheme
    case userInfo
    case fragment
    case host
    case port
    case path
    case escape
    case reservedName(String)
    case query

    package var description: String {
        switch self {
        case .tooLong: "must be at most \(WebURL.maximumBytes) bytes long"
        case .forbiddenCharacter:
            "must consist of printable ASCII without spaces and without any of \" < > \\ ^ ` { | }, with [ ] around an IPv6 address only"
        case .scheme: "must begin with http:// or https://, in lower case"
        case .userInfo: "must not have a user name or a password before its host"
        case .fragment: "must not have a fragment (#)"
        case .host: "must have a host: a name in lower-case letters, digits and hyphens, a dotted IPv4 address, or an IPv6 address in [ ]"
        case .port: "must have a port from 1 to 65535 without leading zeros, or no colon behind its host"
        case .path:
            "must have a path without //, without . and .. segments, and without escapes of slashes, of control characters or of "
                + "characters that need none"
        case .escape: "must have two hexadecimal digits behind every %"
        case .reservedName(let name): "must not have a query parameter named \(name), which is added on the way back"
        case .query: "must have a query of name=value pairs in percent-encoded UTF-8, at most \(QueryString.maximumPairs) of them"
        }
    }
}
