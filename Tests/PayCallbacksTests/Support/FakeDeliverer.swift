import PayCallbacks
import PayDomain

/// A deliverer that answers what a test tells it to, and can be made to hang.
final class FakeDeliverer: Deliverer {
    struct Sent: Sendable {
        let message: CallbackMessage
        let url: String
    }

    struct State: Sendable {
        var sent: [Sent] = []
        var endings: [String: CallbackExchange.Ending] = [:]
        var hanging: Set<String> = []
        /// Attempts that hang now, by URL.
        var held: [String: Int] = [:]
        var underWay = 0
        var mostUnderWay = 0
        var calledOff = 0
        var isShutDown = false
        var distrusted: [String] = []
    }

    let observed = Observed(State())

    var sent: [Sent] { observed.state.sent }

    /// How attempts to this URL end from now on; 200 if nothing else is said.
    func answer(_ url: String, with ending: CallbackExchange.Ending) { observed.update { $0.endings[url] = ending } }

    func hang(_ url: String) { observed.update { state in _ = state.hanging.insert(url) } }
    func release(_ url: String) { observed.update { state in _ = state.hanging.remove(url) } }

    func deliver(_ message: CallbackMessage, to url: String) async throws(CancellationError) -> CallbackExchange {
        observed.update { state in
            state.sent.append(Sent(message: message, url: url))
            state.underWay += 1
            state.mostUnderWay = max(state.mostUnderWay, state.underWay)
            state.held[url, default: 0] += 1
        }
        await observed.wait { !$0.hanging.contains(url) }
        return try finish(url)
    }

    private func finish(_ url: String) throws(CancellationError) -> CallbackExchange {
        let wasCancelled = Task.isCancelled
        let ending = observed.update { state in
            state.underWay -= 1
            state.held[url, default: 0] -= 1
            if wasCancelled { state.calledOff += 1 }
            return state.endings[url] ?? .answered(status: 200)
        }
        if wasCancelled { throw CancellationError() }
        return CallbackExchange(url: url, ending: ending, durationNanoseconds: 1_000_000)
    }

    func distrust(_ urls: [String]) { observed.update { $0.distrusted += urls } }

    func shutdown() async { observed.update { $0.isShutDown = true } }
}
