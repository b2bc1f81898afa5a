import Hummingbird
import NIOCore

/// Reads request bodies into memory, up to a limit.
package enum BoundedBody {
    /// The whole body of `request`.
    ///
    /// Behind the strict front the body has already arrived in full and this does not wait; elsewhere (a router tested alone) it reads
    /// the stream and holds at most `limit` bytes.
    /// - Parameters:
    ///   - request: Its body can be read once only.
    ///   - limit: Bytes; the front's own limit unless an endpoint wants less.
    /// - Throws: ``Refusal/bodyTooLarge`` (413, closes the connection) past the limit; the error of the body's stream if it breaks off.
    package static func collect(of request: Request, upTo limit: Int = 65_536) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await buffer in request.body {
            guard bytes.count + buffer.readableBytes <= limit else { throw Refusal.bodyTooLarge }
            bytes.append(contentsOf: buffer.readableBytesView)
        }
        return bytes
    }
}
