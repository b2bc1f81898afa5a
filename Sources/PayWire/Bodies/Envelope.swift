import PayCore

/// What every answer of the API is wrapped in (protocol, section 2): `{"ok":true,"code":1,"msg":"","data":{}}`, in this order.
package enum Envelope {
    /// - Parameters:
    ///   - member: the name of the last member, `data` or, for apps set to it, `Data`.
    ///   - writeData: writes exactly one value.
    package static func success(member: String = "data", _ writeData: (inout JSONWriter) -> Void) -> [UInt8] {
        write(.ok, "", member, writeData)
    }

    /// - Parameters:
    ///   - member: as for ``success(member:_:)``.
    ///   - writeData: writes exactly one value; `{}` unless the refusal tells more than its code.
    package static func refusal(
        _ error: PlatformError, member: String = "data", _ writeData: (inout JSONWriter) -> Void = Self.writeNothing
    ) -> [UInt8] {
        write(error.code, error.message, member, writeData)
    }

    /// Writes `{}`.
    package static func writeNothing(_ writer: inout JSONWriter) {
        writer.beginObject()
        writer.endObject()
    }

    private static func write(
        _ code: PlatformCode, _ message: String, _ member: String, _ writeData: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("ok", code == .ok)
        writer.member("code", code.rawValue)
        writer.member("msg", message)
        writer.name(member)
        writeData(&writer)
        writer.endObject()
        return writer.bytes
    }
}
