import GRDB

/// A database as the statements that make it again.
enum SQLText {
    static func of(_ path: String) throws -> String {
        try DatabaseQueue(path: path)
            .read { database in
                var lines = try ["application_id", "user_version"]
                    .map { name in
                        "PRAGMA \(name) = \(try Int.fetchOne(database, sql: "PRAGMA \(name)") ?? 0);"
                    }
                let schema = try Row.fetchAll(
                    database, sql: "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")
                for part in schema { lines.append("\(part["sql"] as String);") }
                for table in schema where table["type"] as String == "table" {
                    let name: String = table["name"]
                    let columns = try database.columns(in: name).map { "quote(\"\($0.name)\")" }.joined(separator: " || ', ' || ")
                    for values in try String.fetchAll(database, sql: "SELECT \(columns) FROM \(name)") {
                        lines.append("INSERT INTO \(name) VALUES (\(values));")
                    }
                }
                return lines.joined(separator: "\n") + "\n"
            }
    }
}
