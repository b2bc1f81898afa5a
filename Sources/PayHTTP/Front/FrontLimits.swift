import NIOCore

/// Every bound that the HTTP front puts on a connection. Sizes are bytes; times run on the event loop's monotonic clock, never on the
/// platform's clock, so that advancing the sandbox's time closes no connection.
package struct FrontLimits: Sendable {
    /// Request line, header lines and their line ends together. Past it: 400 and the connection closed.
    package var maxHeadBytes: Int
    /// Header fields of one request, trailers included. Past it: 400 and the connection closed.
    package var maxHeaderFields: Int
    /// Body of one request, whether declared or chunked. Past it: 413 and the connection closed, at once when the length is declared.
    package var maxBodyBytes: Int
    /// From the first byte of a head (of the first head: from the opening of the connection) to its last byte.
    package var headTimeout: TimeAmount
    /// Longest silence inside a body.
    package var bodyIdleTimeout: TimeAmount
    /// From the end of a head to the end of its body, however steadily the body drips.
    package var bodyTimeout: TimeAmount
    /// Silence between an answer and the next request.
    package var keepAliveTimeout: TimeAmount
    /// How long an answer may wait for a client that does not read, once the channel's outbound buffer is full.
    package var writeTimeout: TimeAmount
    /// How long a closing connection still reads, and drops, what the client sends. Without it the kernel would answer the unread bytes
    /// with a reset, which can destroy the last answer before the client has read it.
    package var lingerTimeout: TimeAmount
    /// Connections served at the same time; the next ones wait in the listen queue. The listener accepts a few at once, so the true
    /// maximum can be exceeded by one accept burst. Each connection takes a file descriptor: keep the process's limit above it.
    package var maxConnections: Int

    /// The limits of the platform; a test or an operator names only those that differ.
    package init(
        maxHeadBytes: Int = 16_384,
        maxHeaderFields: Int = 64,
        maxBodyBytes: Int = 65_536,
        headTimeout: TimeAmount = .seconds(10),
        bodyIdleTimeout: TimeAmount = .seconds(10),
        bodyTimeout: TimeAmount = .seconds(30),
        keepAliveTimeout: TimeAmount = .seconds(60),
        writeTimeout: TimeAmount = .seconds(30),
        lingerTimeout: TimeAmount = .seconds(2),
        maxConnections: Int = 4_096
    ) {
        self.maxHeadBytes = maxHeadBytes
        self.maxHeaderFields = maxHeaderFields
        self.maxBodyBytes = maxBodyBytes
        self.headTimeout = headTimeout
        self.bodyIdleTimeout = bodyIdleTimeout
        self.bodyTimeout = bodyTimeout
        self.keepAliveTimeout = keepAliveTimeout
        self.writeTimeout = writeTimeout
        self.lingerTimeout = lingerTimeout
        self.maxConnections = maxConnections
    }
}
