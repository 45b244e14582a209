public import WaybillInterchange

/// Where a request goes, as a project keeps it: which models are asked, in which order.
public struct RouteRecord: Sendable, Hashable {
    /// The request's name.
    public var name: String
    /// The kind of work that it asks for.
    public var workload: Workload
    /// The models in the order in which they are asked; empty where nobody can serve.
    public var models: [ModelName]

    /// Creates a record.
    public init(name: String, workload: Workload, models: [ModelName]) {
        self.name = name
        self.workload = workload
        self.models = models
    }
}

extension RouteRecord: JSONWritable {
    /// `{"request", "workload", "models"}`.
    public var json: JSONValue { ["request": .string(name), "workload": workload.json, "models": models.json] }
}

/// A table of routes that cannot be read.
public struct RouteTableTextMalformed: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line, from 1.
    public var line: Int
    /// What is wrong, as a sentence.
    public var problem: String

    public var description: String { "line \(line): \(problem)" }
}

// The table is text of tab-separated columns with a header: one line for each request, whatever the names of the others, so that a change of one
// is a change of one line.
extension RouteRecord {
    private static let header = "request\tworkload\tmodels"
    private static let nobody = "none"
    private static let separator = " > "

    /// Writes records as a table, in the order in which they are.
    ///
    /// The same records make the same bytes, on every machine. Tabs, line breaks and backslashes in names are escaped.
    public static func text(of records: [RouteRecord]) -> String {
        ([header] + records.map(\.line)).map { $0 + "\n" }.joined()
    }

    private var line: String {
        let models = models.isEmpty ? Self.nobody : models.map(\.description).joined(separator: Self.separator)
        return [name, workload.rawValue, models].map(\.escaped).joined(separator: "\t")
    }

    /// Reads a table that ``text(of:)`` wrote; lines may end as on any system.
    ///
    /// - Throws: ``RouteTableTextMalformed`` for the first line that cannot be.
    public static func read(_ text: String) throws(RouteTableTextMalformed) -> [RouteRecord] {
        // A line feed after a carriage return is one character with it.
        var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
        while lines.last?.isEmpty == true { lines.removeLast() }
        guard lines.first == header else {
            throw RouteTableTextMalformed(
                line: 1, problem: "The table does not begin with 'request', 'workload' and 'models' between tabs.")
        }
        var places: [String: Int] = [:]
        var records: [RouteRecord] = []
        for (index, line) in lines.enumerated().dropFirst() {
            let record = try read(line, number: index + 1)
            if let first = places.updateValue(index + 1, forKey: record.name) {
                throw RouteTableTextMalformed(line: index + 1, problem: "The request '\(record.name)' stands in line \(first) too.")
            }
            records.append(record)
        }
        return records
    }

    private static func read(_ line: String, number: Int) throws(RouteTableTextMalformed) -> RouteRecord {
        let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0).unescaped }
        guard columns.count == 3 else {
            throw RouteTableTextMalformed(line: number, problem: "There are not three columns between tabs, but \(columns.count).")
        }
        var models: [ModelName] = []
        if columns[2] != nobody {
            for word in columns[2].split(separator: separator, omittingEmptySubsequences: false) {
                guard let model = ModelName(String(word)) else {
                    throw RouteTableTextMalformed(
                        line: number, problem: "'\(word)' is no model: write 'provider/model-id', or '\(nobody)'.")
                }
                models.append(model)
            }
        }
        return RouteRecord(name: columns[0], workload: Workload(rawValue: columns[1]), models: models)
    }
}

extension String {
    /// The text without what would end a column or a line.
    fileprivate var escaped: String {
        var result = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\t": result += "\\t"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The text that was escaped.
    fileprivate var unescaped: String {
        var result = ""
        var isEscaped = false
        for scalar in unicodeScalars {
            switch (isEscaped, scalar) {
            case (false, "\\"):
                isEscaped = true
                continue
            case (true, "t"): result += "\t"
            case (true, "n"): result += "\n"
            case (true, "r"): result += "\r"
            default: result.unicodeScalars.append(scalar)
            }
            isEscaped = false
        }
        return result
    }
}
