import HTTPTypes
import NIOHTTP1

/// What one pass over a request's header fields finds.
struct HeaderFields {
    private(set) var forApplication = HTTPFields()
    private(set) var host: String?
    private(set) var contentLength = 0
    private(set) var isChunked = false
    private(set) var isEncoded = false
    private(set) var expectsContinue = false
    private(set) var hasUnknownExpectation = false
    private(set) var offersUpgrade = false
    private var hasContentLength = false
    private var hasTransferEncoding = false

    /// Reads and checks every field.
    /// - Throws: The refusal of the first field that is not acceptable, or of the head's size.
    mutating func read(_ head: HTTPRequestHead, limits: FrontLimits) throws(Refusal) {
        guard head.headers.count <= limits.maxHeaderFields else { throw .tooManyHeaders }
        self.forApplication.reserveCapacity(head.headers.count)
        // "METHOD target HTTP/1.1", its line end and the empty line; then "name: value" and the line end of each field.
        var size = head.method.rawValue.utf8.count + head.uri.utf8.count + 14
        for (name, value) in head.headers {
            size += name.utf8.count + value.utf8.count + 4
            try self.read(name: name, value: value)
        }
        guard size <= limits.maxHeadBytes else { throw .headTooLarge }
    }

    /// Checks that the body's length is known without doubt and that the request says whom it is for.
    func checkFraming(version: HTTPVersion) throws(Refusal) {
        guard self.host != nil else { throw .invalidHost }
        if self.hasTransferEncoding, self.hasContentLength || version != .http1_1 { throw .invalidTransferEncoding }
    }

    private mutating func read(name: String, value: String) throws(Refusal) {
        guard value.withUTF8Bytes(ASCII.isPrintable) else { throw .invalidHeaderValue }
        switch Self.known(name) {
        case .host:
            guard self.host == nil, value.withUTF8Bytes({ HostHeader.isValid(ASCII.trimmed($0)) }) else { throw .invalidHost }
            self.host = value.withUTF8Bytes { String(decoding: ASCII.trimmed($0), as: UTF8.self) }
            return
        case .contentLength:
            guard !self.hasContentLength, let length = value.withUTF8Bytes(Self.length) else { throw .invalidContentLength }
            self.hasContentLength = true
            self.contentLength = length
        case .transferEncoding:
            guard !self.hasTransferEncoding, Self.value(value, is: "chunked") else { throw .invalidTransferEncoding }
            self.hasTransferEncoding = true
            self.isChunked = true
        case .contentEncoding:
            self.isEncoded = self.isEncoded || !Self.value(value, is: "identity")
        case .expect:
            self.expectsContinue = Self.value(value, is: "100-continue")
            self.hasUnknownExpectation = self.hasUnknownExpectation || !self.expectsContinue
        case .upgrade:
            self.offersUpgrade = true
        case nil:
            break
        }
        guard let fieldName = HTTPField.Name(name) else { throw .malformedRequest }
        self.forApplication.append(HTTPField(name: fieldName, value: value))
    }

    private enum Known {
        case host
        case contentLength
        case transferEncoding
        case contentEncoding
        case expect
        case upgrade
    }

    /// The length tells almost all other names apart without looking at a byte.
    private static func known(_ name: String) -> Known? {
        switch name.utf8.count {
        case 4: self.value(name, is: "host") ? .host : nil
        case 6: self.value(name, is: "expect") ? .expect : nil
        case 7: self.value(name, is: "upgrade") ? .upgrade : nil
        case 14: self.value(name, is: "content-length") ? .contentLength : nil
        case 16: self.value(name, is: "content-encoding") ? .contentEncoding : nil
        case 17: self.value(name, is: "transfer-encoding") ? .transferEncoding : nil
        default: nil
        }
    }

    private static func value(_ value: String, is word: StaticString) -> Bool {
        value.withUTF8Bytes { ASCII.equals(ASCII.trimmed($0), ignoringCase: word) }
    }

    /// Digits only, and no more of them than an `Int` can hold.
    private static func length(_ value: UnsafeBufferPointer<UInt8>) -> Int? {
        let digits = ASCII.trimmed(value)
        guard (1...18).contains(digits.count) else { return nil }
        var length = 0
        for digit in digits {
            guard ASCII.isDigit(digit) else { return nil }
            length = length * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return length
    }
}
