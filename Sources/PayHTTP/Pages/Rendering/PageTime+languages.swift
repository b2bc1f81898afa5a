import PayCore

/// How each language writes a moment. The zone is always named, since nobody's clock is on UTC.
extension PageTime {
    /// `14:32 UTC`, the minute that has begun.
    static func englishClock(_ time: Timestamp) -> PageTime { clock(time) { "\($0) UTC" } }

    /// `14:32 UTC on 3 March 2026`.
    static func english(_ civil: CivilMinute) -> PageTime {
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
        ]
        return PageTime(shown: "\(civil.clock) UTC on \(civil.day) \(months[Int(civil.month) - 1]) \(civil.year)", civil: civil)
    }

    /// `14:32(UTC)`, the minute that has begun.
    static func koreanClock(_ time: Timestamp) -> PageTime { clock(time) { "\($0)(UTC)" } }

    /// `2026년 3월 3일 14:32(UTC)`.
    static func korean(_ civil: CivilMinute) -> PageTime {
        PageTime(shown: "\(civil.year)년 \(civil.month)월 \(civil.day)일 \(civil.clock)(UTC)", civil: civil)
    }

    /// `14:32 (UTC)`, the minute that has begun, in simplified and traditional Chinese alike.
    static func chineseClock(_ time: Timestamp) -> PageTime { clock(time) { "\($0) (UTC)" } }

    /// `2026年3月3日 14:32 (UTC)`, in simplified and traditional Chinese alike.
    static func chinese(_ civil: CivilMinute) -> PageTime {
        PageTime(shown: "\(civil.year)年\(civil.month)月\(civil.day)日 \(civil.clock) (UTC)", civil: civil)
    }

    private static func clock(_ time: Timestamp, _ written: (String) -> String) -> PageTime {
        let civil = CivilMinute(startedBy: time)
        return PageTime(shown: written(civil.clock), civil: civil, isClock: true)
    }
}
