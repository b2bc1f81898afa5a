import NIOCore
import NIOHTTP1
import PayCore
import PayDomain
import Synchronization

/// What is known of an exchange while it goes on. Whatever ends it, what came until then is kept.
final class ExchangeRecord: Sendable {
    private struct State {
        var address: String?
        var requestHeaders: [CallbackHeader] = []
        var answerHeaders: [CallbackHeader] = []
        var answerStart: [UInt8] = []
    }

    private let url: String
    private let state = Mutex(State())

    init(url: String) { self.url = url }

    /// An address is about to be dialled, with these headers to be sent.
    func dial(_ address: IPAddress, port: Int, headers: HTTPHeaders) {
        let host =
            switch address {
            case .v4: "\(address)"
            case .v6: "[\(address)]"
            }
        state.withLock {
            $0.address = "\(host):\(port)"
            $0.requestHeaders = headers.map { CallbackHeader(name: $0.name, value: $0.value) }
        }
    }

    func answer(_ headers: HTTPHeaders) {
        let kept = KeptHeaders.kept(of: headers)
        state.withLock { $0.answerHeaders = kept }
    }

    func append(_ part: ByteBuffer) {
        state.withLock { state in
            let space = CallbackExchange.keptAnswerBytes - state.answerStart.count
            state.answerStart += part.readableBytesView.prefix(space)
        }
    }

    func exchange(ending: CallbackExchange.Ending, duration: TimeAmount) -> CallbackExchange {
        let state = state.withLock { $0 }
        return CallbackExchange(
            url: url, address: state.address, requestHeaders: state.requestHeaders, answerHeaders: state.answerHeaders,
            answerStart: state.answerStart, ending: ending, durationNanoseconds: duration.nanoseconds
        )
    }
}
