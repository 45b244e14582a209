import Waybill

/// What one load costs, with where it comes from.
struct CostSection: JSONWritable {
    /// The kind of work; `nil`: of none, at all models that have a price.
    let workload: Workload?
    /// Whether the load is one of the books.
    let isOfBooks: Bool
    let forecast: CostForecast

    var json: JSONValue {
        var object: JSONObject = ["workload": workload?.json ?? .null, "source": isOfBooks ? "books" : "given"]
        for (key, value) in forecast.json.objectValue ?? [:] { object[key] = value }
        return .object(object)
    }
}

/// What one load costs at each model, and what changing it would change, for people.
struct CostView {
    let section: CostSection
    let look: Look

    private var forecast: CostForecast { section.forecast }

    var text: String {
        let lines = headline.wrapped(to: look.width)
        return lines.map { look.bold($0) + "\n" }.joined() + "\n" + models + changes
    }

    private var headline: String {
        let load = forecast.load
        let each = load.tokens
        let calls = max(1, load.calls)
        let name = section.workload.map { "\($0.rawValue.visible): " } ?? ""
        let (input, output) = ((each.input + calls / 2) / calls, (each.output + calls / 2) / calls)
        let cached = each.cachedInput > 0 ? " (\(each.cachedInput.share(of: each.input)) cached)" : ""
        let about = section.isOfBooks ? ", on average " : ", each "
        let batch = load.batch.millionths > 0 ? "; \(load.batch) in batches" : ""
        let noun = section.isOfBooks ? "request\(load.calls == 1 ? "" : "s")" : "call\(load.calls == 1 ? "" : "s")"
        return "\(name)\(load.calls.grouped) \(noun) \(load.span.spanText)\(about)\(input.grouped) tokens in\(cached) and "
            + "\(output.grouped) out\(batch)"
    }

    private var models: String {
        var table = Table(columns: [.left, .right, .right, .left])
        table.add(["at", "a day", "a month", ""].map { Table.Cell($0, look.dim) })
        for row in forecast.rows {
            table.add([Table.Cell("\(row.model)", look.bold)] + cells(row.amount) + [Table.Cell(note(row), look.dim)])
        }
        return table.text(indent: 0, look)
    }

    /// What is special about a model.
    private func note(_ row: CostForecast.Row) -> String {
        if let missing = row.missingPrice { return missing == "price" ? "its price is not known" : "its price has no '\(missing)'" }
        var notes: [String] = []
        if !row.caches, forecast.load.tokens.cachedInput > 0 { notes.append("no cache") }
        if !row.batches, forecast.load.batch.millionths > 0 { notes.append("no batches") }
        return notes.joined(separator: ", ")
    }

    private func cells(_ amount: CostForecast.Amount?) -> [Table.Cell] {
        guard let amount else { return Array(repeating: Table.Cell("?", look.yellow), count: 2) }
        return [Table.Cell(amount.inDays(1).shortText), Table.Cell(amount.inDays(30).shortText)]
    }

    /// The changes at the first model, each beside what the load costs as it is.
    private var changes: String {
        guard let first = forecast.rows.first, let usual = forecast.cases.first?.amount else { return "" }
        var table = Table(columns: [.left, .right, .right, .left])
        table.add(["\(first.model), but", "a day", "a month", ""].map { Table.Cell($0, look.dim) })
        for change in forecast.cases.dropFirst() {
            let step = change.amount.map { Money.change(from: usual.inDays(30), to: $0.inDays(30)) } ?? ""
            table.add([Table.Cell("\(change.change)")] + cells(change.amount) + [Table.Cell(step, look.dim)])
        }
        return "\n" + table.text(indent: 0, look)
    }
}

extension Duration {
    /// A span as what so many things come in: `a day`, `in 14d`.
    fileprivate var spanText: String {
        let names: [Duration: String] = [
            .seconds(1): "second", .seconds(60): "minute", .seconds(3_600): "hour", .seconds(86_400): "day", .seconds(30 * 86_400): "month",
        ]
        return names[self].map { "\($0 == "hour" ? "an" : "a") \($0)" } ?? "in \(shortText)"
    }
}
