import Hummingbird
import Logging
import NIOCore

/// What travels with a request through the routes.
package struct PayContext: RequestContext, RemoteAddressRequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The address at the other end of the connection; `nil` for a connection that has none.
    package let remoteAddress: SocketAddress?
    /// The connection, for those few who must end it.
    package let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress
        channel = source.channel
    }
}
