import Waybill

/// The outcomes as people and programs read them.
struct Report {
    let outcomes: [Outcome]

    /// A table for each contest, in Markdown, so that it can be pasted into a page.
    var text: String {
        var blocks: [String] = []
        var index = 0
        while index < outcomes.count {
            let title = outcomes[index].title
            let group = outcomes[index...].prefix { $0.title == title }
            blocks.append(table(of: Array(group)))
            index += group.count
        }
        return blocks.joined(separator: "\n\n")
    }

    private func table(of outcomes: [Outcome]) -> String {
        let operation = outcomes[0].operation
        var rows = [
            [outcomes[0].title, "time a \(operation)", "fastest", "processor", "sleeps", "allocations", "time ×", "processor ×", "goal"]
        ]
        for outcome in outcomes {
            rows.append([
                outcome.name, microseconds(outcome.time), microseconds(outcome.fastest), microseconds(outcome.processor),
                decimal(outcome.switches, places: 2),
                outcome.allocations.map { decimal($0, places: 1) } ?? "", outcome.ratio.map { decimal($0, places: 2) } ?? "",
                outcome.processorRatio.map { decimal($0, places: 2) } ?? "",
                outcome.goal.map { "\($0): \($0.isMet(by: outcome) ? "met" : "missed")" } ?? "",
            ])
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        rows.insert(
            widths.enumerated().map { $0 == 0 ? String(repeating: "-", count: $1) : String(repeating: "-", count: $1 - 1) + ":" }, at: 1)
        return
            rows.map { row in
                let cells = row.indices.map { column in
                    let blank = String(repeating: " ", count: widths[column] - row[column].count)
                    return column == 0 ? row[column] + blank : blank + row[column]
                }
                return "| " + cells.joined(separator: " | ") + " |"
            }
            .joined(separator: "\n")
    }

    /// `[{"contest", "name", "operation", "nanoseconds", …}]`.
    var json: JSONValue {
        .array(
            outcomes.map { outcome in
                [
                    "contest": .string(outcome.title), "name": .string(outcome.name), "operation": .string(outcome.operation),
                    "nanoseconds": number(outcome.time), "fastest_nanoseconds": number(outcome.fastest),
                    "processor_nanoseconds": number(outcome.processor), "sleeps": number(outcome.switches),
                    "allocations": number(outcome.allocations),
                    "ratio": number(outcome.ratio), "processor_ratio": number(outcome.processorRatio),
                    "goal": outcome.goal.map { .string($0.description) } ?? .null,
                    "met": outcome.goal.map { .bool($0.isMet(by: outcome)) } ?? .null,
                ]
            })
    }

    private func number(_ value: Double?) -> JSONValue { value.flatMap(JSONNumber.init).map(JSONValue.number) ?? .null }

    private func microseconds(_ nanoseconds: Double) -> String {
        "\(decimal(nanoseconds / 1_000, places: nanoseconds < 10_000 ? 2 : 1)) µs"
    }
}

extension Goal: CustomStringConvertible {
    var description: String {
        switch self {
        case .timeRatio(let most): "≤ \(decimal(most, places: 2)) × time"
        case .throughputRatio(let least): "≥ \(decimal(least, places: 2)) × throughput"
        case .nanoseconds(let limit): "< \(decimal(limit / 1_000, places: 0)) µs"
        }
    }
}

/// A number with a fixed count of decimals.
func decimal(_ value: Double, places: Int) -> String {
    guard value.isFinite else { return "–" }
    let scale = (0..<places).reduce(1.0) { product, _ in product * 10 }
    let whole = Int((value * scale).rounded())
    guard places > 0 else { return String(whole) }
    let digits = String(repeating: "0", count: max(0, places + 1 - String(whole).count)) + String(whole)
    return "\(digits.dropLast(places)).\(digits.suffix(places))"
}
