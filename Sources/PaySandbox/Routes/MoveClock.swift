import Hummingbird
import PayCore
import PayDomain
import PayWire

/// `GET /sandbox/clock` and `POST /sandbox/clock/advance`: shows the platform's clock and lets it jump ahead.
struct MoveClock: Sendable {
    private let platform: Platform
    private let clock: SandboxClock

    init(_ platform: Platform, clock: SandboxClock) {
        self.platform = platform
        self.clock = clock
    }

    func present() -> Response {
        SandboxAnswer.json { writer in
            writer.beginObject()
            writer.member("now", clock.now().seconds)
            writer.member("offset", clock.offset)
            writer.endObject()
        }
    }

    func advance(_ fields: Fields) async throws -> Response {
        let seconds = try fields.optionalPositive("seconds") ?? 0
        try await clock.advance(bySeconds: seconds, keptIn: platform.store)
        platform.callbacks.changed()
        return present()
    }
}
