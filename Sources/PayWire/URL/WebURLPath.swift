/// The path of a ``WebURL``.
enum WebURLPath {
    /// Refuses what different readers normalise differently. Escapes are well-formed already.
    static func check(_ path: ArraySlice<UInt8>) throws(WebURLError) {
        guard !path.isEmpty else { return }
        for segment in path.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            // Only the last segment may be empty: that is a path that ends in a slash.
            guard !segment.isEmpty || segment.endIndex == path.endIndex else { throw .path }
            guard !segment.elementsEqual(".".utf8), !segment.elementsEqual("..".utf8) else { throw .path }
            for index in segment.indices where segment[index] == UInt8(ascii: "%") {
                guard let byte = PercentEncoding.escapedByte(in: segment, at: index), mayBeEscaped(byte) else { throw .path }
            }
        }
    }

    private static func mayBeEscaped(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != 0x7F && byte != UInt8(ascii: "/") && byte != UInt8(ascii: "\\") && !PercentEncoding.isUnreserved(byte)
    }
}
