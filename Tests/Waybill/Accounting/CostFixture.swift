import Foundation
import WaybillInterchange

/// A file of `Fixtures/Costs`: what a provider file says, what the provider answers, and what the attempt must cost, reckoned by hand.
///
/// ```
/// What the case shows.
///
/// === provider
/// api: openai-chat
/// models: {m: {price: {input: $2.00, output: $8.00}}}
/// === answer
/// {"choices": …, "usage": …}
/// === expected
/// uncached_input 500 × $2.00 = $0.001
/// output_text 100 × $8.00 = $0.0008
/// cost $0.0018
/// ```
///
/// Before the answer there may be `=== parameters` of the workload and the `=== head` of the response, after it how it is `=== cut`. Expected
/// are all classes of tokens that are not zero, with their price per million; uses of tools and the request, with their fee; and facts: `cost`,
/// `tier`, `flags`, `reported`, `differs`, `missing`, `date`, `estimated`.
struct CostFixture {
    let name: String
    private var sections: [String: String] = [:]

    static let names: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }.sorted()
    }()

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/Costs").standardized

    init(_ name: String) throws {
        self.name = name
        let text = try String(contentsOf: Self.folder.appending(path: "\(name).txt"), encoding: .utf8)
        for part in text.components(separatedBy: "\n=== ").dropFirst() {
            let title = part.prefix { $0 != "\n" }
            sections[String(title)] = String(part.dropFirst(title.count + 1))
        }
    }

    struct Malformed: Error { let line: String }

    /// The lines of a section.
    func lines(of name: String) throws -> [Substring] { try section(name).split(separator: "\n") }

    private func section(_ name: String) throws -> String {
        guard let text = sections[name] else { throw Malformed(line: "=== \(name)") }
        return text
    }

    /// The provider file `p.yaml`.
    func provider() throws -> String { try "base_url: https://p.invalid/v1\napi_key: none\n" + section("provider") }

    /// A routes file whose workload `work` is served by the model `m`, once.
    var routes: String {
        let parameters = sections["parameters"].map { "    parameters: {\($0.split(separator: "\n").joined(separator: ", "))}\n" } ?? ""
        return "defaults: {attempts: 1, attempts_per_call: 1}\nworkloads:\n  work:\n    models: [p/m]\n\(parameters)"
    }

    /// The bytes of the answer; an event of a stream ends with an empty line, which the next heading stands for here.
    func answer() throws -> [UInt8] { Array((try section("answer") + "\n").utf8) }

    /// Whether the connection is lost after the answer.
    var isCut: Bool { sections["cut"] != nil }

    var headers: [HeaderField] {
        (sections["head"] ?? "").split(separator: "\n")
            .map { line in
                let parts = line.split(separator: ":", maxSplits: 1)
                return HeaderField(String(parts[0]), String(parts[1].drop { $0 == " " }))
            }
    }

    /// What is expected, as far as it is reckoned.
    func reckoning() throws -> CostReckoning {
        var reckoning = CostReckoning()
        for line in try lines(of: "expected") { try reckoning.take(line) }
        return reckoning
    }
}
