import Hummingbird
import PayCore
import PayWire

/// `POST /sandbox/faults`: plans a fault for the next calls of a path.
struct InjectFaults: Sendable {
    private let faults: Faults

    init(_ faults: Faults) { self.faults = faults }

    func answer(_ fields: Fields) throws -> Response {
        let path = try fields.requiredString("path")
        guard path.hasPrefix("/") else { throw PlatformError.badParameter("path", "must begin with a slash") }
        guard let kind = Faults.Kind(try fields.requiredString("kind")) else {
            throw PlatformError.badParameter(
                "kind", "must be http_500_before, http_500_after, drop_connection_after or delay_ms:N with N up to 600000"
            )
        }
        let count = try fields.optionalPositive("count") ?? 0
        faults.plan(kind, path: path, count: count)
        return SandboxAnswer.json { writer in
            writer.beginObject()
            writer.member("path", path)
            writer.member("count", count)
            writer.endObject()
        }
    }
}
