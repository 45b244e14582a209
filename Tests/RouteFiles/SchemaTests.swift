import Foundation
import Testing
import WaybillInterchange
import WaybillRoutes

@testable import WaybillRouteFiles

/// The schemas that editors complete and check by.
struct SchemaTests {
    @Test(arguments: RouteFileKind.allCases)
    func theShippedSchemaIsUpToDate(_ kind: RouteFileKind) throws {
        try expectFile("docs/schemas/\(kind.rawValue).schema.json", toHold: kind.schema.text(style: .pretty) + "\n")
    }

    @Test(arguments: RouteFileKind.allCases)
    func aSchemaCanBeCheckedInFull(_ kind: RouteFileKind) {
        #expect(JSONSchema(compiling: kind.schema).gaps.isEmpty)
    }

    /// A schema that refuses what the decoder takes would be worse than none.
    @Test func whatHasNoErrorFollowsItsSchema() throws {
        var count = 0
        for files in try Self.fileSets() {
            let folder = try TemporaryFolder(files)
            let diagnostics = folder.inspect().diagnostics + (folder.inspectKeys()?.diagnostics ?? [])
            let faulty = Set(diagnostics.filter { $0.severity == .error }.compactMap(\.location?.file))
            for name in files.keys where name.hasSuffix(".yaml") && !faulty.contains("\(folder.path)/\(name)") {
                guard let value = Self.value(of: "\(folder.path)/\(name)") else { continue }
                #expect(try #require(Self.verdict(name, value)) == .valid, "\(name): \(files[name] ?? "")")
                count += 1
            }
        }
        #expect(count > 60)
    }

    /// What one value alone has wrong, an editor finds too.
    @Test func unknownKeysAndWrongKindsDoNotFollowTheSchema() throws {
        let seen: Set<String> = ["unknown-key", "wrong-kind", "unknown-word", "missing-unit", "missing-value"]
        var count = 0
        for files in try Self.fileSets() {
            let folder = try TemporaryFolder(files)
            let diagnostics = folder.inspect().diagnostics + (folder.inspectKeys()?.diagnostics ?? [])
            let faults = diagnostics.filter { seen.contains($0.code.name) }
            for file in Set(faults.compactMap(\.location?.file)) {
                guard let value = Self.value(of: file),
                    let verdict = Self.verdict(String(file.dropFirst(folder.path.utf8.count + 1)), value)
                else { continue }
                #expect(verdict != .valid, "\(faults)")
                count += 1
            }
        }
        #expect(count > 20)
    }

    /// The fixtures, and the shipped files.
    private static func fileSets() throws -> [[String: String]] {
        var sets = try FaultyFilesTests.cases.map {
            try FaultyFiles(String(contentsOfFile: "\(fixtures)/Faulty/\($0)", encoding: .utf8)).files
        }
        var shipped = ["routes.yaml": try String(contentsOfFile: repositoryRoot + "/routes.yaml", encoding: .utf8)]
        for name in try FileManager.default.contentsOfDirectory(atPath: repositoryRoot + "/providers") {
            shipped["providers/\(name)"] = try String(contentsOfFile: repositoryRoot + "/providers/\(name)", encoding: .utf8)
        }
        sets.append(shipped)
        return sets
    }

    /// A file as other readers of YAML see it; `nil` for one that is not YAML.
    private static func value(of path: String) -> JSONValue? {
        let reading = Reading()
        return reading.tree(of: path, advice: "", emptiness: "").flatMap { reading.hasErrors ? nil : reading.json($0) }
    }

    /// Whether a file follows its schema; `nil` where it is of neither kind.
    private static func verdict(_ name: String, _ value: JSONValue) -> JSONSchemaVerdict? {
        let kind: RouteFileKind? =
            switch name {
            case "routes.yaml": .routes
            case "keys.yaml": .keys
            default: name.hasPrefix("providers/") ? .provider : nil
            }
        return kind.map { JSONSchema(compiling: $0.schema).check(value) }
    }
}
