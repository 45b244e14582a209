import Testing
import WaybillInterchange
import WaybillRouteFiles
import WaybillRoutes

/// Places are counted in lines and Unicode scalars from 1, whatever the file's line ends and letters.
struct PositionTests {
    /// Where the error of `text` is.
    private func place(_ text: String) throws -> [Int]? {
        let folder = try TemporaryFolder(["providers/local.yaml": plainProvider])
        try folder.write("routes.yaml", Array(text.utf8))
        let errors = folder.inspect().diagnostics.filter { $0.severity == .error }
        #expect(errors.count == 1, "\(errors)")
        return errors.first?.location.map { [$0.line, $0.column] }
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func linesMayEndInAnyWay(_ end: String) throws {
        let text = ["workloads:", "  chat:", "    models: [local/large]", "    deadlin: 5s", ""].joined(separator: end)
        #expect(try place(text) == [4, 5])
    }

    @Test func aByteOrderMarkIsNoColumn() throws {
        #expect(try place("\u{FEFF}workload: {}\nworkloads: {chat: {models: [local/large]}}\n") == [1, 1])
    }

    @Test(arguments: [
        ("é", 1), ("e\u{301}", 2), ("日本語", 3), ("🙂", 1), ("👨‍👩‍👧", 5), ("\u{85}", 1), ("\u{2028}", 1),
    ])
    func everyUnicodeScalarIsAColumn(_ letters: String, _ count: Int) throws {
        let text = "workloads: {chat: {description: \"\(letters)\", models: [local/large], deadlin: 5s}}\n"
        #expect(try place(text) == [1, 60 + count])
    }

    @Test func textOverSeveralLinesMovesNothing() throws {
        let text = """
            workloads:
              chat:
                last_resort: >-
                  Wir können gerade nicht
                  antworten: später.
                description: "a
                  b"
                models: [local/large]
                # Kommentar: ä ö ü
                parameters: {temperature: 0.3, top_p: "0.8"}

            """
        #expect(try place(text) == [10, 43])
    }

    @Test func anAliasIsWhereItStands() throws {
        let text = """
            workloads:
              chat:
                models: &models [local/large]
                deadline: *models

            """
        #expect(try place(text) == [4, 15])
    }

    @Test func routesCandidatesAndModelsKnowTheirPlace() throws {
        let folder = try TemporaryFolder([
            "routes.yaml": "# ä\nworkloads:\n  chat:\n    models: [local/small, {model: local/large}]\n",
            "providers/local.yaml": plainProvider,
        ])
        let table = try #require(folder.inspect().table)
        let route = try #require(table.route(for: "chat"))
        #expect(route.definedAt.map { [$0.line, $0.column] } == [3, 3])
        #expect(route.candidates.map { $0.definedAt.map { [$0.line, $0.column] } } == [[4, 14], [4, 35]])
        let facts = try #require(table.facts(of: ModelName(provider: "local", id: "large")))
        #expect(facts.model.definedAt.map { [$0.line, $0.column] } == [6, 3])
        #expect(facts.provider.definedAt?.file == folder.path + "/providers/local.yaml")
    }
}
