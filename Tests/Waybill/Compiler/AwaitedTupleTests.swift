import Foundation
import Testing

/// What is awaited has a name before a tuple is made of it.
///
/// Optimized code of Swift 6.3 loses what stands in a tuple before something that is awaited within it, where a task or a generic function takes the
/// tuple: a pair of a place and an answer then has any place (swiftlang/swift#91911). Unoptimized code does not, so that tests of what it does pass.
struct AwaitedTupleTests {
    @Test func nothingIsAwaitedWithinATupleThatIsReturned() throws {
        let root = (0..<4).reduce(URL(filePath: #filePath)) { folder, _ in folder.deletingLastPathComponent() }
        for folder in ["Sources", "Tests"] {
            let paths = try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
            #expect(paths.count > 100)
            for path in paths where path.hasSuffix(".swift") && !path.hasSuffix("AwaitedTupleTests.swift") {
                let text = try String(contentsOf: root.appending(path: "\(folder)/\(path)"), encoding: .utf8)
                for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() where awaitsInTuple(line) {
                    Issue.record("\(folder)/\(path):\(number + 1): give what is awaited a name, then make the tuple")
                }
            }
        }
    }

    @Test(arguments: [
        "return (place, try await router.respond(to: request))", "do { return (place, .success(try await ask(f(1, 2)))) } catch {}",
        "group.addTask { (place, await answer) }", "{ place in (place, await answer) }", "    (place, await answer)",
    ])
    func itIsFound(_ line: String) { #expect(awaitsInTuple(line[...])) }

    @Test(arguments: [
        "return (await first, second)", "return (1, 2)", "let answer = await (first, second)", "group.addTask { Row(place, await answer) }",
        "return (1, 2) == (await f(1, 2))",
    ])
    func nothingElseIs(_ line: String) { #expect(!awaitsInTuple(line[...])) }

    /// Whether a line returns a tuple in which something after the first element is awaited.
    private func awaitsInTuple(_ line: Substring) -> Bool {
        guard line.contains("await ") else { return false }
        let beginnings = ["return (", "{ (", " in ("].flatMap { line.ranges(of: $0).map(\.upperBound) }
        let code = line.drop { $0 == " " }
        return beginnings.contains { awaitsAfterComma(line[$0...]) } || code.first == "(" && awaitsAfterComma(code.dropFirst())
    }

    /// - Parameter elements: What follows the parenthesis that opens a tuple.
    private func awaitsAfterComma(_ elements: Substring) -> Bool {
        var (depth, hasComma) = (1, false)
        for place in elements.indices {
            switch elements[place] {
            case "(", "[", "{": depth += 1
            case ")", "]", "}": depth -= 1
            case ",": hasComma = hasComma || depth == 1
            default: if hasComma, elements[place...].hasPrefix("await ") { return true }
            }
            if depth == 0 { return false }
        }
        return false
    }
}
