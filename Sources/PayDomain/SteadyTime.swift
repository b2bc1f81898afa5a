/// How much time has passed since this was made, by a clock that nobody can set. It makes the moments of any such clock comparable.
struct SteadyTime: Sendable {
    private let elapsed: @Sendable () -> Duration

    init(_ clock: some Clock<Duration>) {
        let start = clock.now
        elapsed = { start.duration(to: clock.now) }
    }

    func now() -> Duration { elapsed() }
}
