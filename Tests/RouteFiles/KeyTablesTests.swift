import Foundation
import Testing

@testable import WaybillRouteFiles

/// The tables of keys in the documentation, which are made of the decoders.
///
/// A table stands between `<!-- keys of NAME -->` and `<!-- end -->`; with `but NAME` after it, the keys of another mapping are left out.
/// `WAYBILL_RECORD=1 swift test --filter KeyTablesTests` writes them anew.
struct KeyTablesTests {
    @Test(arguments: ["docs/routes.md", "docs/compatible-servers.md", "docs/gateway-keys.md"])
    func everyTableIsUpToDate(_ page: String) throws {
        let text = try String(contentsOfFile: "\(repositoryRoot)/\(page)", encoding: .utf8)
        var parts = text.components(separatedBy: "<!-- keys of ")
        #expect(parts.count > 1)
        for index in parts.indices.dropFirst() {
            let (head, rest) = try #require(split(parts[index], at: " -->\n"))
            let (_, tail) = try #require(split(rest, at: "\n<!-- end -->"))
            let names = head.components(separatedBy: " but ")
            let mapping = try #require(Self.mappings[names[0]], "\(head)")
            let omitted = names.dropFirst().flatMap { Self.mappings[$0]?.members.map(\.key) ?? [] }
            parts[index] = "\(head) -->\n\(mapping.table(omitting: Set(omitted)))\n<!-- end -->\(tail)"
        }
        try expectFile(page, toHold: parts.joined(separator: "<!-- keys of "))
    }

    /// Over no file the decoders must ask for the same keys as over one.
    @Test func theDescribedKeysAreThoseThatAreRead() throws {
        for (owner, keys) in try DocumentationTests().vocabulary() {
            let described = Self.mappings[owner]?.members.map { $0.isPrefix ? "\($0.key)KEY" : $0.key }
            #expect(described == keys, "\(owner)")
        }
    }

    /// Every mapping of the files by the name that messages give it.
    static let mappings: [String: MappingSchema] = {
        let all = [RoutesFile.schema, ProviderDecoder.schema, KeysFile.schema].flatMap { ValueSchema.mapping($0).mappings }
        return Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
    }()

    private func split(_ text: String, at separator: String) -> (String, String)? {
        guard let range = text.range(of: separator) else { return nil }
        return (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
    }
}
