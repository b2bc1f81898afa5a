/// Lines of aligned columns for a terminal.
struct TextTable {
    private var rows: [[String]]

    /// - Parameter header: the columns' names, or nothing for a table without.
    init(_ header: [String] = []) { rows = header.isEmpty ? [] : [header] }

    mutating func add(_ row: [String]) { rows.append(row) }

    /// Columns are two blanks apart; no line ends in blanks.
    func text(indent: String = "") -> String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { column < $0.count ? Self.width($0[column]) : 0 }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { index, cell in
                index == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[index] - Self.width(cell))
            }
            let line = indent + cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
        .joined(separator: "\n")
    }

    /// How many columns of a terminal a text takes: East Asian letters and pictures take two.
    private static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { width, scalar in
            switch scalar.value {
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
                0x1_F300...0x1_F9FF, 0x2_0000...0x3_FFFD:
                width + 2
            default: scalar.properties.generalCategory == .nonspacingMark ? width : width + 1
            }
        }
    }
}
