import Hummingbird
import PayCallbacks
import PayCore
import PayDomain
import PayWire

/// `POST /sandbox/apps/{app_id}`: changes how one of the sandbox's apps is set up. What is not named stays.
struct ChangeSandboxApp: Sendable {
    private let platform: Platform

    init(_ platform: Platform) { self.platform = platform }

    func answer(_ id: String?, _ fields: Fields) async throws -> Response {
        let now = platform.clock.now()
        let policy = CallbackAddressPolicy(platform.settings)
        let changed = try await platform.change { directory in
            var app = try Self.app(id, in: directory)
            try Self.change(&app, as: fields, policy, now: now)
            return .updateApp(app)
        }
        let app = try Self.app(id, in: changed)
        return SandboxAnswer.json { app.writeSettings(to: &$0, at: now) }
    }

    private static func app(_ id: String?, in directory: Directory) throws(PlatformError) -> App {
        guard let id = id.flatMap({ AppID($0) }), let app = directory.apps[id] else {
            throw PlatformError(.appUnknown, field: "app_id", "names no app of this sandbox")
        }
        return app
    }

    private static func change(_ app: inout App, as fields: Fields, _ policy: CallbackAddressPolicy, now: Timestamp) throws {
        if app.overlap(at: now) == nil { app.endOverlap() }
        if let url = try fields.string("callback_url") { app.callbackURL = url.isEmpty ? nil : try policy.check(url).text }
        if let key = try fields.string("resp_check_key") {
            guard (1...128).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
                throw PlatformError.badParameter("resp_check_key", "must be 1 to 128 printable ASCII characters")
            }
            app.replaceKeys(checkKey: key, strongSecret: nil, overlap: try Self.overlap(fields), now: now)
        } else if try fields.integer("overlap") != nil {
            throw PlatformError.badParameter("overlap", "is for a resp_check_key that is replaced, and none is given")
        }
        if let origins = try fields.strings("redirect_origins") {
            app.redirectOrigins = RedirectOrigins(origins: try origins.map(Self.origin), allowsLoopback: false)
        }
        if let text = try fields.string("cut_rate") {
            guard let rate = CutRate(text) else {
                throw PlatformError.badParameter("cut_rate", "must be a decimal string from \"0\" to below \"1\" with at most 6 digits")
            }
            app.cutRate = rate
        }
        if let isEnabled = try fields.bool("enabled") { app.isEnabled = isEnabled }
        if let name = try fields.string("envelope_member") {
            guard let member = App.EnvelopeMember(rawValue: name) else {
                throw PlatformError.badParameter("envelope_member", "must be \"data\" or \"Data\"")
            }
            app.envelopeMember = member
        }
    }

    private static func overlap(_ fields: Fields) throws -> Int64 {
        let overlap = try fields.integer("overlap") ?? 0
        guard (0...App.longestOverlap).contains(overlap) else {
            throw PlatformError.badParameter("overlap", "must be 0 to \(App.longestOverlap) seconds (30 days)")
        }
        return overlap
    }

    private static func origin(_ text: String) throws -> String {
        guard let url = try? WebURL(text), url.origin == text else {
            throw PlatformError.badParameter("redirect_origins", "must be origins such as \"https://example.com\", without a path")
        }
        return text
    }
}

extension App {
    fileprivate func writeSettings(to writer: inout JSONWriter, at now: Timestamp) {
        writer.beginObject()
        writer.member("app_id", id.text)
        writer.member("enabled", isEnabled)
        if let callbackURL { writer.member("callback_url", callbackURL) } else { writer.memberNull("callback_url") }
        writer.member("resp_check_key", checkKey)
        if let overlap = overlap(at: now) {
            writer.member("overlap_until", overlap.end.seconds)
        } else {
            writer.memberNull("overlap_until")
        }
        writer.beginArray("redirect_origins")
        for origin in redirectOrigins.origins { writer.value(origin) }
        writer.endArray()
        writer.member("redirect_to_loopback", redirectOrigins.allowsLoopback)
        writer.member("cut_rate", cutRate.text)
        writer.member("envelope_member", envelopeMember.rawValue)
        writer.endObject()
    }
}
