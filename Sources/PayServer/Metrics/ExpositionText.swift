/// Writes the Prometheus text format 0.0.4.
struct ExpositionText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    /// The two lines that stand before the samples of a metric.
    ///
    /// - Parameter help: `nil` for none; may hold anything.
    mutating func header(_ name: String, _ kind: MetricKind, help: String?) {
        if let help { text += "# HELP \(name) \(Self.escape(help, quotes: false))\n" }
        text += "# TYPE \(name) \(kind.rawValue)\n"
    }

    /// - Parameter labels: in the order in which they are written; values may hold anything.
    mutating func sample(_ name: String, _ labels: [(String, String)], _ value: Double) {
        text += name
        if !labels.isEmpty {
            text += "{\(labels.map { "\($0)=\"\(Self.escape($1, quotes: true))\"" }.joined(separator: ","))}"
        }
        text += " \(Self.number(value))\n"
    }

    /// Whole numbers without a fraction; `+Inf`, `-Inf` and `NaN` as the format wants them.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        // Below this every whole number has a Double of its own.
        return value == value.rounded() && abs(value) < 0x1p53 ? String(Int64(value)) : "\(value)"
    }

    private static func escape(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

/// The types of the format that are used.
package enum MetricKind: String, Sendable {
    case counter
    case gauge
    case histogram
}
